package ipvm.jit;

import org.jspecify.annotations.Nullable;

/// What compiled code calls for operators that are no single JVM instruction. Small methods all:
/// the JVM's compilers inline every one of them.
public final class Ops {

    static final String NAME = "ipvm/jit/Ops";

    private static final double TWO_63 = 0x1p63;
    private static final double TWO_64 = 0x1p64;

    private Ops() {}

    public static int clz(int a) {
        return Integer.numberOfLeadingZeros(a);
    }

    public static int ctz(int a) {
        return Integer.numberOfTrailingZeros(a);
    }

    public static int popcnt(int a) {
        return Integer.bitCount(a);
    }

    public static long clz(long a) {
        return Long.numberOfLeadingZeros(a);
    }

    public static long ctz(long a) {
        return Long.numberOfTrailingZeros(a);
    }

    public static long popcnt(long a) {
        return Long.bitCount(a);
    }

    public static int rotl(int a, int by) {
        return Integer.rotateLeft(a, by);
    }

    public static int rotr(int a, int by) {
        return Integer.rotateRight(a, by);
    }

    public static long rotl(long a, long by) {
        return Long.rotateLeft(a, (int) by);
    }

    public static long rotr(long a, long by) {
        return Long.rotateRight(a, (int) by);
    }

    public static int divS(int a, int b) {
        if (b == 0) {
            throw new Trap(Reason.DIVISION);
        }
        if (b == -1 && a == Integer.MIN_VALUE) {
            throw new Trap(Reason.OVERFLOW);
        }
        return a / b;
    }

    public static int divU(int a, int b) {
        if (b == 0) {
            throw new Trap(Reason.DIVISION);
        }
        return Integer.divideUnsigned(a, b);
    }

    /// By a constant: the JVM makes a multiplication of a signed long division only.
    public static int divUConstant(int a, int b) {
        return (int) (Integer.toUnsignedLong(a) / Integer.toUnsignedLong(b));
    }

    public static int remUConstant(int a, int b) {
        return (int) (Integer.toUnsignedLong(a) % Integer.toUnsignedLong(b));
    }

    public static long divUConstant(long a, long b) {
        return a >= 0 && b > 0 ? a / b : Long.divideUnsigned(a, b);
    }

    public static long remUConstant(long a, long b) {
        return a >= 0 && b > 0 ? a % b : Long.remainderUnsigned(a, b);
    }

    public static int remS(int a, int b) {
        if (b == 0) {
            throw new Trap(Reason.DIVISION);
        }
        return a % b;
    }

    public static int remU(int a, int b) {
        if (b == 0) {
            throw new Trap(Reason.DIVISION);
        }
        return Integer.remainderUnsigned(a, b);
    }

    public static long divS(long a, long b) {
        if (b == 0) {
            throw new Trap(Reason.DIVISION);
        }
        if (b == -1 && a == Long.MIN_VALUE) {
            throw new Trap(Reason.OVERFLOW);
        }
        return a / b;
    }

    public static long divU(long a, long b) {
        if (b == 0) {
            throw new Trap(Reason.DIVISION);
        }
        return Long.divideUnsigned(a, b);
    }

    public static long remS(long a, long b) {
        if (b == 0) {
            throw new Trap(Reason.DIVISION);
        }
        return a % b;
    }

    public static long remU(long a, long b) {
        if (b == 0) {
            throw new Trap(Reason.DIVISION);
        }
        return Long.remainderUnsigned(a, b);
    }

    public static float abs(float a) {
        return Math.abs(a);
    }

    public static double abs(double a) {
        return Math.abs(a);
    }

    /// The sign bit alone changes, of a NaN too.
    public static float neg(float a) {
        return Float.intBitsToFloat(Float.floatToRawIntBits(a) ^ Integer.MIN_VALUE);
    }

    public static double neg(double a) {
        return Double.longBitsToDouble(Double.doubleToRawLongBits(a) ^ Long.MIN_VALUE);
    }

    public static float copysign(float a, float sign) {
        int bits = Float.floatToRawIntBits(a) & Integer.MAX_VALUE;
        return Float.intBitsToFloat(bits | (Float.floatToRawIntBits(sign) & Integer.MIN_VALUE));
    }

    public static double copysign(double a, double sign) {
        long bits = Double.doubleToRawLongBits(a) & Long.MAX_VALUE;
        return Double.longBitsToDouble(bits | (Double.doubleToRawLongBits(sign) & Long.MIN_VALUE));
    }

