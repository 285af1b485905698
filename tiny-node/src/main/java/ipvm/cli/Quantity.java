package ipvm.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/// Numbers with a unit as people write them: `500k`, `16MiB`, `30d`.
enum Quantity {
    AMOUNT(
            "amount, such as 500k, 1M or 2.5G",
            "",
            1,
            "k",
            1_000,
            "M",
            1_000_000,
            "G",
            1_000_000_000),
    SIZE(
            "size, such as 512, 100KiB or 16MiB",
            "",
            1,
            "KiB",
            1 << 10,
            "MiB",
            1 << 20,
            "GiB",
            1 << 30),
    MILLIS(
            "time, such as 500ms, 30s, 5m, 12h or 30d",
            "ms",
            1,
            "s",
            1_000,
            "m",
            60_000,
            "h",
            3_600_000,
            "d",
            86_400_000);

    private static final Pattern FORM =
            Pattern.compile("([0-9]{1,18}(?:\\.[0-9]{1,9})?)([A-Za-z]*)");

    private static final long BELOW = 1_000_000_000_000_000_000L;

    private final String what;
    private final Map<String, Long> units = new LinkedHashMap<>();

    Quantity(String what, Object... units) {
        this.what = what;
        for (int i = 0; i < units.length; i += 2) {
            this.units.put((String) units[i], (long) (int) units[i + 1]);
        }
    }

    /// Reads a value; `name` is the option it was given to.
    long parse(String name, String text) throws Stop {
        if (text.equals("0")) {
            return 0; // which is nothing in any unit
        }
        var form = FORM.matcher(text);
        var unit = form.matches() ? units.get(form.group(2)) : null;
        if (unit == null) {
            throw Stop.usage(name + ": '" + text + "' is no " + what);
        }
        long value = times(form.group(1), unit);
        if (value < 0) {
            throw Stop.usage(name + ": '" + text + "' is no whole number below 10^18");
        }
        return value;
    }

    /// So many units, or -1 where that is no whole number or too large a one. In longs, because
    /// decimal numbers of any size take Java 20 ms to begin with.
    private static long times(String digits, long unit) {
        int point = digits.indexOf('.');
        var fraction = point < 0 ? "" : digits.substring(point + 1);
        long parts = fraction.isEmpty() ? 0 : Long.parseLong(fraction) * unit;
        long whole = Long.parseLong(point < 0 ? digits : digits.substring(0, point));
        long scale = 1;
        for (int i = 0; i < fraction.length(); i++) {
            scale *= 10;
        }
        long more = parts / scale;
        return parts % scale != 0 || whole > (BELOW - 1 - more) / unit ? -1 : whole * unit + more;
    }

    /// The shortest way to write a value exactly.
    String text(long value) {
        var best = Long.toString(value);
        for (var unit : units.entrySet()) {
            long size = unit.getValue();
            if (value > 0 && value % size == 0) {
                best = value / size + unit.getKey();
            }
        }
        return best;
    }
}
