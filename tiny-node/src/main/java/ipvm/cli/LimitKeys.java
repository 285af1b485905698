package ipvm.cli;

import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// The limits of the packages as keys `limits.PACKAGE.FIELD`, read off their records, so that a new
/// limit is a key without a word here.
///
/// What every peer has to decode alike is none of them: a token or a block that one node takes and
/// another refuses would be no proof.
final class LimitKeys {

    private static final String PREFIX = "limits.";

    /// The packages whose limits a home may set, with what holds where nothing is said.
    private static final List<Map.Entry<String, Record>> NORMAL =
            List.of(
                    Map.entry("wasm", ipvm.wasm.Limits.DEFAULT),
                    Map.entry("effect", ipvm.effect.Limits.DEFAULT),
                    Map.entry("rule", ipvm.rule.Limits.DEFAULT),
                    Map.entry("node", ipvm.node.Limits.DEFAULT));

    private LimitKeys() {}

    /// Lines of the file in which each stands as a comment.
    static List<String> lines() {
        var lines = new ArrayList<String>();
        NORMAL.forEach(each -> lines.addAll(lines(each.getKey(), each.getValue())));
        return lines;
    }

    private static List<String> lines(String name, Record limits) {
        var lines = new ArrayList<String>();
        for (var part : limits.getClass().getRecordComponents()) {
            var value = value(part, limits);
            if (value instanceof Record inner) {
                lines.addAll(lines(packageOf(inner), inner));
            } else {
                lines.add("#" + key(name, part) + " = " + value);
            }
        }
        return lines;
    }

    /// Limits that hold those of another package have them under its name.
    private static String packageOf(Record limits) {
        var name = limits.getClass().getPackageName();
        return name.substring(name.lastIndexOf('.') + 1);
    }

    private static String key(String name, RecordComponent part) {
        return PREFIX + name + "." + part.getName();
    }

    /// Reads them all, only to see that they make sense.
    static void check(Settings settings) throws Stop {
        for (var each : NORMAL) {
            read(settings, each.getKey(), each.getValue());
        }
    }

    /// The limits of a package as a home has them; a record in a record has its keys of its own.
    static <L extends Record> L read(Settings settings, String name, L normal) throws Stop {
        var parts = normal.getClass().getRecordComponents();
        var values = new Object[parts.length];
        var given = "";
        for (int i = 0; i < parts.length; i++) {
            var key = key(name, parts[i]);
            var value = value(parts[i], normal);
            if (value instanceof Record inner) {
                values[i] = read(settings, packageOf(inner), inner);
            } else if (settings.keys().contains(key)) {
                values[i] = number(settings, key, parts[i].getType());
                given = key;
            } else {
                values[i] = value;
            }
        }
        return made(settings, given, normal, values);
    }

    private static Object number(Settings settings, String key, Class<?> type) throws Stop {
        long value = settings.number(key, Quantity.AMOUNT);
        if (value < 1 || value > Integer.MAX_VALUE) {
            throw settings.wrong(key, "from 1 to " + Integer.MAX_VALUE);
        }
        return type == long.class ? (Object) value : (Object) (int) value;
    }

    private static Object value(RecordComponent part, Record limits) {
        try {
            return part.getAccessor().invoke(limits);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("a record without its accessor", e);
        }
    }

    /// What the record itself refuses is said of the last of its keys that is set.
    private static <L extends Record> L made(
            Settings settings, String key, L normal, Object[] values) throws Stop {
        var kinds = new ArrayList<Class<?>>();
        for (var part : normal.getClass().getRecordComponents()) {
            kinds.add(part.getType());
        }
        try {
            @SuppressWarnings("unchecked") // the class of a record of this type
            var type = (Class<L>) normal.getClass();
            return type.getDeclaredConstructor(kinds.toArray(Class<?>[]::new)).newInstance(values);
        } catch (java.lang.reflect.InvocationTargetException e) {
            var cause = e.getCause();
            throw settings.wrong(
                    key, cause == null ? "refused" : String.valueOf(cause.getMessage()));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("a record without its constructor", e);
        }
    }
}
