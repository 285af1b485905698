package ipvm.jit;

import java.util.random.RandomGenerator;

/// Numbers at which operators change their mind, and any others.
final class Constants {

    private static final long[] INTEGERS = {
        0,
        1,
        2,
        -1,
        7,
        31,
        32,
        33,
        63,
        64,
        127,
        128,
        255,
        256,
        -128,
        -129,
        32_767,
        32_768,
        65_535,
        65_536,
        131_072,
        Integer.MAX_VALUE,
        Integer.MIN_VALUE,
        0xffff_ffffL,
        0x1_0000_0000L,
        Long.MAX_VALUE,
        Long.MIN_VALUE,
        0x8000_0000L
    };

    private static final int[] FLOATS = {
        0, 0x8000_0000, 0x3f80_0000, 0xbf80_0000, 0x7f80_0000, 0xff80_0000, 0x7fc0_0000,
        0xffc0_0000, 0x7fa0_0000, 0x7f80_0001, 0xffff_ffff, 0x7fc1_2345, 1, 0x8000_0001,
        0x007f_ffff, 0x7f7f_ffff, 0x4f00_0000, 0xcf00_0000, 0xcf00_0001, 0x4f80_0000, 0x5f00_0000,
        0xdf00_0000, 0x5f80_0000, 0x4eff_ffff, 0x3f00_0000, 0xbf00_0000, 0x3fc0_0000, 0xbf7f_ffff
    };

    private static final double[] DOUBLES = {
        0.0,
        -0.0,
        1,
        -1,
        0.5,
        -0.5,
        1.5,
        2.5,
        -0x1.ffffffp-1,
        0x1.fffffffcp30,
        0x1p31,
        -0x1p31,
        -0x1.00000002p31,
        0x1.fffffffep31,
        0x1p32,
        0x1p63,
        -0x1p63,
        0x1p64,
        Double.MAX_VALUE,
        Double.MIN_VALUE,
        Double.POSITIVE_INFINITY,
        Double.NEGATIVE_INFINITY,
        0x1.ffffffp127,
        0x1p-149,
        0x1p-150,
        0x1.0000000000001p52
    };

    private static final long[] NANS = {
        0x7ff8_0000_0000_0000L,
        0xfff8_0000_0000_0000L,
        0x7ff0_0000_0000_0001L,
        0xfff4_0000_0000_0000L,
        0x7fff_ffff_ffff_ffffL,
        0x7ff8_0000_1234_5678L
    };

    private Constants() {}

    static long integer(RandomGenerator random) {
        return switch (random.nextInt(4)) {
            case 0 -> INTEGERS[random.nextInt(INTEGERS.length)];
            case 1 -> random.nextLong();
            default -> random.nextInt(-8, 40);
        };
    }

    static int float32(RandomGenerator random) {
        return switch (random.nextInt(4)) {
            case 0 -> Float.floatToRawIntBits(random.nextInt(-100, 100) / 4f);
            case 1 -> random.nextInt();
            default -> FLOATS[random.nextInt(FLOATS.length)];
        };
    }

    static long float64(RandomGenerator random) {
        return switch (random.nextInt(5)) {
            case 0 -> Double.doubleToRawLongBits(random.nextInt(-100, 100) / 4.0);
            case 1 -> random.nextLong();
            case 2 -> NANS[random.nextInt(NANS.length)];
            default -> Double.doubleToRawLongBits(DOUBLES[random.nextInt(DOUBLES.length)]);
        };
    }

    /// Bits for an argument of a numeric type.
    static long bits(Val type, RandomGenerator random) {
        return switch (type) {
            case I32 -> integer(random) & 0xffff_ffffL;
            case I64 -> integer(random);
            case F32 -> float32(random) & 0xffff_ffffL;
            case F64 -> float64(random);
            case FUNC, EXTERN -> -1;
        };
    }

    /// A constant operator of a numeric type.
    static void write(Val type, RandomGenerator random, Binary to) {
        switch (type) {
            case I32 -> to.i32((int) integer(random));
            case I64 -> to.u8(Code.I64_CONST).s64(integer(random));
            case F32 -> to.u8(Code.F32_CONST).raw(float32(random), 4);
            case F64 -> to.u8(Code.F64_CONST).raw(float64(random), 8);
            case FUNC, EXTERN -> to.u8(Code.REF_NULL, type.code);
        }
    }
}
