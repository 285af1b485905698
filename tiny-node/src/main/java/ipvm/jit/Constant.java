package ipvm.jit;

import java.util.ArrayDeque;
import java.util.Deque;

/// The type check of a constant expression: constants, imported immutable globals, references, and
/// the sums and products of extended constant expressions.
final class Constant {

    private static final int OPERATORS_MAX = 1_000;

    private final Module module;
    private final Deque<Val> stack = new ArrayDeque<>();

    Constant(Module module) {
        this.module = module;
    }

    void read(Wire in, Val wanted) throws Refused {
        int at = in.position();
        stack.clear();
        for (int count = 0; operator(in); count++) {
            if (count == OPERATORS_MAX) {
                throw Refused.tooLarge("constant expression", count, OPERATORS_MAX, at);
            }
        }
        if (stack.size() != 1 || stack.peek() != wanted) {
            throw Refused.invalid(
                    "type mismatch: constant expression gives " + stack + ", not " + wanted, at);
        }
    }

    /// Whether another one follows.
    private boolean operator(Wire in) throws Refused {
        int at = in.position();
        int code = in.u8();
        switch (code) {
            case 0x0b -> {
                return false;
            }
            case 0x41 -> {
                in.s32();
                stack.push(Val.I32);
            }
            case 0x42 -> {
                in.s64();
                stack.push(Val.I64);
            }
            case 0x43 -> {
                in.i32Bits();
                stack.push(Val.F32);
            }
            case 0x44 -> {
                in.i64Bits();
                stack.push(Val.F64);
            }
            case 0x23 -> stack.push(global(in));
            case 0xd0 -> stack.push(Val.reference(in));
            case 0xd2 -> {
                function(in);
                stack.push(Val.FUNC);
            }
            case 0x6a, 0x6b, 0x6c -> binary(Val.I32, at);
            case 0x7c, 0x7d, 0x7e -> binary(Val.I64, at);
            default -> throw outside(code, at);
        }
        return true;
    }

    private void binary(Val type, int at) throws Refused {
        if (stack.size() < 2 || stack.pop() != type || stack.peek() != type) {
            throw Refused.invalid("type mismatch in a constant expression", at);
        }
    }

    private Val global(Wire in) throws Refused {
        int at = in.position();
        int index = in.u32();
        if (Integer.compareUnsigned(index, module.importedGlobals) >= 0) {
            throw Refused.invalid("unknown global " + Integer.toUnsignedString(index), at);
        }
        var global = module.globals.get(index);
        if (global.mutable()) {
            throw Refused.invalid("constant expression required, global " + index + " varies", at);
        }
        return global.type();
    }

    void function(Wire in) throws Refused {
        int at = in.position();
        int index = in.u32();
        if (Integer.compareUnsigned(index, module.functions.size()) >= 0) {
            throw Refused.invalid("unknown function " + Integer.toUnsignedString(index), at);
        }
        module.escaping.set(index);
    }

    private static Refused outside(int code, int at) {
        return Op.isKnown(code)
                ? Refused.invalid("constant expression required, found " + Op.name(code), at)
                : Op.foreign(code, at);
    }
}
