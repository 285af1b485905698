package ipvm.jit;

import static org.objectweb.asm.Opcodes.*;

/// What leaves the function for a moment: calls, and operators on tables, globals and whole
/// stretches of memory.
final class Calls {

    private final Draft draft;
    private final Jvm jvm;
    private final Tab tab;
    private final Operands operands;

    Calls(Draft draft) {
        this.draft = draft;
        this.jvm = draft.jvm;
        this.tab = draft.tab;
        this.operands = draft.operands;
    }

    void reloadMemory() {
        draft.context();
        jvm.invokeContext("bytes", "()[B");
        jvm.storeReference(draft.frame.memory);
    }

    /// Fuel and memory are in locals of ours; others have used and changed them meanwhile.
    private void resume() {
        tab.resume();
        if (draft.shape.memory() && draft.module.grows) {
            reloadMemory();
        }
    }

    void direct(int function) {
        var type = draft.module.signature(function);
        draft.clean(type.params().size());
        boolean isLeaf = draft.module.isLeaf(function);
        if (isLeaf) {
            tab.site();
            tab.add(draft.module.shape(function).leafCost());
        } else {
            tab.payAll();
            tab.load();
        }
        hand();
        jvm.invoke(
                Names.owner(draft.module, function),
                Names.method(draft.module, function),
                Names.descriptor(draft.module, function));
        results(type);
        if (!isLeaf) {
            resume();
        }
    }

    void indirect(int typeIndex, int table) {
        var type = draft.module.types.get(typeIndex);
        operands.pop();
        clean(type);
        tab.payAll();
        tab.site();
        jvm.push(table);
        tab.load();
        hand();
        jvm.invoke(Names.INDIRECT, Names.indirect(typeIndex), type.descriptor("III"));
        results(type);
        resume();
    }

    /// The arguments lie below the index, which has its place on the JVM's stack but is no operand.
    private void clean(Signature type) {
        int params = type.params().size();
        boolean isFresh = false;
        for (int i = operands.size() - params; i < operands.size(); i++) {
            isFresh |= operands.isFresh(i);
        }
        if (isFresh) {
            operands.push(Val.I32);
            draft.clean(params + 1);
            operands.pop();
        }
    }

    /// Depth and context are the last parameters of every function.
    private void hand() {
        jvm.load(Val.I32, draft.frame.depth);
        draft.context();
    }

    private void results(Signature type) {
        operands.drop(type.params().size());
        operands.push(type.results());
        for (int i = 1; i < type.results().size(); i++) {
            Passing.take(jvm, type.results().get(i), draft.frame.context, i);
        }
    }

    void globalGet(int index) {
        var type = draft.module.globals.get(index).type();
        cell(index);
        if (type.isReference()) {
            jvm.getField(Cell.NAME, "ref", "Ljava/lang/Object;");
            jvm.reference(type);
        } else {
            jvm.getField(Cell.NAME, "bits", "J");
            jvm.number(type);
        }
        operands.push(type);
    }

    void globalSet(int index) {
        var type = draft.module.globals.get(index).type();
        draft.clean(1);
        operands.pop();
        cell(index);
        var descriptor = (type.isReference() ? Val.EXTERN : type).descriptor;
        jvm.invoke(Cell.NAME, "set", "(" + descriptor + "L" + Cell.NAME + ";)V");
    }

    private void cell(int index) {
        draft.context();
        jvm.getField(Context.NAME, "globals", "[L" + Cell.NAME + ";");
        jvm.push(index);
        jvm.op(AALOAD);
    }

    /// Operators on one entry, and on sizes.
    void table(int code) throws Refused {
        switch (code) {
            case Code.TABLE_GET -> {
                int table = draft.in.u32();
                operands.pop();
                tab.site();
                onContext("tableGet", "(I", "Ljava/lang/Object;", table);
                var element = draft.module.tables.get(table).element();
                jvm.reference(element);
                operands.push(element);
            }
            case Code.TABLE_SET -> {
                operands.drop(2);
                tab.site();
                onContext("tableSet", "(ILjava/lang/Object;", "V", draft.in.u32());
            }
            case Code.REF_FUNC -> {
                onContext("func", "(", Val.FUNC.descriptor, draft.in.u32());
                operands.push(Val.FUNC);
            }
            case Code.MEMORY_SIZE -> {
                onContext("memorySize", "(", "I", draft.in.u8());
                operands.push(Val.I32);
            }
            case Code.MEMORY_GROW -> {
                tab.settle();
                onContext("memoryGrow", "(I", "I", draft.in.u8());
                resume();
            }
            default -> throw new IllegalStateException(Op.name(code));
        }
    }

    /// Operators that pay by size, so that their work is paid before it is done.
    void bulk(int code) throws Refused {
        if (code == Code.TABLE_SIZE) {
            onContext("tableSize", "(", "I", draft.in.u32());
            operands.push(Val.I32);
            return;
        }
        tab.settle();
        tab.site();
        switch (code) {
            case Code.MEMORY_INIT -> three("memoryInit", "(III", draft.in.u32(), draft.in.u8());
            case Code.MEMORY_COPY -> three("memoryCopy", "(III", draft.in.u8(), draft.in.u8());
            case Code.MEMORY_FILL -> three("memoryFill", "(III", draft.in.u8());
            case Code.TABLE_INIT -> three("tableInit", "(III", draft.in.u32(), draft.in.u32());
            case Code.TABLE_COPY -> three("tableCopy", "(III", draft.in.u32(), draft.in.u32());
            case Code.TABLE_FILL -> three("tableFill", "(ILjava/lang/Object;I", draft.in.u32());
            case Code.DATA_DROP -> onContext("dataDrop", "(", "V", draft.in.u32());
            case Code.ELEM_DROP -> onContext("elementDrop", "(", "V", draft.in.u32());
            case Code.TABLE_GROW -> {
                operands.drop(2);
                onContext("tableGrow", "(Ljava/lang/Object;I", "I", draft.in.u32());
                operands.push(Val.I32);
            }
            default -> throw new IllegalStateException("0xfc " + code);
        }
        resume();
    }

    private void three(String method, String params, int... immediates) {
        operands.drop(3);
        onContext(method, params, "V", immediates);
    }

    /// Calls a static method of the context with operands, immediates and the context itself.
    private void onContext(String method, String params, String result, int... immediates) {
        for (int immediate : immediates) {
            jvm.push(immediate);
        }
        draft.context();
        jvm.invoke(
                Context.NAME,
                method,
                params + "I".repeat(immediates.length) + "L" + Context.NAME + ";)" + result);
    }
}
