package ipvm.jit;

import static org.objectweb.asm.Opcodes.*;

import java.util.List;
import java.util.Objects;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;

/// Writes one function as a JVM method, operator after operator.
final class Emit {

    /// What calls, conversions and payments use of the JVM's stack above the operands.
    private static final int STACK_SPARE = 16;

    private final Draft draft;
    private final Jvm jvm;
    private final Tab tab;
    private final Frame frame;
    private final Operands operands;
    private final Flow flow;
    private final Calls calls;

    /// Whether the operand on top is a constant other than zero.
    private boolean isAfterConstant;

    private Emit(Draft draft) {
        this.draft = draft;
        this.jvm = draft.jvm;
        this.tab = draft.tab;
        this.frame = draft.frame;
        this.operands = draft.operands;
        this.flow = new Flow(draft);
        this.calls = new Calls(draft);
    }

    static void function(Module module, int function, boolean isDoubled, MethodVisitor to) {
        try {
            new Emit(new Draft(module, function, isDoubled, to)).write();
        } catch (Refused e) {
            throw new IllegalStateException("validated code cannot be read again", e);
        }
    }

    private void write() throws Refused {
        frame.declare(jvm);
        prepareLocals();
        var start = jvm.mark();
        enter();
        flow.open(Code.BLOCK, new Signature(List.of(), draft.signature.results()));
        while (flow.isOpen()) {
            int code = draft.in.u8();
            if (flow.isDead()) {
                flow.skip(code);
            } else {
                tab.add(Code.cost(code));
                operator(code);
            }
        }
        tab.finish();
        if (!draft.shape.isLeaf()) {
            handler(start);
        }
        jvm.end(operands.slotsHighest() + STACK_SPARE);
    }

    private void prepareLocals() {
        for (int i = draft.signature.params().size(); i < frame.locals(); i++) {
            jvm.zero(frame.type(i));
            jvm.store(frame.type(i), frame.slot(i));
        }
        if (draft.shape.memory()) {
            calls.reloadMemory();
        }
    }

    /// The entry costs one unit, then the depth is checked, then the fuel.
    private void enter() {
        tab.add(1);
        tab.site();
        var fits = new Label();
        jvm.load(Val.I32, frame.depth);
        jvm.push(draft.shape.weight());
        jvm.op(ISUB);
        if (!draft.shape.isLeaf()) {
            jvm.op(DUP);
            jvm.store(Val.I32, frame.depth);
        }
        jvm.jump(IFGE, fits);
        jvm.invoke(Ops.NAME, "exhausted", "()Lipvm/jit/Trap;");
        jvm.op(ATHROW);
        draft.bind(fits);
        if (draft.shape.calls()) {
            tab.check(List.of(), List.of());
        }
    }

    /// A trap leaves through here: what the trapping site owed is settled once, in one place.
    private void handler(Label start) {
        var handler = new Label();
        jvm.guard(start, jvm.mark(), handler);
        jvm.bindHandler(handler);
        draft.context();
        jvm.op(SWAP);
        tab.load();
        jvm.invokeContext("settle", "(Ljava/lang/RuntimeException;I)Lipvm/jit/Settled;");
        jvm.op(ATHROW);
    }

    private void operator(int code) throws Refused {
        if (!takesCondition(code)) {
            flow.materialise();
        }
        var op = Op.of(code);
        if (op != null) {
            plain(op);
            isAfterConstant = false;
        } else if (code < Code.DROP) {
            isAfterConstant = false;
            control(code);
        } else {
            other(code);
        }
    }

    private static boolean takesCondition(int code) {
        return switch (code) {
            case Code.IF, Code.BR_IF, Code.SELECT, Code.SELECT_T, Code.I32_EQZ -> true;
            default -> false;
        };
    }

    private void plain(Op op) throws Refused {
        if (op.way() instanceof Op.Way.Memory memory) {
            memory(op, memory);
            return;
        }
        if (op.name().equals("i32.eqz") && flow.negates()) {
            return;
        }
        boolean isFresh = op.isFresh() || (op.isAbs() && operands.isTopFresh());
        if (takesBits(op)) {
            draft.clean(op.params().size());
        }
        operands.drop(op.params().size());
        switch (op.way()) {
            case Op.Way.Code code -> {
                jvm.ops(code.opcodes());
                push(op, isFresh);
            }
            case Op.Way.Call call -> {
                tab.site();
                jvm.invoke(Ops.NAME, method(call), descriptor(op));
                push(op, isFresh);
            }
            case Op.Way.Test test -> flow.test(op, test);
            case Op.Way.Memory memory -> throw new IllegalStateException(memory.method());
        }
    }

    /// Unsigned division by a constant has a way of its own.
    private String method(Op.Way.Call call) {
        boolean isUnsigned = call.method().equals("divU") || call.method().equals("remU");
        return isUnsigned && isAfterConstant ? call.method() + "Constant" : call.method();
    }

    private void push(Op op, boolean isFresh) {
        if (op.result() != null) {
            operands.push(op.result(), isFresh);
        }
    }

