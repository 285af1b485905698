package ipvm.task;

import ipvm.data.MalformedException;

/// The version of the form that is understood here.
final class Version {

    static final String KEY = "v";
    static final String TEXT = "0.1.0";

    private Version() {}

    static void require(Node map) throws MalformedException {
        var node = map.field(KEY);
        if (!node.text().equals(TEXT)) {
            throw node.malformed("version " + TEXT, "'" + node.text() + "'");
        }
    }

    static void requireIfSaid(Node map) throws MalformedException {
        if (map.find(KEY).isPresent()) {
            require(map);
        }
    }
}
