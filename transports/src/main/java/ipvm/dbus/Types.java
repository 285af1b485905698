package ipvm.dbus;

import ipvm.data.MalformedException;
import java.util.ArrayList;
import java.util.List;

/// D-Bus's letters for types: `a{sv}` is one type, `sa{sv}as` are three.
final class Types {

    private static final String BASIC = "ybnqiuxtdsogh";
    private static final String KEYS = "ynqiuxtsog";
    private static final int DEPTH_MAX = 16;
    private static final int CHARS_MAX = 255;

    private Types() {}

    /// The types that stand one after the other.
    static List<String> split(String types) throws MalformedException {
        if (types.length() > CHARS_MAX) {
            throw new MalformedException(
                    "D-Bus types of at most " + CHARS_MAX, types.length() + " letters");
        }
        var all = new ArrayList<String>();
        int at = 0;
        while (at < types.length()) {
            int end = end(types, at, 0);
            all.add(types.substring(at, end));
            at = end;
        }
        return all;
    }

    /// The one type that this is.
    static String one(String types) throws MalformedException {
        var all = split(types);
        if (all.size() != 1) {
            throw new MalformedException("one D-Bus type", "'" + types + "'");
        }
        return all.get(0);
    }

    /// How much a value of this type is aligned to.
    static int alignment(String type) {
        return switch (type.charAt(0)) {
            case 'y', 'g', 'v' -> 1;
            case 'n', 'q' -> 2;
            case 'x', 't', 'd', '(', '{' -> 8;
            default -> 4;
        };
    }

    private static int end(String types, int at, int depth) throws MalformedException {
        if (at >= types.length() || depth > DEPTH_MAX) {
            throw bad(types);
        }
        char first = types.charAt(at);
        if (BASIC.indexOf(first) >= 0 || first == 'v') {
            return at + 1;
        }
        return switch (first) {
            case 'a' ->
                    isPair(types, at + 1)
                            ? pair(types, at + 1, depth + 1)
                            : end(types, at + 1, depth + 1);
            case '(' -> group(types, at + 1, depth + 1);
            default -> throw bad(types);
        };
    }

    private static boolean isPair(String types, int at) {
        return at < types.length() && types.charAt(at) == '{';
    }

    private static int pair(String types, int at, int depth) throws MalformedException {
        int value = at + 2;
        if (value >= types.length() || KEYS.indexOf(types.charAt(at + 1)) < 0) {
            throw bad(types);
        }
        int end = end(types, value, depth);
        if (end >= types.length() || types.charAt(end) != '}') {
            throw bad(types);
        }
        return end + 1;
    }

    private static int group(String types, int at, int depth) throws MalformedException {
        int next = at;
        do {
            next = end(types, next, depth);
        } while (next < types.length() && types.charAt(next) != ')');
        if (next >= types.length()) {
            throw bad(types);
        }
        return next + 1;
    }

    private static MalformedException bad(String types) {
        return new MalformedException("D-Bus type", "'" + types + "'");
    }
}
