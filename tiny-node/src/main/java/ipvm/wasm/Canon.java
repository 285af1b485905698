package ipvm.wasm;

import ipvm.jit.Extern;

/// Reads canonical definitions: functions that cross between a component and its core modules.
record Canon(Reader in, Scope scope) {

    private static final String REALLOC = "[I32, I32, I32, I32] -> [I32]";

    void read() throws Refused {
        int offset = in.offset();
        int form = in.u8();
        switch (form) {
            case 0 -> scope.funcs.add(lift(offset));
            case 1 -> functions(lower(offset));
            case 2 -> functions(deed(Deed.NEW));
            case 3 -> functions(deed(Deed.DROP));
            case 4 -> functions(deed(Deed.REPRESENTATION));
            default ->
                    throw Refused.unsupported(
                            "async (canonical function 0x" + Integer.toHexString(form) + ")",
                            offset);
        }
    }

    private void functions(CoreItem item) {
        scope.cores(Extern.FUNCTION).add(item);
    }

    private Func lift(int offset) throws Refused {
        in.expect("lift", 0);
        var core = scope.nextFunction(in);
        var options = options();
        var type = scope.nextType(FuncType.class, "function type", in);
        return lifted(new Func.Lifted(type, core, options, scope.component), offset);
    }

    /// The function itself, when its core function and options can carry its type.
    static Func lifted(Func.Lifted func, int offset) throws Refused {
        var type = func.type();
        var options = func.options();
        var wanted = type.lifted();
        expect("function behind " + type, wanted.toString(), func.core(), offset);
        boolean isReading = type.isResultInMemory() || type.isResultPointing();
        boolean isWriting = type.isParamsInMemory() || type.isParamsPointing();
        need(isReading || isWriting, isWriting, options, offset);
        if (options.postReturn() != null) {
            var after = wanted.results() + " -> []";
            expect("post-return", after, options.postReturn(), offset);
        }
        return func;
    }

    private CoreItem lower(int offset) throws Refused {
        in.expect("lower", 0);
        var func = Scope.next(scope.funcs, "function", in);
        return lowered(new CoreItem.Lowered(func, options(), scope.component), offset);
    }

    static CoreItem lowered(CoreItem.Lowered item, int offset) throws Refused {
        var type = item.func().type();
        boolean isReading = type.isParamsInMemory() || type.isParamsPointing();
        boolean isMemory = isReading || type.isResultInMemory() || type.isResultPointing();
        need(isMemory, type.isResultPointing(), item.options(), offset);
        return item;
    }

    private static void need(boolean memory, boolean realloc, Options options, int offset)
            throws Refused {
        if (memory && options.memory() == null) {
            throw Refused.invalid("canonical option memory is missing", offset);
        }
        if (realloc && options.realloc() == null) {
            throw Refused.invalid("canonical option realloc is missing", offset);
        }
        if (options.realloc() != null) {
            expect("realloc", REALLOC, options.realloc(), offset);
        }
    }

    private static void expect(String what, String words, CoreItem item, int offset)
            throws Refused {
        if (!item.words().equals(words)) {
            throw Refused.invalid(what + " of type " + item.words() + ", not " + words, offset);
        }
    }

    private CoreItem deed(Deed deed) throws Refused {
        int offset = in.offset();
        var resource = scope.nextType(Resource.class, "resource", in);
        if (deed != Deed.DROP && resource.owner != scope.component) {
            throw Refused.invalid("a resource of somebody else", offset);
        }
        return new CoreItem.OfResource(resource, deed, scope.component);
    }

    private Options options() throws Refused {
        var options = Options.NONE;
        for (int left = in.count("canonical options"); left > 0; left--) {
            options = option(options);
        }
        return options;
    }

    private Options option(Options options) throws Refused {
        int offset = in.offset();
        int form = in.u8();
        return switch (form) {
            case 0 -> options.withEncoding(Encoding.UTF8);
            case 1 -> options.withEncoding(Encoding.UTF16);
            case 2 -> options.withEncoding(Encoding.LATIN1_UTF16);
            case 3 -> options.withMemory(Scope.next(scope.cores(Extern.MEMORY), "core memory", in));
            case 4 -> options.withRealloc(scope.nextFunction(in));
            case 5 -> options.withPostReturn(scope.nextFunction(in));
            default ->
                    throw Refused.unsupported(
                            "async (canonical option 0x" + Integer.toHexString(form) + ")", offset);
        };
    }
}
