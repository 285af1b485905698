package ipvm.jit;

import static org.objectweb.asm.Opcodes.*;

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
            jvm.load(Val.I64, fuelSlot);
            jvm.push((long) amount);
            jvm.op(LSUB);
            jvm.store(Val.I64, fuelSlot);
        } else {
            jvm.loadReference(contextSlot);
            jvm.op(DUP);
            jvm.getField(Context.NAME, "fuel", "J");
            jvm.push((long) amount);
            jvm.op(LSUB);
            jvm.putField(Context.NAME, "fuel", "J");
        }
    }

    /// Pays everything and leaves the fuel where others look for it.
    void settle() {
        payAll();
        if (isLocal && IS_ON) {
            jvm.loadReference(contextSlot);
            jvm.load(Val.I64, fuelSlot);
            jvm.putField(Context.NAME, "fuel", "J");
        }
    }

    /// Takes the fuel up again that others left in the context.
    void resume() {
        if (isLocal) {
            jvm.loadReference(contextSlot);
            jvm.getField(Context.NAME, "fuel", "J");
            jvm.store(Val.I64, fuelSlot);
        }
    }

    /// Asks for more when the slice at hand is overdrawn.
    void check(List<Val> spilled, List<Val> stack) {
        if (!IS_ON) {
            return;
        }
        var enough = new Label();
        load();
        jvm.ops(List.of(LCONST_0, LCMP));
        jvm.jump(IFGE, enough);
        jvm.loadReference(contextSlot);
        load();
        jvm.invokeContext("refill", "(J)J");
        if (isLocal) {
            jvm.store(Val.I64, fuelSlot);
        } else {
            jvm.op(POP2);
        }
        jvm.bind(enough, spilled, stack);
    }

    /// Puts the fuel that is left on the stack.
    void load() {
        if (isLocal) {
            jvm.load(Val.I64, fuelSlot);
        } else {
            jvm.loadReference(contextSlot);
            jvm.getField(Context.NAME, "fuel", "J");
        }
    }
}