    /// Whether the operator shows bits of a NaN that others must find the same everywhere.
    private static boolean takesBits(Op op) {
        return op.name().endsWith(".neg")
                || op.name().endsWith(".copysign")
                || op.name().contains("reinterpret");
    }

    private static String descriptor(Op op) {
        var text = new StringBuilder("(");
        op.params().forEach(param -> text.append(param.descriptor));
        return text.append(')')
                .append(op.result() == null ? "V" : op.result().descriptor)
                .toString();
    }

    private void memory(Op op, Op.Way.Memory way) throws Refused {
        draft.in.u32();
        int offset = draft.in.u32();
        if (op.result() == null) {
            draft.clean(1);
        }
        tab.site();
        if (offset != 0) {
            jvm.push(offset < 0 ? Integer.MIN_VALUE : offset);
        }
        jvm.loadReference(frame.memory);
        var plain = descriptor(op);
        int close = plain.indexOf(')');
        jvm.invoke(
                Mem.NAME,
                way.method(),
                plain.substring(0, close)
                        + (offset == 0 ? "" : "I")
                        + "[B"
                        + plain.substring(close));
        operands.drop(op.params().size());
        push(op, false);
    }

    private void control(int code) throws Refused {
        switch (code) {
            case Code.UNREACHABLE -> flow.unreachable();
            case Code.NOP -> {}
            case Code.BLOCK -> flow.open(code, blockType());
            case Code.LOOP -> flow.openLoop(blockType());
            case Code.IF -> flow.openIf(blockType());
            case Code.ELSE -> flow.orElse();
            case Code.END -> flow.end();
            case Code.BR -> flow.branch(draft.in.u32());
            case Code.BR_IF -> flow.branchIf(draft.in.u32());
            case Code.BR_TABLE -> flow.branchTable(targets());
            case Code.RETURN -> flow.giveBack();
            case Code.CALL -> calls.direct(draft.in.u32());
            case Code.CALL_INDIRECT -> calls.indirect(draft.in.u32(), draft.in.u32());
            default -> throw new IllegalStateException(Op.name(code));
        }
    }

    private Signature blockType() throws Refused {
        return Code.blockType(draft.in, draft.module, draft.in.position());
    }

    private int[] targets() throws Refused {
        var targets = new int[draft.in.u32() + 1];
        for (int i = 0; i < targets.length; i++) {
            targets[i] = draft.in.u32();
        }
        return targets;
    }

    private void other(int code) throws Refused {
        isAfterConstant = false;
        switch (code) {
            case Code.DROP -> jvm.op(operands.pop().slots == 2 ? POP2 : POP);
            case Code.SELECT -> flow.select();
            case Code.SELECT_T -> {
                Immediates.skip(code, draft.in);
                flow.select();
            }
            case Code.LOCAL_GET -> {
                int local = draft.in.u32();
                jvm.load(frame.type(local), frame.slot(local));
                operands.push(frame.type(local), draft.shape.freshLocals().get(local));
            }
            case Code.LOCAL_SET -> {
                int local = draft.in.u32();
                cleanFor(local);
                jvm.store(operands.pop(), frame.slot(local));
            }
            case Code.LOCAL_TEE -> {
                int local = draft.in.u32();
                var type = frame.type(local);
                cleanFor(local);
                jvm.op(type.slots == 2 ? DUP2 : DUP);
                jvm.store(type, frame.slot(local));
            }
            case Code.GLOBAL_GET -> calls.globalGet(draft.in.u32());
            case Code.GLOBAL_SET -> calls.globalSet(draft.in.u32());
            case Code.PREFIX -> prefixed(draft.in.u32());
            default -> constant(code);
        }
    }

    /// A local that is not fresh keeps the bits it is given.
    private void cleanFor(int local) {
        if (!draft.shape.freshLocals().get(local)) {
            draft.clean(1);
        }
    }

    private void constant(int code) throws Refused {
        switch (code) {
            case Code.I32_CONST -> {
                int value = draft.in.s32();
                jvm.push(value);
                operands.push(Val.I32);
                isAfterConstant = value != 0;
            }
            case Code.I64_CONST -> {
                long value = draft.in.s64();
                jvm.push(value);
                operands.push(Val.I64);
                isAfterConstant = value != 0;
            }
            case Code.F32_CONST -> {
                jvm.push(draft.in.i32Bits());
                jvm.invoke(Ops.NAME, "real", "(I)F");
                operands.push(Val.F32);
            }
            case Code.F64_CONST -> {
                jvm.push(draft.in.i64Bits());
                jvm.invoke(Ops.NAME, "real", "(J)D");
                operands.push(Val.F64);
            }
            case Code.REF_NULL -> {
                var type = Val.reference(draft.in);
                jvm.op(ACONST_NULL);
                operands.push(type);
            }
            case Code.REF_IS_NULL -> {
                operands.pop();
                jvm.invoke(Ops.NAME, "isNull", "(Ljava/lang/Object;)I");
                operands.push(Val.I32);
            }
            default -> calls.table(code);
        }
    }

    private void prefixed(int code) throws Refused {
        tab.add(1);
        if (code < 8) {
            plain(Objects.requireNonNull(Op.of(Op.PREFIXED + code)));
        } else {
            calls.bulk(code);
        }
    }
}
