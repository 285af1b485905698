package ipvm.jit;

import java.util.ArrayList;
import java.util.List;
import org.objectweb.asm.Opcodes;

/// Which JVM slot holds what in a compiled function: parameters, fuel, depth, context, locals,
/// memory; behind them comes what loops put aside.
final class Frame {

    final int depth;
    final int context;
    final int fuel;
    final int memory;
    final int end;

    private final Locals locals;
    private final int[] slots;
    private final List<Object> atStart = new ArrayList<>();
    private final List<Object> always = new ArrayList<>();

    Frame(Locals locals, int params, Shape shape) {
        this.locals = locals;
        this.slots = new int[locals.size()];
        int next = place(0, params, 0);
        this.fuel = next;
        if (!shape.isLeaf()) {
            always.add(Opcodes.INTEGER);
            next++;
        }
        this.depth = next;
        this.context = next + 1;
        always.add(Opcodes.INTEGER);
        always.add(Context.NAME);
        atStart.addAll(always);
        next = place(params, locals.size(), next + 2);
        this.memory = next;
        if (shape.memory()) {
            always.add("[B");
            next++;
        }
        this.end = next;
    }

    private int place(int from, int to, int slot) {
        int next = slot;
        for (int i = from; i < to; i++) {
            slots[i] = next;
            next += locals.type(i).slots;
            always.add(locals.type(i).frame);
        }
        return next;
    }

    int slot(int local) {
        return slots[local];
    }

    Val type(int local) {
        return locals.type(local);
    }

    int locals() {
        return slots.length;
    }

    void declare(Jvm jvm) {
        jvm.reserve(end);
        jvm.locals(atStart, always);
    }
}
