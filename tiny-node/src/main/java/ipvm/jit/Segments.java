package ipvm.jit;

/// The element and data sections: what a table or a memory is filled with.
final class Segments {

    private final Module module;
    private final Limits limits;
    private final Constant constant;

    Segments(Module module, Limits limits) {
        this.module = module;
        this.limits = limits;
        this.constant = new Constant(module);
    }

    void elements(Wire in) throws Refused {
        int left = in.count("element segments", limits.elementSegmentsMax());
        for (; left > 0; left--) {
            module.elements.add(element(in));
        }
    }

    /// The flags' bits: not active, declared or with a table's index, expressions.
    private Val element(Wire in) throws Refused {
        int at = in.position();
        int flags = in.u32();
        if (flags < 0 || flags > 7) {
            throw Refused.malformed("elements segment kind " + flags, at);
        }
        boolean isActive = (flags & 1) == 0;
        boolean isExplicit = (flags & 2) != 0;
        boolean hasExpressions = (flags & 4) != 0;
        int table = isActive && isExplicit ? in.u32() : 0;
        if (isActive) {
            target(table, at, in);
        }
        boolean hasType = !isActive || isExplicit;
        var type = hasType ? type(hasExpressions, in) : Val.FUNC;
        if (isActive && module.tables.get(table).element() != type) {
            throw Refused.invalid("type mismatch of table " + table + " and its elements", at);
        }
        items(in, hasExpressions, type);
        return type;
    }

    private void target(int table, int at, Wire in) throws Refused {
        if (Integer.compareUnsigned(table, module.tables.size()) >= 0) {
            throw Refused.invalid("unknown table " + Integer.toUnsignedString(table), at);
        }
        constant.read(in, Val.I32);
    }

    private static Val type(boolean hasExpressions, Wire in) throws Refused {
        if (hasExpressions) {
            return Val.reference(in);
        }
        int at = in.position();
        if (in.u8() != 0) {
            throw Refused.malformed("element kind", at);
        }
        return Val.FUNC;
    }

    private void items(Wire in, boolean hasExpressions, Val type) throws Refused {
        for (int left = in.count("elements", in.left()); left > 0; left--) {
            if (hasExpressions) {
                constant.read(in, type);
            } else {
                constant.function(in);
            }
        }
    }

    void data(Wire in) throws Refused {
        int at = in.position();
        int count = in.count("data segments", limits.dataSegmentsMax());
        if (module.hasDataCount && count != module.dataSegments) {
            throw Refused.malformed("data count and data section have inconsistent lengths", at);
        }
        module.dataSegments = count;
        for (int left = count; left > 0; left--) {
            segment(in);
        }
    }

    private void segment(Wire in) throws Refused {
        int at = in.position();
        int flags = in.u32();
        if (flags < 0 || flags > 2) {
            throw Refused.malformed("data segment kind " + flags, at);
        }
        int memory = flags == 2 ? in.u32() : 0;
        if (flags != 1) {
            if (Integer.compareUnsigned(memory, module.memories.size()) >= 0) {
                throw Refused.invalid("unknown memory " + Integer.toUnsignedString(memory), at);
            }
            constant.read(in, Val.I32);
        }
        in.skip("data segment", in.u32());
    }
}
