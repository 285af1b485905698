package ipvm.rule;

import ipvm.data.MalformedException;
import ipvm.task.Node;
import java.math.BigDecimal;
import java.util.Map;
import java.util.regex.Pattern;

/// Amounts as people write them in a rule: `10s`, `10/s`, `1G/day`.
final class Amount {

    private static final Map<String, Long> TIMES =
            Map.of("ms", 1L, "s", 1_000L, "m", 60_000L, "h", 3_600_000L, "d", 86_400_000L);
    private static final Map<String, Long> SPANS =
            Map.of(
                    "s",
                    1_000L,
                    "m",
                    60_000L,
                    "h",
                    3_600_000L,
                    "d",
                    86_400_000L,
                    "second",
                    1_000L,
                    "minute",
                    60_000L,
                    "hour",
                    3_600_000L,
                    "day",
                    86_400_000L);
    private static final Map<String, Long> COUNTS =
            Map.of("", 1L, "k", 1_000L, "M", 1_000_000L, "G", 1_000_000_000L);
    private static final Pattern FORM =
            Pattern.compile("([0-9]{1,15}(?:\\.[0-9]{1,9})?)([A-Za-z]*)");

    private static final int DIGITS_MAX = 18;

    private Amount() {}

    /// A length of time within bounds.
    static long millis(Node node, long minMillis, long maxMillis) throws MalformedException {
        var text = node.text();
        long millis = number(node, text, TIMES, "a time, such as 500ms, 10s, 5m, 12h or 7d");
        if (millis < minMillis || millis > maxMillis) {
            throw node.malformed(
                    "a time from " + minMillis + " ms to " + maxMillis + " ms", "'" + text + "'");
        }
        return millis;
    }

    /// How much per span of time, such as `10/s` or `1G/day`.
    static Per per(Node node, long max) throws MalformedException {
        var wanted = "an amount per time, such as 10/s, 100/h or 1G/day";
        var halves = node.text().split("/", -1);
        Long span = halves.length == 2 ? SPANS.get(halves[1]) : null;
        if (span == null) {
            throw node.malformed(wanted, "'" + node.text() + "'");
        }
        long amount = number(node, halves[0], COUNTS, wanted);
        if (amount < 1 || amount > max) {
            throw node.malformed("an amount in 1.." + max, "'" + node.text() + "'");
        }
        return new Per(amount, span);
    }

    private static long number(Node node, String text, Map<String, Long> units, String wanted)
            throws MalformedException {
        var form = FORM.matcher(text);
        Long unit = form.matches() ? units.get(form.group(2)) : null;
        if (unit == null) {
            throw node.malformed(wanted, "'" + node.text() + "'");
        }
        var value = new BigDecimal(form.group(1)).multiply(BigDecimal.valueOf(unit));
        var whole = value.stripTrailingZeros();
        if (whole.scale() > 0 || whole.precision() - whole.scale() > DIGITS_MAX) {
            throw node.malformed("a whole number below 10^18", "'" + node.text() + "'");
        }
        return whole.longValueExact();
    }
}