    public static float ceil(float a) {
        return (float) Math.ceil(a);
    }

    public static double ceil(double a) {
        return Math.ceil(a);
    }

    public static float floor(float a) {
        return (float) Math.floor(a);
    }

    public static double floor(double a) {
        return Math.floor(a);
    }

    public static float trunc(float a) {
        return (float) trunc((double) a);
    }

    public static double trunc(double a) {
        return a < 0 ? Math.ceil(a) : Math.floor(a);
    }

    public static float nearest(float a) {
        return (float) Math.rint(a);
    }

    public static double nearest(double a) {
        return Math.rint(a);
    }

    public static float sqrt(float a) {
        return (float) Math.sqrt(a);
    }

    public static double sqrt(double a) {
        return Math.sqrt(a);
    }

    public static float min(float a, float b) {
        return Math.min(a, b);
    }

    public static double min(double a, double b) {
        return Math.min(a, b);
    }

    public static float max(float a, float b) {
        return Math.max(a, b);
    }

    public static double max(double a, double b) {
        return Math.max(a, b);
    }

    /// Any NaN becomes the canonical one.
    public static float canonical(float a) {
        return Float.isNaN(a) ? Float.NaN : a;
    }

    public static double canonical(double a) {
        return Double.isNaN(a) ? Double.NaN : a;
    }

    public static int bits(float a) {
        return Float.floatToRawIntBits(a);
    }

    public static long bits(double a) {
        return Double.doubleToRawLongBits(a);
    }

    public static float real(int bits) {
        return Float.intBitsToFloat(bits);
    }

    public static double real(long bits) {
        return Double.longBitsToDouble(bits);
    }

    public static long extendU(int a) {
        return Integer.toUnsignedLong(a);
    }

    public static float floatU(int a) {
        return Integer.toUnsignedLong(a);
    }

    public static double doubleU(int a) {
        return Integer.toUnsignedLong(a);
    }

    /// Halving keeps the lowest bit as a sticky one, so that rounding happens once.
    public static float floatU(long a) {
        return a >= 0 ? a : (float) ((a >>> 1) | (a & 1)) * 2;
    }

    public static double doubleU(long a) {
        return a >= 0 ? a : (double) ((a >>> 1) | (a & 1)) * 2;
    }

    private static double within(double a, double above, double below) {
        if (Double.isNaN(a)) {
            throw new Trap(Reason.CONVERSION);
        }
        if (a <= above || a >= below) {
            throw new Trap(Reason.OVERFLOW);
        }
        return a;
    }

    public static int truncS(float a) {
        return truncS((double) a);
    }

    public static int truncS(double a) {
        return (int) within(a, -0x1p31 - 1, 0x1p31);
    }

    public static int truncU(float a) {
        return truncU((double) a);
    }

    public static int truncU(double a) {
        return (int) (long) within(a, -1, 0x1p32);
    }

    public static long truncLongS(float a) {
        return truncLongS((double) a);
    }

    public static long truncLongS(double a) {
        return (long) within(a, -0x1.0000000000001p63, TWO_63);
    }

    public static long truncLongU(float a) {
        return truncLongU((double) a);
    }

    public static long truncLongU(double a) {
        return unsigned(within(a, -1, TWO_64));
    }

    private static long unsigned(double a) {
        return a < TWO_63 ? (long) a : (long) (a - TWO_63) ^ Long.MIN_VALUE;
    }

    public static int satS(float a) {
        return (int) a;
    }

    public static int satS(double a) {
        return (int) a;
    }

    public static int satU(float a) {
        return satU((double) a);
    }

    public static int satU(double a) {
        return (int) Math.max(0, Math.min((long) a, 0xffff_ffffL));
    }

    public static long satLongS(float a) {
        return (long) a;
    }

    public static long satLongS(double a) {
        return (long) a;
    }

    public static long satLongU(float a) {
        return satLongU((double) a);
    }

    public static long satLongU(double a) {
        if (!(a > 0)) {
            return 0;
        }
        return a >= TWO_64 ? -1 : unsigned(a);
    }

    public static int isNull(@Nullable Object reference) {
        return reference == null ? 1 : 0;
    }

    public static IllegalArgumentException unknown() {
        return new IllegalArgumentException("a function that nothing outside knows");
    }

    public static Trap unreachable() {
        return new Trap(Reason.UNREACHABLE);
    }

    public static Trap exhausted() {
        return new Trap(Reason.STACK);
    }
}
