package ipvm.wasm;

import ipvm.jit.Meter;
import ipvm.jit.Snapshot;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import run.endive.runtime.ExportFunction;
import run.endive.runtime.HostFunction;
import run.endive.runtime.ImportFunction;
import run.endive.runtime.ImportGlobal;
import run.endive.runtime.ImportMemory;
import run.endive.runtime.ImportTable;
import run.endive.runtime.ImportValues;
import run.endive.runtime.Instance;
import run.endive.runtime.Memory;

/// A plan at run time: its core instances, and the calls across their borders.
final class Live {

    /// What a unit of fuel affords at the borders; nobody fills memory faster.
    private static final long BYTES_A_UNIT = 16;

    private final Plan plan;
    private Host host;
    private Grant grant;
    private final Meter meter;
    private final List<Instance> cores = new ArrayList<>();
    private final State[] states;

    /// How each core instance was when all were started; none where that may not be repeated.
    private List<Snapshot> ready = List.of();

    /// Bytes of values that crossed a border by now.
    private long crossed;

    /// Whether the host was asked for anything.
    private boolean isOutside;

    /// The instance that called out while its own start is not over yet.
    private @Nullable Instance starting;

    Live(Plan plan, Host host, Grant grant) {
        this.plan = plan;
        this.host = host;
        this.grant = grant;
        this.meter = new Meter(grant.fuel(), grant.memoryBytesMax(), grant.watch()::isOver);
        this.states = new State[plan.components()];
        Arrays.setAll(states, State::new);
    }

    Grant grant() {
        return grant;
    }

    /// Whether so much more may cross: calls out cost next to nothing, so without a bound on them
    /// all a run could have the host copy its whole memory a million times.
    boolean crosses(long bytes) {
        crossed += bytes;
        return (crossed - grant.memoryBytesMax()) / BYTES_A_UNIT <= meter.used();
    }

    Bill bill() {
        return new Bill(meter.used(), (int) meter.pagesPeak(), meter.isBounded());
    }

    void start() {
        for (var start : plan.starts()) {
            var imports = ImportValues.builder();
            start.given().forEach(given -> give(given, imports));
            cores.add(start.program().start(imports.build(), meter));
        }
        if (isRepeatable()) {
            meter.ready();
            ready = cores.stream().map(Snapshot::of).flatMap(Optional::stream).toList();
        }
    }

    /// A start that depends on nothing but the module: not on the host, nor on a bound of its
    /// grant.
    private boolean isRepeatable() {
        return !isOutside
                && !meter.isBounded()
                && Arrays.stream(states).allMatch(State::isUntouched);
    }

    /// Goes back to where everything was started, and forgets for whom that was; false if that is
    /// not to be had.
    boolean reset() {
        if (ready.isEmpty() || ready.size() < cores.size()) {
            return false;
        }
        ready.forEach(Snapshot::restore);
        Arrays.setAll(states, State::new);
        host = Host.SILENT;
        grant = Grant.NONE;
        return true;
    }

    /// Begins again for another owner; false where the grant would end on the way to being ready.
    boolean restart(Host newHost, Grant newGrant) {
        if (!meter.isReadyWithin(newGrant.fuel(), newGrant.memoryBytesMax())) {
            return false;
        }
        host = newHost;
        grant = newGrant;
        crossed = 0;
        meter.renew(newGrant.fuel(), newGrant.memoryBytesMax(), newGrant.watch()::isOver);
        return true;
    }

    private void give(Plan.Given given, ImportValues.Builder imports) {
        var module = given.module();
        var name = given.name();
        switch (given.item()) {
            case CoreItem.Exported(var i, var export, var kind, var words) -> {
                var exports = cores.get(i).exports();
                switch (kind) {
                    case FUNCTION ->
                            imports.addFunction(
                                    ImportFunction.exportAsImport(
                                            module, name, cores.get(i), export));
                    case MEMORY ->
                            imports.addMemory(
                                    new ImportMemory(module, name, exports.memory(export)));
                    case TABLE ->
                            imports.addTable(new ImportTable(module, name, exports.table(export)));
                    case GLOBAL ->
                            imports.addGlobal(
                                    new ImportGlobal(module, name, exports.global(export)));
                }
            }
            case CoreItem.Lowered item ->
                    imports.addFunction(
                            new HostFunction(
                                    module,
                                    name,
                                    item.type().endive(),
                                    (caller, args) -> lowered(item, caller, args)));
            case CoreItem.OfResource item ->
                    imports.addFunction(
                            new HostFunction(
                                    module,
                                    name,
                                    item.deed().type.endive(),
                                    (caller, args) -> handle(item, (int) args[0])));
        }
    }

    private Instance core(int index) {
        if (index < cores.size()) {
            return cores.get(index);
        }
        if (starting == null) {
            throw Fault.of("call before the instance is started");
        }
        return starting;
    }

