package ipvm.jit;

import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import run.endive.runtime.ImportValues;
import run.endive.runtime.Instance;
import run.endive.wasm.UninstantiableException;
import run.endive.wasm.WasmModule;

/// A validated module ready to be started any number of times, by several threads at once.
///
/// Endive links and instantiates it from a hollow copy, whose bodies are one operator each: what
/// runs is compiled from the bytes that were validated.
public final class Program {

    private static final long START_COST = 2;

    private final Module module;
    private final Limits limits;
    private final WasmModule linked;

    /// The generated code; null where Endive's interpreter runs everything.
    private final @Nullable Generated code;

    /// What the interpreter has to know of its branches, where it runs everything.
    private final @Nullable Leftovers leftovers;

    private final Map<Integer, Annex> annexes = new ConcurrentHashMap<>();

    private Program(Module module, Limits limits, WasmModule linked, boolean isCompiled)
            throws Refused {
        this.module = module;
        this.limits = limits;
        this.linked = linked;
        this.code = isCompiled ? new Generated(module) : null;
        this.leftovers = isCompiled ? null : Leftovers.of(module, linked);
    }

    /// Checks a whole module; its functions are compiled when they are first called.
    public static Program compile(byte[] bytes, Limits limits) throws Refused {
        var module = Module.parse(bytes, limits);
        return new Program(module, limits, Linked.hollow(module), true);
    }

    /// The same module for Endive's interpreter: the same ends for the same fuel, only slower.
    public static Program interpret(byte[] bytes, Limits limits) throws Refused {
        return new Program(Module.parse(bytes, limits), limits, Linked.whole(bytes), false);
    }

    public Module module() {
        return module;
    }

    /// Links and instantiates it and runs its start function, all of it on the meter.
    public Instance start(ImportValues imports, Meter meter) {
        if (module.start >= 0) {
            meter.spend(START_COST);
        }
        try {
            return instantiate(imports, meter);
        } catch (UninstantiableException e) {
            throw e.getCause() instanceof Trap trap ? trap : e;
        }
    }

    private Instance instantiate(ImportValues imports, Meter meter) {
        var builder =
                Instance.builder(linked)
                        .withImportValues(imports)
                        .withMemoryFactory(size -> new FlatMemory(size, meter))
                        .withTableFactory(
                                (type, initial) -> new FlatTable(type, limits.tableEntriesMax()))
                        .withGlobalFactory(
                                (low, high, type, mutability) -> new Cell(low, type, mutability))
                        .withStart(false);
        if (leftovers == null) {
            return builder.withMachineFactory(one -> new MeteredMachine(one, this, meter)).build();
        }
        var bill = new Bill(meter, leftovers);
        return builder.withUnsafeExecutionListener(bill)
                .withMachineFactory(instance -> interpreter(instance, meter, bill))
                .build();
    }

    private Interpreter interpreter(Instance instance, Meter meter, Bill bill) {
        bill.belongsTo(instance, new Passive(instance, module));
        return new Interpreter(instance, module, meter, null);
    }

    /// The way into a function from outside compiled code.
    Entry entry(int function) {
        return Objects.requireNonNull(code, "an interpreted module").entry(function);
    }

    /// A function that no JVM method can hold, for instances like this one.
    Annex annex(int function, Instance like) {
        return annexes.computeIfAbsent(function, one -> Annex.of(module, one, like));
    }
}
