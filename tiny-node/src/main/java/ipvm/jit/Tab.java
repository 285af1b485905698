package ipvm.jit;

import static org.objectweb.asm.Opcodes.*;

import java.util.ArrayList;
import java.util.List;
import org.objectweb.asm.Label;

/// The fuel of a function while it is compiled. Amounts add up here, at compile time, and code to
/// pay them is written only where ways part or meet with different sums.
///
/// A function with loops keeps its fuel in a JVM local, one without works on the context's, and a
/// leaf leaves the bill to its callers.
final class Tab {

    /// For benchmarks alone: what the counting costs is measured against code without it.
    private static final boolean IS_ON = !"off".equals(System.getProperty("ipvm.jit.fuel"));

    /// A line number has 16 bits.
    private static final int OWED_MAX = 60_000;

    private final Jvm jvm;
    private final boolean isLocal;
    private final int fuelSlot;
    private final int contextSlot;
    private final List<Empty> empties = new ArrayList<>();
    private int owed;
    private int line;

    Tab(Jvm jvm, Shape shape, int fuelSlot, int contextSlot) {
        this.jvm = jvm;
        this.isLocal = shape.hasLoop();
        this.fuelSlot = fuelSlot;
        this.contextSlot = contextSlot;
    }

    int owed() {
        return owed;
    }

    void owe(int amount) {
        owed = amount;
    }

    void add(int amount) {
        owed += amount;
        if (owed > OWED_MAX) {
            payAll();
        }
    }

    /// Notes what is owed here, for a trap that may start at the next instruction.
    void site() {
        if (line != owed + 1) {
            line = owed + 1;
            jvm.line(line);
        }
    }

    void payAll() {
        pay(owed);
        owed = 0;
    }

    /// Charges a difference that may be negative, in which case it is given back.
    void pay(int amount) {
        if (amount == 0 || !IS_ON) {
            return;
        }
        if (isLocal) {
            jvm.load(Val.I32, fuelSlot);
            jvm.push(amount);
            jvm.op(ISUB);
            jvm.store(Val.I32, fuelSlot);
        } else {
            jvm.loadReference(contextSlot);
            jvm.op(DUP);
            jvm.getField(Context.NAME, "fuel", "I");
            jvm.push(amount);
            jvm.op(ISUB);
            jvm.putField(Context.NAME, "fuel", "I");
        }
    }

    /// Pays everything and leaves the fuel where others look for it.
    void settle() {
        payAll();
        if (isLocal && IS_ON) {
            jvm.loadReference(contextSlot);
            jvm.load(Val.I32, fuelSlot);
            jvm.putField(Context.NAME, "fuel", "I");
        }
    }

    /// Takes the fuel up again that others left in the context.
    void resume() {
        if (isLocal) {
            jvm.loadReference(contextSlot);
            jvm.getField(Context.NAME, "fuel", "I");
            jvm.store(Val.I32, fuelSlot);
        }
    }

    /// At the header of a loop: when the slice at hand is overdrawn, more is fetched far from here,
    /// and the header reached again from there. So the JVM sees a loop with a rare second way back
    /// to its start, makes an outer loop of that one, and is free to optimise the inner one.
    void check(Label header, List<Val> aside, List<Val> stack) {
        if (IS_ON) {
            var empty = new Empty(new Label(), header, aside, stack);
            load();
            jvm.jump(IFLT, empty.label);
            empties.add(empty);
        }
    }

    /// Where an overdrawn slice is replaced, out of the way of the code that has enough.
    private record Empty(Label label, Label back, List<Val> aside, List<Val> stack) {}

    /// Writes the places where more is fetched; nothing falls into them.
    void finish() {
        for (var empty : empties) {
            jvm.bind(empty.label, empty.aside, empty.stack);
            jvm.loadReference(contextSlot);
            load();
            jvm.invokeContext("refill", "(I)I");
            jvm.op(POP);
            resume();
            jvm.jump(GOTO, empty.back);
        }
    }

    /// Puts the fuel that is left on the stack.
    void load() {
        if (isLocal) {
            jvm.load(Val.I32, fuelSlot);
        } else {
            jvm.loadReference(contextSlot);
            jvm.getField(Context.NAME, "fuel", "I");
        }
    }
}
