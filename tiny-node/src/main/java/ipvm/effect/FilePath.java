package ipvm.effect;

import ipvm.data.MalformedException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// A path below `file.root`, in the only spelling it has.
///
/// One spelling, because a grant's policy compares texts: `a//b` or `a/./b` would walk round it.
final class FilePath {

    /// What this package puts beside a file while it is being written.
    static final String BEING_WRITTEN = ".ipvm-";

    private static final int NAME_BYTES_MAX = 255;
    private static final String EXPECTED = "names joined by '/'";

    private FilePath() {}

    static List<String> names(String path) throws MalformedException {
        var names = List.of(path.split("/", -1));
        for (var name : names) {
            var fault = fault(name);
            if (!fault.isEmpty()) {
                throw Arguments.bad("path", EXPECTED, fault + " in '" + path + "'");
            }
        }
        return names;
    }

    private static String fault(String name) {
        if (name.isEmpty()) {
            return "an empty name";
        }
        if (name.equals(".") || name.equals("..")) {
            return "'" + name + "'";
        }
        if (name.startsWith(BEING_WRITTEN)) {
            return "a name that begins with " + BEING_WRITTEN;
        }
        if (name.getBytes(StandardCharsets.UTF_8).length > NAME_BYTES_MAX) {
            return "a name of more than " + NAME_BYTES_MAX + " bytes";
        }
        return name.codePoints().allMatch(FilePath::isPlain)
                ? ""
                : "a backslash or control character";
    }

    private static boolean isPlain(int c) {
        return c != '\\'
                && !Character.isISOControl(c)
                && Character.getType(c) != Character.SURROGATE;
    }
}
