package ipvm.jit;

import static org.objectweb.asm.Opcodes.*;

import java.util.ArrayList;
import java.util.List;
import org.objectweb.asm.Label;

/// The fuel of a function while it is compiled. Amounts add up here, at compile time, and code to
/// pay them is written only where ways part or meet with different sums.
///
/// Fuel lives in a JVM local: a function gets it as a parameter and gives the rest back through the
/// context. A leaf knows none of it and leaves the bill to its callers.
final class Tab {

    /// For benchmarks alone: what the counting costs is measured against code without it.
    static final boolean IS_ON = !"off".equals(System.getProperty("ipvm.jit.fuel"));

    /// A line number has 16 bits.
    private static final int OWED_MAX = 60_000;

    private final Jvm jvm;
    private final int fuelSlot;
    private final int contextSlot;
    private final List<Empty> empties = new ArrayList<>();
    private int owed;
    private int line;

    Tab(Jvm jvm, int fuelSlot, int contextSlot) {
        this.jvm = jvm;
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
        if (amount != 0 && IS_ON) {
            jvm.decrease(fuelSlot, amount);
        }
    }

    /// Pays everything and leaves the fuel where others look for it.
    void settle() {
        payAll();
        if (IS_ON) {
            jvm.loadReference(contextSlot);
            load();
            jvm.putField(Context.NAME, "fuel", "I");
        }
    }

    /// Takes the fuel up again that others left in the context.
    void resume() {
        jvm.loadReference(contextSlot);
        jvm.getField(Context.NAME, "fuel", "I");
        jvm.store(Val.I32, fuelSlot);
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

    /// The same on a straight way: having fetched more it goes on from here.
    void check(List<Val> aside, List<Val> stack) {
        if (IS_ON) {
            var past = new Label();
            check(past, aside, stack);
            jvm.bind(past, aside, stack);
        }
    }

    /// Before a loop that walks through memory: fetches fuel for all of it and goes elsewhere when
    /// there is not so much.
    void stock(Rounds.Walk walk, int memorySlot, Label poor) {
        load();
        bounds(walk, memorySlot);
        jvm.loadReference(contextSlot);
        jvm.invoke(Context.NAME, "stock", "(I[BIIL" + Context.NAME + ";)I");
        jvm.store(Val.I32, fuelSlot);
        load();
        bounds(walk, memorySlot);
        jvm.invoke(Tests.NAME, "suffices", "(I[BII)Z");
        jvm.jump(IFEQ, poor);
    }

    private void bounds(Rounds.Walk walk, int memorySlot) {
        jvm.loadReference(memorySlot);
        jvm.push(walk.perByte());
        jvm.push(walk.besides());
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
        jvm.load(Val.I32, fuelSlot);
    }
}
