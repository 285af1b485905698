package ipvm.jit;

import java.util.List;

/// The operators that are more than values in, value out; the others are in the table [Op].
final class Code {

    static final int UNREACHABLE = 0x00;
    static final int NOP = 0x01;
    static final int BLOCK = 0x02;
    static final int LOOP = 0x03;
    static final int IF = 0x04;
    static final int ELSE = 0x05;
    static final int END = 0x0b;
    static final int BR = 0x0c;
    static final int BR_IF = 0x0d;
    static final int BR_TABLE = 0x0e;
    static final int RETURN = 0x0f;
    static final int CALL = 0x10;
    static final int CALL_INDIRECT = 0x11;
    static final int DROP = 0x1a;
    static final int SELECT = 0x1b;
    static final int SELECT_T = 0x1c;
    static final int LOCAL_GET = 0x20;
    static final int LOCAL_SET = 0x21;
    static final int LOCAL_TEE = 0x22;
    static final int GLOBAL_GET = 0x23;
    static final int GLOBAL_SET = 0x24;
    static final int TABLE_GET = 0x25;
    static final int TABLE_SET = 0x26;
    static final int MEMORY_SIZE = 0x3f;
    static final int MEMORY_GROW = 0x40;
    static final int I32_CONST = 0x41;
    static final int I64_CONST = 0x42;
    static final int F32_CONST = 0x43;
    static final int F64_CONST = 0x44;
    static final int I32_EQZ = 0x45;
    static final int I32_ADD = 0x6a;
    static final int I32_SUB = 0x6b;
    static final int I32_MUL = 0x6c;
    static final int I32_SHL = 0x74;
    static final int REF_NULL = 0xd0;
    static final int REF_IS_NULL = 0xd1;
    static final int REF_FUNC = 0xd2;

    /// Before these stands the prefix.
    static final int PREFIX = 0xfc;

    static final int MEMORY_INIT = 8;
    static final int DATA_DROP = 9;
    static final int MEMORY_COPY = 10;
    static final int MEMORY_FILL = 11;
    static final int TABLE_INIT = 12;
    static final int ELEM_DROP = 13;
    static final int TABLE_COPY = 14;
    static final int TABLE_GROW = 15;
    static final int TABLE_SIZE = 16;
    static final int TABLE_FILL = 17;

    private static final int NO_TYPE = -0x40;

    private static final Signature NOTHING = new Signature(List.of(), List.of());

    private Code() {}

    /// Fuel of schedule v1, without what bulk operators and growth pay by size; a prefixed operator
    /// is counted where its second byte is known.
    static int cost(int code) {
        return switch (code) {
            case UNREACHABLE, NOP, BLOCK, LOOP, ELSE, END, RETURN, DROP, PREFIX -> 0;
            default -> 1;
        };
    }

    static Signature blockType(Wire in, Module module, int at) throws Refused {
        long type = in.s33();
        if (type == NO_TYPE) {
            return NOTHING;
        }
        if (type < 0) {
            return new Signature(List.of(), List.of(Val.of((int) type & 0x7f, at)));
        }
        if (type >= module.types.size()) {
            throw Refused.invalid("unknown type " + type, at);
        }
        return module.types.get((int) type);
    }
}
