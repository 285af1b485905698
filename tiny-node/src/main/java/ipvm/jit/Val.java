package ipvm.jit;

import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Opcodes;

/// A value type of the profile, with what the JVM calls it.
///
/// A function reference is a [Func], an external one any object; null is null.
enum Val {
    I32(0x7f, "I", 1, Opcodes.INTEGER),
    I64(0x7e, "J", 2, Opcodes.LONG),
    F32(0x7d, "F", 1, Opcodes.FLOAT),
    F64(0x7c, "D", 2, Opcodes.DOUBLE),
    FUNC(0x70, "Lipvm/jit/Func;", 1, "ipvm/jit/Func"),
    EXTERN(0x6f, "Ljava/lang/Object;", 1, "java/lang/Object");

    final int code;
    final String descriptor;
    final int slots;

    /// How a stack map frame names it.
    final Object frame;

    Val(int code, String descriptor, int slots, Object frame) {
        this.code = code;
        this.descriptor = descriptor;
        this.slots = slots;
        this.frame = frame;
    }

    boolean isReference() {
        return this == FUNC || this == EXTERN;
    }

    boolean isFloat() {
        return this == F32 || this == F64;
    }

    /// The variant of a JVM instruction for this type; it is given for ints.
    int opcode(int ofInt) {
        return switch (this) {
            case I32 -> ofInt;
            case I64 -> ofInt + 1;
            case F32 -> ofInt + 2;
            case F64 -> ofInt + 3;
            case FUNC, EXTERN -> ofInt + 4;
        };
    }

    static @Nullable Val byCode(int code) {
        return switch (code) {
            case 0x7f -> I32;
            case 0x7e -> I64;
            case 0x7d -> F32;
            case 0x7c -> F64;
            case 0x70 -> FUNC;
            case 0x6f -> EXTERN;
            default -> null;
        };
    }

    static Val read(Wire in) throws Refused {
        int at = in.position();
        return of(in.u8(), at);
    }

    static Val of(int code, int at) throws Refused {
        var known = byCode(code);
        if (known != null) {
            return known;
        }
        throw switch (code) {
            case 0x7b -> Refused.unsupported("SIMD (v128)", at);
            case 0x63, 0x64 -> Refused.unsupported("typed function references", at);
            case 0x6e, 0x6d, 0x6c, 0x6b, 0x6a, 0x71, 0x72, 0x73 ->
                    Refused.unsupported("GC (reference type)", at);
            case 0x69, 0x74 -> Refused.unsupported("exceptions (exnref)", at);
            default -> Refused.malformed("value type 0x" + Integer.toHexString(code), at);
        };
    }

    static Val reference(Wire in) throws Refused {
        int at = in.position();
        Val type = read(in);
        if (!type.isReference()) {
            throw Refused.malformed("reference type " + type, at);
        }
        return type;
    }
}
