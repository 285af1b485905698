package ipvm.jit;

import static org.objectweb.asm.Opcodes.*;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;

/// A JVM method being written: constants, locals, calls, and the stack map frames between them.
final class Jvm {

    private final MethodVisitor to;
    private Object[] baseLocals = {};
    private Object[] lastLocals = {};
    private boolean isAtFrame;
    private int slotsHighest;

    Jvm(MethodVisitor to) {
        this.to = to;
        to.visitCode();
    }

    void end(int stackMax) {
        to.visitMaxs(stackMax, slotsHighest);
        to.visitEnd();
    }

    /// Declares what the locals hold at every frame from here on, and what they hold by themselves.
    void locals(List<Object> atStart, List<Object> always) {
        lastLocals = atStart.toArray();
        baseLocals = always.toArray();
    }

    void reserve(int slots) {
        slotsHighest = Math.max(slotsHighest, slots);
    }

    void op(int opcode) {
        isAtFrame = false;
        to.visitInsn(opcode);
    }

    void ops(List<Integer> opcodes) {
        opcodes.forEach(this::op);
    }

    void push(int value) {
        isAtFrame = false;
        if (value >= -1 && value <= 5) {
            to.visitInsn(ICONST_0 + value);
        } else if (value == (byte) value) {
            to.visitIntInsn(BIPUSH, value);
        } else if (value == (short) value) {
            to.visitIntInsn(SIPUSH, value);
        } else {
            to.visitLdcInsn(value);
        }
    }

    void push(long value) {
        isAtFrame = false;
        if (value == 0 || value == 1) {
            to.visitInsn(LCONST_0 + (int) value);
        } else if (value == (short) value) {
            push((int) value);
            to.visitInsn(I2L);
        } else {
            to.visitLdcInsn(value);
        }
    }

    void push(String text) {
        isAtFrame = false;
        to.visitLdcInsn(text);
    }

    void load(Val type, int slot) {
        isAtFrame = false;
        to.visitVarInsn(type.opcode(ILOAD), slot);
    }

    void store(Val type, int slot) {
        isAtFrame = false;
        reserve(slot + type.slots);
        to.visitVarInsn(type.opcode(ISTORE), slot);
    }

    void loadReference(int slot) {
        load(Val.EXTERN, slot);
    }

    void storeReference(int slot) {
        store(Val.EXTERN, slot);
    }

    /// Takes a constant from an int in a local.
    void decrease(int slot, int amount) {
        if (amount >= -Short.MAX_VALUE && amount <= Short.MAX_VALUE) {
            isAtFrame = false;
            to.visitIincInsn(slot, -amount);
        } else {
            load(Val.I32, slot);
            push(amount);
            op(ISUB);
            store(Val.I32, slot);
        }
    }

    /// The value a local of the type starts with.
    void zero(Val type) {
        op(
                switch (type) {
                    case I32 -> ICONST_0;
                    case I64 -> LCONST_0;
                    case F32 -> FCONST_0;
                    case F64 -> DCONST_0;
                    case FUNC, EXTERN -> ACONST_NULL;
                });
    }

    void invoke(String owner, String name, String descriptor) {
        isAtFrame = false;
        to.visitMethodInsn(INVOKESTATIC, owner, name, descriptor, false);
    }

    void invokeContext(String name, String descriptor) {
        isAtFrame = false;
        to.visitMethodInsn(INVOKEVIRTUAL, Context.NAME, name, descriptor, false);
    }

    void getField(String owner, String name, String descriptor) {
        isAtFrame = false;
        to.visitFieldInsn(GETFIELD, owner, name, descriptor);
    }

    void putField(String owner, String name, String descriptor) {
        isAtFrame = false;
        to.visitFieldInsn(PUTFIELD, owner, name, descriptor);
    }

    /// Makes a number of the bits that a long holds.
    void number(Val type) {
        switch (type) {
            case I32 -> op(L2I);
            case F32 -> {
                op(L2I);
                invoke(Ops.NAME, "real", "(I)F");
            }
            case F64 -> invoke(Ops.NAME, "real", "(J)D");
            case I64, FUNC, EXTERN -> {}
        }
    }

    /// Makes a reference of the type of any object.
    void reference(Val type) {
        if (type == Val.FUNC) {
            isAtFrame = false;
            to.visitTypeInsn(CHECKCAST, type.frame.toString());
        }
    }

    void jump(int opcode, Label target) {
        isAtFrame = false;
        to.visitJumpInsn(opcode, target);
    }

    void tableSwitch(Label[] targets, Label otherwise) {
        isAtFrame = false;
        if (targets.length == 0) {
            to.visitInsn(POP);
            to.visitJumpInsn(GOTO, otherwise);
        } else {
            to.visitTableSwitchInsn(0, targets.length - 1, otherwise, targets);
        }
    }

    void lookupSwitch(int[] keys, Label[] targets, Label otherwise) {
        isAtFrame = false;
        to.visitLookupSwitchInsn(otherwise, keys, targets);
    }

    void line(int line) {
        var here = new Label();
        to.visitLabel(here);
        to.visitLineNumber(line, here);
    }

    /// Puts a label here that a frame already stands at, or will at once.
    void place(Label label) {
        to.visitLabel(label);
    }

    /// A place without a frame of its own: nothing jumps to it.
    Label mark() {
        var here = new Label();
        to.visitLabel(here);
        return here;
    }

    void guard(Label start, Label end, Label handler) {
        to.visitTryCatchBlock(start, end, handler, "java/lang/RuntimeException");
    }

    /// Puts a label here, with the frame that everything which jumps to it agrees on.
    void bind(Label label, List<Val> spilled, List<Val> stack) {
        to.visitLabel(label);
        if (!isAtFrame) {
            frame(with(baseLocals, spilled), with(new Object[0], stack));
        }
    }

    void bindHandler(Label label) {
        to.visitLabel(label);
        frame(baseLocals, new Object[] {"java/lang/RuntimeException"});
    }

    private void frame(Object[] locals, Object[] stack) {
        if (!Arrays.equals(locals, lastLocals) || stack.length > 1) {
            to.visitFrame(F_FULL, locals.length, locals, stack.length, stack);
        } else if (stack.length == 1) {
            to.visitFrame(F_SAME1, 0, null, 1, stack);
        } else {
            to.visitFrame(F_SAME, 0, null, 0, null);
        }
        lastLocals = locals;
        isAtFrame = true;
    }

    private static Object[] with(Object[] base, List<Val> more) {
        if (more.isEmpty()) {
            return base;
        }
        var all = new ArrayList<Object>(Arrays.asList(base));
        more.forEach(type -> all.add(type.frame));
        return all.toArray();
    }
}
