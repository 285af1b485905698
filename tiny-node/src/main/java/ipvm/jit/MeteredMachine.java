package ipvm.jit;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import run.endive.runtime.CallResult;
import run.endive.runtime.ImportFunction;
import run.endive.runtime.Instance;

/// Runs an Endive instance by compiled code, against a [Meter].
public final class MeteredMachine implements Metered {

    private static final Object[] NO_REFERENCES = {};

    private final Instance instance;
    private final Module module;
    private final Program program;
    private final Meter meter;
    private final Context context = new Context(this);
    private final @Nullable Func[] funcs;
    private final Passive passive;
    private final Map<Integer, Interpreter> annexes = new HashMap<>();
    private boolean isLinked;

    MeteredMachine(Instance instance, Program program, Meter meter) {
        this.instance = instance;
        this.module = program.module();
        this.program = program;
        this.meter = meter;
        this.funcs = new Func[module.functions.size()];
        this.passive = new Passive(instance, module);
    }

    /// The context with everything in it that compiled code reaches.
    Context linked() {
        link();
        return context;
    }

    Passive passive() {
        return passive;
    }

    @Override
    public Module module() {
        return module;
    }

    Meter meter() {
        return meter;
    }

    @Override
    public Func func(int id) {
        var known = funcs[id];
        if (known == null) {
            known = new Func(this, instance, id);
            funcs[id] = known;
        }
        return known;
    }

    boolean isOfType(Func func, int type) {
        return func.signature.equals(module.types.get(type));
    }

    /// Memory, tables and globals are there only after the instance was made around this machine.
    private void link() {
        if (isLinked) {
            return;
        }
        isLinked = true;
        if (!module.memories.isEmpty()) {
            context.memory = (FlatMemory) instance.memory();
        }
        context.tables = new FlatTable[module.tables.size()];
        Arrays.setAll(context.tables, i -> (FlatTable) instance.table(i));
        context.globals = new Cell[module.globals.size()];
        Arrays.setAll(context.globals, i -> Cell.of(instance.global(i)));
    }

    @Override
    public long[] call(int function, long[] args) {
        return callWithRefs(function, args, NO_REFERENCES).longs();
    }

    @Override
    public CallResult callWithRefs(int function, long[] args, Object[] references) {
        link();
        var type = module.signature(function);
        accept(type, args, references);
        run(function, meter.depth);
        return results(type);
    }

    private void accept(Signature type, long[] args, Object[] references) {
        for (int i = 0; i < type.params().size(); i++) {
            switch (type.params().get(i)) {
                case FUNC -> context.references[i] = args[i] == -1 ? null : func((int) args[i]);
                case EXTERN -> context.references[i] = references[i];
                case I32, I64, F32, F64 -> context.numbers[i] = args[i];
            }
        }
    }

    private CallResult results(Signature type) {
        int count = type.results().size();
        var numbers = new long[count];
        var references = new Object[count];
        for (int i = 0; i < count; i++) {
            switch (type.results().get(i)) {
                case FUNC -> numbers[i] = context.references[i] instanceof Func func ? func.id : -1;
                case EXTERN -> references[i] = context.references[i];
                case I32, F32 -> numbers[i] = Integer.toUnsignedLong((int) context.numbers[i]);
                case I64, F64 -> numbers[i] = context.numbers[i];
            }
        }
        return CallResult.of(numbers, references);
    }

    /// Runs compiled code until its end, and puts its end onto the bill.
    private void run(int function, int depth) {
        boolean wasAway = context.isAway;
        context.isAway = false;
        try {
            context.fuel = meter.slice(0);
            program.entry(function).call(function, depth, context);
        } catch (Settled settled) {
            throw verdict(settled);
        } catch (Trap | IndexOutOfBoundsException raw) {
            throw verdict(context.settle(raw, context.fuel));
        } finally {
            meter.giveBack(context.fuel);
            context.fuel = 0;
            context.isAway = wasAway;
        }
        if (meter.isOverdrawn()) {
            throw new Trap(Reason.FUEL);
        }
    }

    /// Used up fuel wins over a trap that came after it.
    private RuntimeException verdict(Settled settled) {
        boolean isOverdrawn = meter.isOverdrawnBy(context.fuel);
        return isOverdrawn && settled.end() instanceof Trap ? new Trap(Reason.FUEL) : settled.end();
    }

    /// Calls an import with arguments and results in the context's places.
    void imported(int index, int depth) {
        ImportFunction function = instance.imports().function(index);
        var type = module.signature(index);
        outside(
                type,
                depth,
                (args, references) -> function.handle().applyWithRefs(instance, args, references));
    }

    /// Calls a function of another instance.
    void outside(Instance other, int function, Signature type, int depth) {
        outside(
                type,
                depth,
                (args, references) -> other.getMachine().callWithRefs(function, args, references));
    }

    @FunctionalInterface
    private interface Outside {
        @Nullable CallResult call(long[] args, Object[] references);
    }

    /// Leaves compiled code for a while: the fuel lies with the meter until it is back.
    private void outside(Signature type, int depth, Outside call) {
        meter.giveBack(context.fuel);
        context.fuel = 0;
        if (meter.isOverdrawn()) {
            throw new Settled(new Trap(Reason.FUEL));
        }
        int before = meter.depth;
        meter.depth = depth;
        context.isAway = true;
        try {
            var args = results(new Signature(type.params(), type.params()));
            var results = call.call(args.longs(), references(args));
            if (results != null) {
                accept(
                        new Signature(type.results(), type.results()),
                        longs(results, type),
                        references(results));
            }
            context.isAway = false;
        } finally {
            meter.depth = before;
        }
        context.fuel = meter.slice(0);
    }

    private static Object[] references(CallResult result) {
        return Objects.requireNonNullElse(result.refs(), NO_REFERENCES);
    }

    private static long[] longs(CallResult result, Signature type) {
        return result.longs() == null ? new long[type.results().size()] : result.longs();
    }

    private Interpreter annex(int function) {
        var annex = program.annex(function, instance);
        var bill = new Bill(meter, annex.leftovers());
        var beside = annex.instance(module, instance, bill);
        bill.belongsTo(beside, passive);
        return new Interpreter(beside, module, meter, this);
    }

    /// Forgets what the interpreter holds of a run that is over.
    void forget() {
        annexes.clear();
    }

    /// Runs a function that no JVM method can hold by Endive's interpreter.
    void interpret(int index, int depth) {
        var ready = annexes.computeIfAbsent(index, this::annex);
        outside(
                module.signature(index),
                depth,
                (args, references) -> ready.callWithRefs(index, args, references));
    }
}
