package ipvm.wasm;

import java.math.BigInteger;
import java.util.Locale;

/// A type whose value is one number, or a string. `I32` and `I64` are those of a plain core module,
/// which does not say whether they are signed.
enum Scalar implements Wit {
    BOOL(0x7f, 1, Core.I32),
    S8(0x7e, 1, Core.I32),
    U8(0x7d, 1, Core.I32),
    S16(0x7c, 2, Core.I32),
    U16(0x7b, 2, Core.I32),
    S32(0x7a, 4, Core.I32),
    U32(0x79, 4, Core.I32),
    S64(0x78, 8, Core.I64),
    U64(0x77, 8, Core.I64),
    F32(0x76, 4, Core.F32),
    F64(0x75, 8, Core.F64),
    CHAR(0x74, 4, Core.I32),
    STRING(0x73, Layout.STRING),
    I32(-1, 4, Core.I32),
    I64(-1, 8, Core.I64);

    private static final int NAN_32 = 0x7fc0_0000;
    private static final long NAN_64 = 0x7ff8_0000_0000_0000L;
    private static final int CHAR_MAX = 0x10ffff;

    private final int code;
    private final Layout layout;

    Scalar(int code, int size, Core core) {
        this(code, Layout.scalar(size, core));
    }

    Scalar(int code, Layout layout) {
        this.code = code;
        this.layout = layout;
    }

    static Scalar byCode(int code, int offset) throws Refused {
        for (var scalar : values()) {
            if (scalar.code == code) {
                return scalar;
            }
        }
        throw code == 0x64
                ? Refused.unsupported("async (error-context)", offset)
                : Refused.malformed("type 0x" + Integer.toHexString(code), offset);
    }

    @Override
    public Layout layout() {
        return layout;
    }

    private boolean isUnsigned() {
        return this == U8 || this == U16 || this == U32 || this == U64;
    }

    private int bits() {
        return 8 * layout.size();
    }

    BigInteger min() {
        return isUnsigned() ? BigInteger.ZERO : BigInteger.ONE.shiftLeft(bits() - 1).negate();
    }

    BigInteger max() {
        boolean isSigned = this == S8 || this == S16 || this == S32 || this == S64;
        return BigInteger.ONE.shiftLeft(isSigned ? bits() - 1 : bits()).subtract(BigInteger.ONE);
    }

    /// The value that raw bits mean: wrapped to the width, canonical where a float is none.
    long lifted(long raw) {
        return switch (this) {
            case BOOL -> raw == 0 ? 0 : 1;
            case S8 -> (byte) raw;
            case U8 -> raw & 0xff;
            case S16 -> (short) raw;
            case U16 -> raw & 0xffff;
            case S32, I32 -> (int) raw;
            case U32, STRING -> raw & 0xffff_ffffL;
            case S64, U64, I64 -> raw;
            case F32 -> Float.isNaN(Float.intBitsToFloat((int) raw)) ? NAN_32 : (int) raw;
            case F64 -> Double.isNaN(Double.longBitsToDouble(raw)) ? NAN_64 : raw;
            case CHAR -> character(raw & 0xffff_ffffL);
        };
    }

    private static long character(long raw) {
        boolean isSurrogate = raw >= Character.MIN_SURROGATE && raw <= Character.MAX_SURROGATE;
        if (raw > CHAR_MAX || isSurrogate) {
            throw Fault.of("invalid character");
        }
        return raw;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
