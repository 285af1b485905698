package ipvm.ucan;

import ipvm.data.Ipld;
import java.math.BigDecimal;
import java.util.List;
import java.util.OptionalInt;

/// Equality and order of values as policies mean them: 1 is 1.0, everywhere inside a value too.
final class Values {

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
        return isNumber(one) && isNumber(other)
                ? OptionalInt.of(exact(one).compareTo(exact(other)))
                : OptionalInt.empty();
    }

    static boolean isNumber(Ipld value) {
        return value instanceof Ipld.Int || value instanceof Ipld.Float64;
    }

    private static BigDecimal exact(Ipld number) {
        return number instanceof Ipld.Float64(var value)
                ? new BigDecimal(value)
                : new BigDecimal(((Ipld.Int) number).asBig());
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
