package ipvm.ucan;

import ipvm.data.Ipld;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.OptionalInt;

/// Equality and order of values as policies mean them: 1 is 1.0, everywhere inside a value too.
final class Values {

    private static final double BEYOND_INTS = 0x1p64;

    private Values() {}

    static boolean equal(Ipld one, Ipld other, Steps steps) {
        if (!steps.take(1)) {
            return false;
        }
        if (one instanceof Ipld.List(var ones) && other instanceof Ipld.List(var others)) {
            return allEqual(ones, others, steps);
        }
        if (one instanceof Ipld.Map(var ones) && other instanceof Ipld.Map(var others)) {
            return allEntriesEqual(ones, others, steps);
        }
        var order = order(one, other);
        return order.isPresent() ? order.getAsInt() == 0 : one.equals(other);
    }

    /// How two numbers compare; nothing where one of them is none.
    static OptionalInt order(Ipld one, Ipld other) {
        if (one instanceof Ipld.Int a
                && other instanceof Ipld.Int b
                && a.fitsLong()
                && b.fitsLong()) {
            return OptionalInt.of(Long.compare(a.asLong(), b.asLong()));
        }
        if (one instanceof Ipld.Float64(var a) && other instanceof Ipld.Float64(var b)) {
            return OptionalInt.of(Double.compare(a, b));
        }
        if (one instanceof Ipld.Int a && other instanceof Ipld.Float64(var b)) {
            return OptionalInt.of(order(a.asBig(), b));
        }
        if (one instanceof Ipld.Float64(var a) && other instanceof Ipld.Int b) {
            return OptionalInt.of(-order(b.asBig(), a));
        }
        return one instanceof Ipld.Int a && other instanceof Ipld.Int b
                ? OptionalInt.of(a.asBig().compareTo(b.asBig()))
                : OptionalInt.empty();
    }

    /// Exact for all numbers, and without the thousand digits that a tiny one has.
    private static int order(BigInteger whole, double real) {
        if (Math.abs(real) > BEYOND_INTS) {
            return real > 0 ? -1 : 1;
        }
        double floor = Math.floor(real);
        int order = whole.compareTo(new BigDecimal(floor).toBigInteger());
        return order == 0 ? Double.compare(floor, real) : order;
    }

    static boolean isNumber(Ipld value) {
        return value instanceof Ipld.Int || value instanceof Ipld.Float64;
    }

    private static boolean allEqual(List<Ipld> ones, List<Ipld> others, Steps steps) {
        boolean equal = ones.size() == others.size();
        for (int i = 0; equal && i < ones.size(); i++) {
            equal = equal(ones.get(i), others.get(i), steps);
        }
        return equal;
    }

    private static boolean allEntriesEqual(
            List<Ipld.Entry> ones, List<Ipld.Entry> others, Steps steps) {
        boolean equal = ones.size() == others.size();
        for (int i = 0; equal && i < ones.size(); i++) {
            equal =
                    ones.get(i).key().equals(others.get(i).key())
                            && equal(ones.get(i).value(), others.get(i).value(), steps);
        }
        return equal;
    }
}
