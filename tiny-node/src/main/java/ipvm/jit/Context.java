package ipvm.jit;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// What compiled code of one instance holds in its hands: fuel, memory, tables and globals. It is
/// the last parameter of every compiled function and of every method here that such a one calls,
/// and it is exported because generated classes have a loader of their own.
public final class Context {

    static final String NAME = "ipvm/jit/Context";

    /// Places for arguments and results: a function has at most 120 parameters.
    private static final int PLACES = 128;

    /// Fuel for a walk during which nobody looks at the time.
    private static final long WALK_MAX = 1 << 28;

    final MeteredMachine machine;

    /// Fuel left of the slice at hand; below zero at the next check it is time for [#refill].
    public int fuel;

    /// Arguments and later results on their way, where a JVM method has no place for them.
    public final long[] numbers = new long[PLACES];

    public final @Nullable Object[] references = new Object[PLACES];
    public Cell[] globals = {};

    /// Whether others run while a frame of ours waits: what they throw is settled already.
    boolean isAway;

    @Nullable FlatMemory memory;
    FlatTable[] tables = {};

    Context(MeteredMachine machine) {
        this.machine = machine;
    }

    /// The next slice, when the one at hand is used up.
    public int refill(int rest) {
        refill((long) rest);
        return fuel;
    }

    /// Fuel for a whole walk through memory, if there is as much; else what there is.
    public static int stock(int rest, byte[] memory, int perByte, int besides, Context in) {
        long need = (long) memory.length * perByte + besides;
        var meter = in.machine.meter();
        if (need > WALK_MAX || !meter.has(need - rest)) {
            return rest;
        }
        in.fuel = 0;
        meter.giveBack(rest);
        in.fuel = meter.slice(need);
        return in.fuel;
    }

    /// The way into generated code, which its class hands over when it is loaded.
    public static void born(Entry entry) {
        ((Generated) entry.getClass().getClassLoader()).take(entry);
    }

    private void refill(long rest) {
        fuel = 0;
        machine.meter().giveBack(rest);
        fuel = machine.meter().slice(0);
    }

    private void charge(int units) {
        long rest = fuel - Integer.toUnsignedLong(units);
        if (rest < 0) {
            refill(rest);
        } else {
            fuel = (int) rest;
        }
    }

    public byte[] bytes() {
        return memory().bytes;
    }

    private FlatMemory memory() {
        if (memory == null) {
            throw new IllegalStateException("validated code without its memory");
        }
        return memory;
    }

    /// Settles what the generated frames above owe, and names the end of the run.
    public Settled settle(RuntimeException fault, int rest) {
        if (isAway) {
            isAway = false;
            return new Settled(fault);
        }
        fuel = rest - Debts.of(fault);
        return switch (fault) {
            case Trap trap -> new Settled(trap);
            case IndexOutOfBoundsException outside -> new Settled(new Trap(Reason.MEMORY));
            default -> new Settled(new IllegalStateException("a fault of the engine", fault));
        };
    }

    private static void check(boolean holds, Reason otherwise) {
        if (!holds) {
            throw new Trap(otherwise);
        }
    }

    /// Whether a stretch, counted without signs, lies within a size.
    static boolean fits(int from, int count, int size) {
        return Integer.toUnsignedLong(from) + Integer.toUnsignedLong(count) <= size;
    }

    public static void put(int value, Context in, int place) {
        in.numbers[place] = value;
    }

    public static void put(long value, Context in, int place) {
        in.numbers[place] = value;
    }

    public static void put(float value, Context in, int place) {
        in.numbers[place] = Float.floatToRawIntBits(value);
    }

    public static void put(double value, Context in, int place) {
        in.numbers[place] = Double.doubleToRawLongBits(value);
    }

    public static void put(@Nullable Object value, Context in, int place) {
        in.references[place] = value;
    }

    public static int memorySize(int index, Context in) {
        return in.memory().pages();
    }