    Memory memory(CoreItem item) {
        if (item instanceof CoreItem.Exported(var i, var name, var kind, var words)) {
            return core(i).exports().memory(name);
        }
        throw new IllegalStateException("linked to a memory that is none: " + item);
    }

    ExportFunction function(CoreItem item) {
        return switch (item) {
            case CoreItem.Exported(var i, var name, var kind, var words) -> core(i).export(name);
            case CoreItem.Lowered lowered -> args -> lowered(lowered, null, args);
            case CoreItem.OfResource deed -> args -> handle(deed, (int) args[0]);
        };
    }

    /// Calls a function of the component level.
    Optional<Value> call(Func func, List<Value> args) {
        return switch (func) {
            case Func.Lifted lifted -> lifted(lifted, args);
            case Func.Plain plain -> plain(plain, args);
            case Func.OfHost of -> outside(of, args);
        };
    }

    private Optional<Value> outside(Func.OfHost func, List<Value> args) {
        isOutside = true;
        return Stubs.call(host, func, args);
    }

    private Optional<Value> plain(Func.Plain func, List<Value> args) {
        var in = Flats.empty();
        var border = new Guest(this, Options.NONE, new State(0));
        var types = func.type().paramTypes();
        for (int i = 0; i < types.size(); i++) {
            new Lower(border).flat(types.get(i), args.get(i), in);
        }
        var out = Flats.of(function(func.core()).apply(in.toArray()));
        return func.type().result().map(type -> new Lift(border).flat(type, out));
    }

    private Optional<Value> lifted(Func.Lifted func, List<Value> args) {
        var state = states[func.component()];
        state.enter();
        var guest = new Guest(this, func.options(), state);
        state.isClosed = true;
        var in = arguments(func.type(), args, new Lower(guest));
        state.isClosed = false;
        var results = function(func.core()).apply(in);
        var value = func.type().result().map(type -> result(func.type(), type, guest, results));
        var after = func.options().postReturn();
        if (after != null) {
            state.isClosed = true;
            function(after).apply(results);
            state.isClosed = false;
        }
        state.exit();
        return value;
    }

    private static long[] arguments(FuncType type, List<Value> args, Lower lower) {
        var in = Flats.empty();
        var all = Wit.Tuple.of(type.paramTypes());
        if (type.isParamsInMemory()) {
            int at = lower.guest().allocate(all.layout().size(), all.layout().align());
            lower.store(all, new Value.Many(args), at);
            in.push(at);
        } else {
            lower.flat(all, new Value.Many(args), in);
        }
        return in.toArray();
    }

    private static Value result(FuncType type, Wit result, Guest guest, long[] results) {
        var lift = new Lift(guest);
        if (!type.isResultInMemory()) {
            return lift.flat(result, Flats.of(results));
        }
        int at = (int) results[0];
        guest.check(at, result.layout().size(), result.layout().align());
        return lift.load(result, at);
    }

    /// A core module calls a function of the component level.
    private long[] lowered(CoreItem.Lowered item, @Nullable Instance caller, long[] args) {
        var state = states[item.component()];
        state.requireOpen();
        starting = caller;
        var guest = new Guest(this, item.options(), state);
        var type = item.func().type();
        var in = Flats.of(args);
        var values = parameters(type, guest, in);
        var result = call(item.func(), values);
        var out = Flats.empty();
        if (type.result().isPresent()) {
            state.isClosed = true;
            give(type.result().get(), result.orElse(null), guest, in, out);
            state.isClosed = false;
        }
        return out.toArray();
    }

    private static List<Value> parameters(FuncType type, Guest guest, Flats in) {
        var lift = new Lift(guest);
        if (!type.isParamsInMemory()) {
            return type.paramTypes().stream().map(param -> lift.flat(param, in)).toList();
        }
        var all = Layout.sequence(type.paramTypes());
        int at = in.nextInt();
        guest.check(at, all.size(), all.align());
        return lift.load(type.paramTypes(), at).values();
    }

    private static void give(Wit type, @Nullable Value value, Guest guest, Flats in, Flats out) {
        if (type.layout().flat().size() > 1) {
            int at = in.nextInt();
            guest.check(at, type.layout().size(), type.layout().align());
            new Lower(guest).store(type, value, at);
        } else {
            new Lower(guest).flat(type, value, out);
        }
    }

    private long[] handle(CoreItem.OfResource item, int value) {
        var state = states[item.component()];
        state.requireOpen();
        var resource = item.resource();
        return switch (item.deed()) {
            case NEW -> new long[] {state.add(new State.Held(resource, value, true))};
            case REPRESENTATION -> new long[] {state.get(value, resource).representation()};
            case DROP -> {
                var held = state.remove(value, resource);
                if (held.isOwn() && resource.destructor != null) {
                    function(resource.destructor).apply(held.representation());
                }
                yield new long[0];
            }
        };
    }
}
