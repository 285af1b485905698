package ipvm.data;

import java.math.BigInteger;

/// The double nearest to a decimal, found without a byte of garbage.
///
/// The JDK's own parser makes up to 400 bytes of big numbers for `1e308`, so that a few bytes from
/// outside would cost sixty times their size. This is the method of Eisel and Lemire ("Number
/// Parsing at a Gigabyte per Second", 2021): 128 bits of the power of five are enough to round
/// right.
final class NearestDouble {

    private static final int POWER_MIN = -342;
    private static final int POWER_MAX = 308;

    private static final int FRACTION_BITS = 52;
    private static final int EXPONENT_BIAS = 1_023;
    private static final int EXPONENT_MAX = 0x7ff;

    /// Two bits more than the fraction and the one before it: for rounding, and for a leading zero.
    private static final int SPARE_BITS = Long.SIZE - FRACTION_BITS - 3;

    /// Products whose exact half can lie between two doubles have a power in this range.
    private static final int HALVES_MIN = -4;

    private static final int HALVES_MAX = 23;

    private NearestDouble() {}

    /// Digits, a number without a sign, times ten to a power; infinite where no double is as large.
    static double of(long digits, int power) {
        if (digits == 0 || power < POWER_MIN) {
            return 0;
        }
        return power > POWER_MAX ? Double.POSITIVE_INFINITY : rounded(digits, power);
    }

    private static double rounded(long digits, int power) {
        int zeros = Long.numberOfLeadingZeros(digits);
        long factor = digits << zeros;
        long five = Fives.HIGH[power - POWER_MIN];
        long high = Math.unsignedMultiplyHigh(factor, five);
        long low = factor * five;
        long unsure = (1L << SPARE_BITS) - 1;
        if ((high & unsure) == unsure) {
            long more = Math.unsignedMultiplyHigh(factor, Fives.LOW[power - POWER_MIN]);
            low += more;
            high += Long.compareUnsigned(more, low) > 0 ? 1 : 0;
        }
        int carry = (int) (high >>> (Long.SIZE - 1));
        long fraction = high >>> (carry + SPARE_BITS);
        int exponent = binaryExponent(power) + carry - zeros + EXPONENT_BIAS;
        if (exponent >= EXPONENT_MAX) {
            return Double.POSITIVE_INFINITY;
        }
        if (exponent <= 0) {
            int shift = Math.min(1 - exponent, Long.SIZE - 1);
            return Double.longBitsToDouble(halved(fraction >>> shift));
        }
        boolean half = fraction << (carry + SPARE_BITS) == high && (fraction & 3) == 1;
        if (half && low >>> 1 == 0 && power >= HALVES_MIN && power <= HALVES_MAX) {
            fraction--; // an exact half goes to the even neighbour, here the lower one
        }
        // The bit before the fraction carries into the exponent, and so does a fraction rounded up.
        return Double.longBitsToDouble(halved(fraction) + ((exponent - 1L) << FRACTION_BITS));
    }

    /// The binary exponent of ten to a power, when the power of five has 64 bits.
    private static int binaryExponent(int power) {
        return ((217_706 * power) >> 16) + Long.SIZE - 1; // 217,706 / 2^16 is log2(10)
    }

    private static long halved(long fraction) {
        return (fraction + (fraction & 1)) >>> 1;
    }

    /// Five to each power as 128 bits, the first of them set; made when first needed.
    private static final class Fives {

        private static final int EXACT_POWER_MAX = 27;

        static final long[] HIGH = new long[POWER_MAX - POWER_MIN + 1];
        static final long[] LOW = new long[HIGH.length];

        static {
            var five = BigInteger.ONE;
            for (int power = 0; power <= -POWER_MIN; power++) {
                if (power <= POWER_MAX) {
                    set(power, first128(five));
                }
                if (power > 0) {
                    set(-power, reciprocal(five, power));
                }
                five = five.multiply(BigInteger.valueOf(5));
            }
        }

        /// Rounded up where a product can be exact, which 64 bits allow up to 5^27 only.
        private static BigInteger reciprocal(BigInteger five, int power) {
            var quotient = BigInteger.ONE.shiftLeft(five.bitLength() + 127).divide(five);
            return power <= EXACT_POWER_MAX ? quotient.add(BigInteger.ONE) : quotient;
        }

        private static BigInteger first128(BigInteger number) {
            return number.shiftRight(number.bitLength() - 2 * Long.SIZE);
        }

        private static void set(int power, BigInteger bits) {
            HIGH[power - POWER_MIN] = bits.shiftRight(Long.SIZE).longValue();
            LOW[power - POWER_MIN] = bits.longValue();
        }
    }
}