    /// The fuel is asked first: a run that is over takes no memory any more.
    public static int memoryGrow(int more, int index, Context in) {
        in.charge(0);
        int before = in.memory().enlarge(more);
        if (before >= 0) {
            in.charge(more);
        }
        return before;
    }

    public static void memoryFill(int target, int value, int size, int index, Context in) {
        var bytes = in.bytes();
        check(fits(target, size, bytes.length), Reason.MEMORY);
        in.charge(size);
        Arrays.fill(bytes, target, target + size, (byte) value);
    }

    public static void memoryCopy(int target, int source, int size, int to, int from, Context in) {
        var bytes = in.bytes();
        boolean fits = fits(target, size, bytes.length) && fits(source, size, bytes.length);
        check(fits, Reason.MEMORY);
        in.charge(size);
        System.arraycopy(bytes, source, bytes, target, size);
    }

    public static void memoryInit(
            int target, int source, int size, int segment, int index, Context in) {
        var data = in.machine.passive().data(segment);
        var bytes = in.bytes();
        boolean fits = fits(source, size, data.length) && fits(target, size, bytes.length);
        check(fits, Reason.MEMORY);
        in.charge(size);
        System.arraycopy(data, source, bytes, target, size);
    }

    public static void dataDrop(int segment, Context in) {
        in.machine.passive().dropData(segment);
    }

    public static int tableSize(int table, Context in) {
        return in.tables[table].size();
    }

    public static @Nullable Object tableGet(int index, int table, Context in) {
        return in.tables[table].get(index);
    }

    public static void tableSet(int index, @Nullable Object value, int table, Context in) {
        in.tables[table].set(index, value);
    }

    public static int tableGrow(@Nullable Object value, int more, int table, Context in) {
        int before = in.tables[table].grow(more, value);
        if (before >= 0) {
            in.charge(more);
        }
        return before;
    }

    public static void tableFill(
            int target, @Nullable Object value, int size, int table, Context in) {
        var entries = in.tables[table].entries;
        check(fits(target, size, entries.length), Reason.TABLE);
        in.charge(size);
        Arrays.fill(entries, target, target + size, value);
    }

    public static void tableCopy(int target, int source, int size, int to, int from, Context in) {
        var sources = in.tables[from].entries;
        var targets = in.tables[to].entries;
        boolean fits = fits(source, size, sources.length) && fits(target, size, targets.length);
        check(fits, Reason.TABLE);
        in.charge(size);
        System.arraycopy(sources, source, targets, target, size);
    }

    public static void tableInit(
            int target, int source, int size, int segment, int table, Context in) {
        var elements = in.machine.passive().elements(segment);
        var entries = in.tables[table].entries;
        boolean fits = fits(source, size, elements.length) && fits(target, size, entries.length);
        check(fits, Reason.TABLE);
        in.charge(size);
        System.arraycopy(elements, source, entries, target, size);
    }

    public static void elementDrop(int segment, Context in) {
        in.machine.passive().dropElements(segment);
    }

    public static Func func(int index, Context in) {
        return in.machine.func(index);
    }

    /// The function that an indirect call means, or its trap.
    public static Func callee(int index, int table, Context in) {
        if (in.tables[table].get(index) instanceof Func func) {
            return func;
        }
        throw new Trap(Reason.ELEMENT);
    }

    /// The number of a function of this instance; -1 when it has to be called from outside.
    public static int number(Func func, int type, Context in) {
        if (!in.machine.isOfType(func, type)) {
            throw new Trap(Reason.SIGNATURE);
        }
        return func.machine.equals(in.machine) && !in.machine.module().isImport(func.id)
                ? func.id
                : -1;
    }

    /// Calls a function of another instance, with arguments and results in the context's places.
    public static void foreign(Func func, int depth, Context in) {
        in.machine.outside(func.instance, func.id, func.signature, depth);
    }

    /// Calls an import, with arguments and results in the context's places.
    public static void imported(int index, int depth, Context in) {
        in.machine.imported(index, depth);
    }

    /// Interprets a function that no JVM method can hold.
    public static void interpret(int index, int depth, Context in) {
        in.machine.interpret(index, depth);
    }
}
