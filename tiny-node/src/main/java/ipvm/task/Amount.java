package ipvm.task;

import ipvm.data.Ipld;
import ipvm.data.MalformedException;
import ipvm.data.Typo;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Map;

/// Numbers of a document: counts, and `[n, prefix?, unit]`, reckoned exactly.
///
/// What is left of a millisecond or a byte is dropped, as a limit never gives more than was asked.
final class Amount {

    private static final Map<String, BigDecimal> MILLIS =
            Map.of(
                    "seconds", BigDecimal.valueOf(1_000),
                    "minutes", BigDecimal.valueOf(60_000),
                    "hours", BigDecimal.valueOf(3_600_000),
                    "days", BigDecimal.valueOf(86_400_000),
                    "weeks", BigDecimal.valueOf(7 * 86_400_000L),
                    "years", BigDecimal.valueOf(365 * 86_400_000L));

    private static final Map<String, BigDecimal> BYTES =
            Map.of(
                    "bits", new BigDecimal("0.125"),
                    "nibble", new BigDecimal("0.5"),
                    "bytes", BigDecimal.ONE);

    private static final Map<String, Integer> POWERS =
            Map.ofEntries(
                    Map.entry("pico", -12),
                    Map.entry("nano", -9),
                    Map.entry("micro", -6),
                    Map.entry("milli", -3),
                    Map.entry("centi", -2),
                    Map.entry("deci", -1),
                    Map.entry("deca", 1),
                    Map.entry("hecto", 2),
                    Map.entry("kilo", 3),
                    Map.entry("mega", 6),
                    Map.entry("giga", 9),
                    Map.entry("tera", 12),
                    Map.entry("peta", 15),
                    Map.entry("exa", 18));

    private Amount() {}

    /// A time of at least a millisecond.
    static long millis(Node node) throws MalformedException {
        long millis = measured(node, MILLIS);
        if (millis == 0) {
            throw node.malformed("a time of at least a millisecond", "less");
        }
        return millis;
    }

    static long bytes(Node node) throws MalformedException {
        return measured(node, BYTES);
    }

    private static long measured(Node node, Map<String, BigDecimal> units)
            throws MalformedException {
        var parts = node.items(3);
        if (parts.size() < 2) {
            throw node.malformed(
                    "[number, unit] or [number, prefix, unit]", parts.size() + " items");
        }
        var unit = named(parts.getLast(), units);
        int power = parts.size() == 3 ? named(parts.get(1), POWERS) : 0;
        var number = BigDecimal.valueOf(count(parts.getFirst(), 0, Long.MAX_VALUE));
        var amount = number.scaleByPowerOfTen(power).multiply(unit).toBigInteger();
        if (amount.bitLength() >= Long.SIZE) {
            throw node.malformed("an amount that fits 63 bits", amount.toString());
        }
        if (amount.signum() == 0 && number.signum() != 0) {
            throw node.malformed("an amount that is not all fraction", parts.getLast().text());
        }
        return amount.longValue();
    }

    private static <T> T named(Node node, Map<String, T> known) throws MalformedException {
        var word = node.text();
        var found = known.get(word);
        if (found == null) {
            var words = new ArrayList<>(known.keySet());
            words.sort(null);
            throw node.malformed(
                    "one of " + String.join(", ", words),
                    "'" + word + "'" + Typo.hint(word, words));
        }
        return found;
    }

    /// A whole number within bounds.
    static long count(Node node, long min, long max) throws MalformedException {
        if (!(node.value() instanceof Ipld.Int number)) {
            throw node.wrong("a whole number");
        }
        if (!number.fitsLong() || number.asLong() < min || number.asLong() > max) {
            throw node.malformed("a number from " + min + " to " + max, number.toString());
        }
        return number.asLong();
    }

    /// A limit as Homestar writes it, where one beyond 64 bits comes as a float: what no number
    /// here holds is no limit at all.
    static long clamped(Node node) throws MalformedException {
        var number = number(node);
        if (number.signum() < 0) {
            throw node.malformed("a number from 0 on", number.toString());
        }
        return number.toBigInteger().min(BigInteger.valueOf(Long.MAX_VALUE)).longValue();
    }

    private static BigDecimal number(Node node) throws MalformedException {
        if (node.value() instanceof Ipld.Int number) {
            return new BigDecimal(number.asBig());
        }
        if (node.value() instanceof Ipld.Float64(var number)) {
            return new BigDecimal(number);
        }
        throw node.wrong("a number");
    }
}
