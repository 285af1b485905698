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

    /// Code for rare cases, out of the way of the other.
    private final List<Runnable> later = new ArrayList<>();

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
            var empty = new Label();
            load();
            jvm.jump(IFLT, empty);
            later.add(() -> {
                jvm.bind(empty, aside, stack);
                jvm.loadReference(contextSlot);
                load();
                jvm.invokeContext("refill", "(I)I");
                jvm.store(Val.I32, fuelSlot);
                jvm.jump(GOTO, header);
            });
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

    /// Before a loop that walks through memory: goes elsewhere when there is not fuel for all of
    /// it, after asking for so much once.
    void stock(Rounds.Walk walk, Label poor, Draft draft) {
        var aside = draft.asideTypes();
        var stack = draft.stackTypes();
        int memorySlot = draft.frame.memory;
        var rich = new Label();
        suffices(walk, memorySlot);
        jvm.jump(IFNE, rich);
        load();
        bounds(walk, memorySlot);
        jvm.loadReference(contextSlot);
        jvm.invoke(Context.NAME, "stock", "(I[BIIL" + Context.NAME + ";)I");
        jvm.store(Val.I32, fuelSlot);
        suffices(walk, memorySlot);
        jvm.jump(IFEQ, poor);
        jvm.bind(rich, aside, stack);
    }

    private void suffices(Rounds.Walk walk, int memorySlot) {
        load();
        bounds(walk, memorySlot);
        jvm.invoke(Tests.NAME, "suffices", "(I[BII)Z");
    }

    private void bounds(Rounds.Walk walk, int memorySlot) {
        jvm.loadReference(memorySlot);
        jvm.push(walk.perByte());
        jvm.push(walk.besides());
    }

    /// Writes what was put off; nothing falls into it.
    void finish() {
        later.forEach(Runnable::run);
    }

    /// Puts the fuel that is left on the stack.
    void load() {
        jvm.load(Val.I32, fuelSlot);
    }
}
