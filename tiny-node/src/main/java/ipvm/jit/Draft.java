package ipvm.jit;

import static org.objectweb.asm.Opcodes.*;

import java.util.ArrayList;
import java.util.List;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;

/// A function half written: its bytes, its operands, and where each of them is.
///
/// Operands live on the JVM's stack. Only what lies below a loop is put aside into locals: HotSpot
/// replaces a running loop by compiled code only where the stack is empty.
final class Draft {

    final Module module;
    final int function;
    final Signature signature;
    final Shape shape;
    final Wire in;
    final Frame frame;
    final Jvm jvm;
    final Tab tab;

    /// Whether loops that walk through memory may be there twice; it needs room.
    final boolean isDoubled;

    final Operands operands = new Operands();

    /// The JVM slots of the lowest operands, as far as they lie in locals.
    private final List<Integer> aside = new ArrayList<>();

    private int free;

    Draft(Module module, int function, boolean isDoubled, MethodVisitor to) throws Refused {
        this.isDoubled = isDoubled && Tab.IS_ON;
        this.module = module;
        this.function = function;
        this.signature = module.signature(function);
        this.shape = module.shape(function);
        this.in = module.code(module.body(function));
        var locals = Locals.read(in, signature, Limits.UNLIMITED);
        this.frame = new Frame(locals, signature.params().size(), shape);
        this.jvm = new Jvm(to);
        this.tab = new Tab(jvm, frame.fuel, frame.context);
        this.free = frame.end;
    }

    int aside() {
        return aside.size();
    }

    List<Val> asideTypes() {
        return types(0, aside.size());
    }

    /// The types of the operands on the JVM's stack.
    List<Val> stackTypes() {
        return types(aside.size(), operands.size());
    }

    private List<Val> types(int from, int to) {
        if (from >= to) {
            return List.of();
        }
        var types = new ArrayList<Val>(to - from);
        for (int i = from; i < to; i++) {
            types.add(operands.type(i));
        }
        return types;
    }

    void bind(Label label) {
        jvm.bind(label, asideTypes(), stackTypes());
    }

    void context() {
        jvm.loadReference(frame.context);
    }

    /// Puts everything below the top `kept` operands aside.
    void putAside(int kept) {
        int height = operands.size() - kept;
        int already = aside.size();
        if (already >= height) {
            return;
        }
        int top = store(kept);
        for (int i = already; i < height; i++) {
            aside.add(free);
            free += operands.type(i).slots;
        }
        for (int i = height - 1; i >= already; i--) {
            jvm.store(operands.type(i), aside.get(i));
        }
        load(top, kept);
    }

    /// Takes operands back from where they were put aside, down to `count` of them left there.
    void takeBack(int count, int kept) {
        if (aside.size() > count) {
            var top = store(kept);
            for (int i = count; i < aside.size(); i++) {
                jvm.load(operands.type(i), aside.get(i));
            }
            free = aside.get(count);
            while (aside.size() > count) {
                aside.removeLast();
            }
            load(top, kept);
        }
    }

    /// Moves the top `count` operands of the JVM's stack into free slots; gives the first slot.
    int store(int count) {
        int slot = free + 2 * operands.size();
        int next = slot;
        for (int i = operands.size() - 1; i >= operands.size() - count; i--) {
            jvm.store(operands.type(i), next);
            next += 2;
        }
        return slot;
    }

    /// The opposite of [#store].
    void load(int slot, int count) {
        for (int i = operands.size() - count; i < operands.size(); i++) {
            jvm.load(operands.type(i), slot + 2 * (operands.size() - 1 - i));
        }
    }

    /// Arranges the stack as a label wants it: its results on what lay below the block. What this
    /// method knows of the operands stays as it is, for the code after a branch not taken.
    void arrange(Scope target) {
        int arity = target.arity();
        int base = operands.size() - arity;
        if (isArranged(target, base)) {
            return;
        }
        int top = store(arity);
        for (int i = base - 1; i >= Math.max(target.height, aside.size()); i--) {
            jvm.op(operands.type(i).slots == 2 ? POP2 : POP);
        }
        for (int i = target.aside; i < Math.min(aside.size(), target.height); i++) {
            jvm.load(operands.type(i), aside.get(i));
        }
        load(top, arity);
    }

    boolean isArranged(Scope target, int base) {
        return base == target.height && aside.size() == target.aside;
    }

    /// Forgets what was put aside beyond `count`: the code that follows starts anew there.
    void restoreAside(int count) {
        if (aside.size() > count) {
            free = aside.get(count);
            while (aside.size() > count) {
                aside.removeLast();
            }
        }
    }

    /// Makes canonical what may be a fresh NaN among the top `count` operands, before others see
    /// it.
    void clean(int count) {
        int from = operands.size() - count;
        int deepest = operands.size();
        for (int i = operands.size() - 1; i >= from; i--) {
            deepest = operands.isFresh(i) ? i : deepest;
        }
        int moved = operands.size() - 1 - deepest;
        if (moved < 0) {
            return;
        }
        int slot = store(moved);
        canonical(deepest);
        for (int i = deepest + 1; i < operands.size(); i++) {
            jvm.load(operands.type(i), slot + 2 * (operands.size() - 1 - i));
            canonical(i);
        }
    }

    private void canonical(int index) {
        if (operands.isFresh(index)) {
            var type = operands.type(index).descriptor;
            jvm.invoke(Ops.NAME, "canonical", "(" + type + ")" + type);
            operands.markClean(index);
        }
    }

    /// Leaves the function with the results on top.
    void writeReturn() {
        var results = signature.results();
        clean(results.size());
        for (int i = results.size() - 1; i > 0; i--) {
            Passing.put(jvm, results.get(i), frame.context, i);
        }
        if (!shape.isLeaf()) {
            int owed = tab.owed();
            tab.settle();
            tab.owe(owed);
        }
        jvm.op(results.isEmpty() ? RETURN : results.getFirst().opcode(IRETURN));
    }
}
