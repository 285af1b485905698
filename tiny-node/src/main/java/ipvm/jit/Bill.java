package ipvm.jit;

import org.jspecify.annotations.Nullable;
import run.endive.runtime.ExecutionListener;
import run.endive.runtime.Instance;
import run.endive.runtime.MStack;
import run.endive.wasm.types.Instruction;

/// Counts what Endive's interpreter executes, by the same schedule and with the same NaNs as
/// compiled code: it is asked before every instruction.
final class Bill implements ExecutionListener {

    private static final int PREFIX_SHIFT = 8;
    private static final int FLOAT_OF_UNSIGNED_LONG = 0xb5;
    private static final float TWO_TO_THE_64 = 0x1p64f;

    private final Meter meter;
    private final Leftovers leftovers;
    private @Nullable Instance instance;
    private @Nullable Passive passive;

    /// The type of the float that the last instruction made.
    private @Nullable Val fresh;

    Bill(Meter meter, Leftovers leftovers) {
        this.meter = meter;
        this.leftovers = leftovers;
    }

    /// The instance is made after its listener.
    void belongsTo(Instance owner, Passive segments) {
        instance = owner;
        passive = segments;
    }

    @Override
    public void onExecution(Instruction instruction, MStack stack) {
        canonical(stack);
        int code = instruction.opcode().opcode();
        if (code >> PREFIX_SHIFT == Code.PREFIX) {
            prefixed(code & 0xff, instruction, stack);
        } else {
            meter.spend(Code.cost(code));
            if (code >= Code.BR && code <= Code.BR_TABLE) {
                leftovers.clear(code, instruction, stack);
            }
            note(Op.of(code));
            if (code == FLOAT_OF_UNSIGNED_LONG) {
                round(stack);
            }
        }
    }

    /// Endive rounds what is over 2^63 up instead of to the nearest; a float it leaves alone.
    private static void round(MStack stack) {
        int top = stack.size() - 1;
        if (stack.array()[top] < 0) {
            float nearest = Ops.floatU(stack.array()[top]);
            stack.array()[top] = nearest == TWO_TO_THE_64 ? -1 : (long) (nearest / 2) << 1;
        }
    }

    private void note(@Nullable Op op) {
        fresh = op != null && op.isFresh() ? op.result() : null;
    }

    private void canonical(MStack stack) {
        if (fresh != null) {
            int top = stack.size() - 1;
            long bits = stack.array()[top];
            stack.array()[top] =
                    fresh == Val.F32
                            ? Float.floatToIntBits(Float.intBitsToFloat((int) bits))
                            : Double.doubleToLongBits(Double.longBitsToDouble(bits));
            fresh = null;
        }
    }

    private void prefixed(int code, Instruction instruction, MStack stack) {
        meter.spend(1);
        if (code < Code.MEMORY_INIT) {
            note(Op.of(Op.PREFIXED + code));
        } else if (instance != null && passive != null) {
            bulk(code, instruction, stack, instance, passive);
        }
    }

    /// Memories pay by themselves; tables do not, and segments are ours.
    private void bulk(
            int code, Instruction instruction, MStack stack, Instance owner, Passive segments) {
        int first = instruction.operandCount() > 0 ? (int) instruction.operand(0) : 0;
        switch (code) {
            case Code.MEMORY_INIT -> ((FlatMemory) owner.memory()).passive = segments.data(first);
            case Code.DATA_DROP -> segments.dropData(first);
            case Code.ELEM_DROP -> segments.dropElements(first);
            case Code.TABLE_GROW -> {
                int more = top(stack, 0);
                boolean grows = ((FlatTable) owner.table(first)).grows(more);
                meter.spend(grows ? Integer.toUnsignedLong(more) : 0);
            }
            case Code.TABLE_FILL -> {
                ((FlatTable) owner.table(first)).check(top(stack, 2), top(stack, 0));
                meter.spend(Integer.toUnsignedLong(top(stack, 0)));
            }
            case Code.TABLE_COPY -> {
                ((FlatTable) owner.table((int) instruction.operand(1)))
                        .check(top(stack, 1), top(stack, 0));
                ((FlatTable) owner.table(first)).check(top(stack, 2), top(stack, 0));
                meter.spend(Integer.toUnsignedLong(top(stack, 0)));
            }
            case Code.TABLE_INIT -> initialise(instruction, stack, owner, segments);
            default -> {}
        }
    }

    private void initialise(
            Instruction instruction, MStack stack, Instance owner, Passive segments) {
        int count = top(stack, 0);
        int segment = (int) instruction.operand(0);
        int table = (int) instruction.operand(1);
        if (!Context.fits(top(stack, 1), count, segments.elements(segment).length)) {
            throw new Trap(Reason.TABLE);
        }
        ((FlatTable) owner.table(table)).check(top(stack, 2), count);
        meter.spend(Integer.toUnsignedLong(count));
    }

    private static int top(MStack stack, int below) {
        return (int) stack.array()[stack.size() - 1 - below];
    }
}
