package ipvm.store;

import ipvm.data.Bytes;
import ipvm.data.Cid;
import ipvm.data.Cursor;
import ipvm.data.MalformedException;
import java.util.ArrayList;
import java.util.List;

/// Several names one after another, as a column holds them.
final class Names {

    private Names() {}

    static Bytes encode(List<Cid> names) {
        return Bytes.concat(names.stream().map(Cid::encode).toArray(Bytes[]::new));
    }

    static List<Cid> decode(Bytes bytes) throws MalformedException {
        var names = new ArrayList<Cid>();
        var in = new Cursor(bytes);
        while (in.position() < bytes.size()) {
            names.add(Cid.read(in));
        }
        return names;
    }
}
