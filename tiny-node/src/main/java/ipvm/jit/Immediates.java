package ipvm.jit;

/// Reads past an operator that was validated before.
final class Immediates {

    private Immediates() {}

    static void skip(int code, Wire in) throws Refused {
        var op = Op.of(code);
        if (op != null) {
            memarg(op, in);
            return;
        }
        switch (code) {
            case Code.BLOCK, Code.LOOP, Code.IF -> in.s33();
            case Code.BR, Code.BR_IF, Code.CALL, Code.REF_FUNC -> in.u32();
            case Code.LOCAL_GET, Code.LOCAL_SET, Code.LOCAL_TEE -> in.u32();
            case Code.GLOBAL_GET, Code.GLOBAL_SET -> in.u32();
            case Code.TABLE_GET, Code.TABLE_SET -> in.u32();
            case Code.MEMORY_SIZE, Code.MEMORY_GROW, Code.REF_NULL -> in.u8();
            case Code.CALL_INDIRECT -> pair(in);
            case Code.BR_TABLE -> list(in, 1);
            case Code.SELECT_T -> list(in, 0);
            case Code.I32_CONST -> in.s32();
            case Code.I64_CONST -> in.s64();
            case Code.F32_CONST -> in.i32Bits();
            case Code.F64_CONST -> in.i64Bits();
            case Code.PREFIX -> prefixed(in);
            default -> {}
        }
    }

    /// Reads past what is never reached, up to before the end of the block or its other half; how
    /// many operators that were.
    static int skipDead(Wire in) throws Refused {
        int operators = 0;
        int nested = 0;
        while (nested > 0 || (in.peek() != Code.END && in.peek() != Code.ELSE)) {
            int code = in.u8();
            operators++;
            switch (code) {
                case Code.BLOCK, Code.LOOP, Code.IF -> nested++;
                case Code.END -> nested--;
                default -> {}
            }
            skip(code, in);
        }
        return operators;
    }

    private static void memarg(Op op, Wire in) throws Refused {
        if (op.bytes() > 0) {
            pair(in);
        }
    }

    private static void pair(Wire in) throws Refused {
        in.u32();
        in.u32();
    }

    private static void list(Wire in, int more) throws Refused {
        for (int left = in.u32() + more; left > 0; left--) {
            in.u32();
        }
    }

    private static void prefixed(Wire in) throws Refused {
        int code = in.u32();
        switch (code) {
            case Code.MEMORY_INIT, Code.MEMORY_COPY, Code.TABLE_INIT, Code.TABLE_COPY -> pair(in);
            case Code.DATA_DROP, Code.MEMORY_FILL, Code.ELEM_DROP -> in.u32();
            case Code.TABLE_GROW, Code.TABLE_SIZE, Code.TABLE_FILL -> in.u32();
            default -> {}
        }
    }
}
