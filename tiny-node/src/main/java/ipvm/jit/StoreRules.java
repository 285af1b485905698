package ipvm.jit;

/// The type rules of operators on memory, tables and segments.
final class StoreRules {

    private final Module module;
    private final Wire in;
    private final TypeStack stack;

    StoreRules(Module module, Wire in, TypeStack stack) {
        this.module = module;
        this.in = in;
        this.stack = stack;
    }

    void check(int code, int at) throws Refused {
        switch (code) {
            case Code.MEMORY_INIT -> {
                data(at);
                zero(at);
                memory(at);
                three(at);
            }
            case Code.DATA_DROP -> data(at);
            case Code.MEMORY_COPY -> {
                zero(at);
                zero(at);
                memory(at);
                three(at);
            }
            case Code.MEMORY_FILL -> {
                zero(at);
                memory(at);
                three(at);
            }
            default -> tables(code, at);
        }
    }

    /// One entry of a table, read or written.
    void entry(int code, int at) throws Refused {
        var element = table(at);
        if (code == Code.TABLE_SET) {
            stack.pop(element, at);
        }
        stack.pop(Val.I32, at);
        if (code == Code.TABLE_GET) {
            stack.push(element, false, at);
        }
    }

    private void tables(int code, int at) throws Refused {
        switch (code) {
            case Code.TABLE_INIT -> {
                var from = elements(at);
                same(table(at), from, at);
                three(at);
            }
            case Code.ELEM_DROP -> elements(at);
            case Code.TABLE_COPY -> {
                var to = table(at);
                same(to, table(at), at);
                three(at);
            }
            case Code.TABLE_GROW -> {
                var element = table(at);
                stack.pop(Val.I32, at);
                stack.pop(element, at);
                stack.push(Val.I32, false, at);
            }
            case Code.TABLE_SIZE -> {
                table(at);
                stack.push(Val.I32, false, at);
            }
            case Code.TABLE_FILL -> stack.pop(Val.I32, table(at), Val.I32, at);
            default -> throw Refused.malformed("illegal opcode 0xfc " + code, at);
        }
    }

    /// Alignment and offset of a load or store.
    void memarg(int bytes, int at) throws Refused {
        int flags = in.u32();
        if (flags >= 64 && flags < 128) {
            throw Refused.unsupported("multi-memory", at);
        }
        if (flags < 0 || flags >= 32) {
            throw Refused.malformed("memory operator flags " + flags, at);
        }
        in.u32();
        memory(at);
        if (1L << flags > bytes) {
            throw Refused.invalid("alignment must not be larger than natural", at);
        }
    }

    private void three(int at) throws Refused {
        stack.pop(Val.I32, Val.I32, Val.I32, at);
    }

    void memory(int at) throws Refused {
        if (module.memories.isEmpty()) {
            throw Refused.invalid("unknown memory 0", at);
        }
    }

    /// The index of a memory, of which there is one.
    void zero(int at) throws Refused {
        int zero = in.u8();
        if (zero != 0) {
            throw Refused.malformed("zero byte expected, found " + zero, at);
        }
    }

    /// Reads the index of a table and gives the type of its elements.
    Val table(int at) throws Refused {
        int index = in.u32();
        if (index < 0 || index >= module.tables.size()) {
            throw Refused.invalid("unknown table " + Integer.toUnsignedString(index), at);
        }
        return module.tables.get(index).element();
    }

    private void data(int at) throws Refused {
        int index = in.u32();
        if (!module.hasDataCount && module.dataSegments > 0) {
            throw Refused.malformed("data count section required", at);
        }
        if (Integer.compareUnsigned(index, module.dataSegments) >= 0) {
            throw Refused.invalid("unknown data segment " + Integer.toUnsignedString(index), at);
        }
    }

    private Val elements(int at) throws Refused {
        int index = in.u32();
        if (index < 0 || index >= module.elements.size()) {
            throw Refused.invalid("unknown elem segment " + Integer.toUnsignedString(index), at);
        }
        return module.elements.get(index);
    }

    private static void same(Val to, Val from, int at) throws Refused {
        if (to != from) {
            throw Refused.invalid("type mismatch: " + from + " into a table of " + to, at);
        }
    }
}
