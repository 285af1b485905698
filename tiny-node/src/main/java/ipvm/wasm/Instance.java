package ipvm.wasm;

import ipvm.data.Ipld;
import ipvm.jit.Trap;
import java.util.List;
import java.util.Optional;
import run.endive.wasm.WasmEngineException;

/// A module started for one owner, who calls it and closes it; it is not shared by threads.
///
/// One that ended early, at its start or in a call, answers every further call with that end. What
/// is closed is put back to its start and waits for the next owner, so that a start costs next to
/// nothing; one that is not closed is merely garbage.
public final class Instance implements AutoCloseable {

    private static final Bill NOTHING = new Bill(0, 0, false);

    private final Compiled compiled;
    private final Live live;
    private Optional<Ended> ended = Optional.empty();
    private boolean isClosed;

    Instance(Compiled compiled, Host host, Grant grant) {
        this.compiled = compiled;
        var waiting = compiled.idle().take(host, grant);
        if (waiting.isPresent()) {
            this.live = waiting.get();
        } else {
            this.live = new Live(compiled.plan(), host, grant);
            var started = DeepStack.run(() -> guarded(this::start));
            this.ended = isOver(started) ? Optional.of(started) : Optional.empty();
        }
    }

    /// Gives it up; one that was stopped on its way is not used again.
    @Override
    public void close() {
        if (!isClosed && ended.isEmpty() && live.reset()) {
            compiled.idle().give(live);
        }
        isClosed = true;
    }

    /// A value that has no IPLD form does the module no harm; whatever stopped it does.
    private static boolean isOver(Ended end) {
        return switch (end) {
            case Ended.Ok ok -> false;
            case Ended.Failed failed -> false;
            case Ended.Trapped trapped -> true;
            case Ended.OutOfFuel out -> true;
            case Ended.OutOfMemory out -> true;
            case Ended.NoRoom none -> true;
            case Ended.TimedOut out -> true;
        };
    }

    private Ended start() {
        live.start();
        return new Ended.Ok(Ipld.ofNull(), NOTHING);
    }

    Ended call(String export, List<Ipld> args) {
        if (isClosed) {
            throw new IllegalStateException("a call of a closed instance");
        }
        if (ended.isPresent()) {
            return ended.get();
        }
        try {
            var func = compiled.plan().function(export);
            var values = FromIpld.args(func.type(), args);
            var end = DeepStack.run(() -> guarded(() -> run(func, values)));
            ended = isOver(end) ? Optional.of(end) : Optional.empty();
            return end;
        } catch (Unfit unfit) {
            return unfit.ended(live.bill());
        }
    }

    private Ended run(Func func, List<Value> args) {
        var value = live.call(func, args);
        try {
            var type = func.type().result();
            var result =
                    type.isPresent() && value.isPresent()
                            ? ToIpld.value(type.get(), value.get())
                            : Ipld.ofNull();
            return new Ended.Ok(result, live.bill());
        } catch (Unfit unfit) {
            return unfit.ended(live.bill());
        }
    }

    @FunctionalInterface
    private interface Run {
        Ended end();
    }

    /// Every end of running is a value, whichever way it takes out.
    private Ended guarded(Run run) {
        try {
            return run.end();
        } catch (Trap trap) {
            return trapped(trap);
        } catch (Fault fault) {
            return fault.ended(live.bill());
        } catch (WasmEngineException e) {
            return new Ended.Trapped(String.valueOf(e.getMessage()), live.bill());
        } catch (OutOfMemoryError e) {
            return new Ended.NoRoom(live.bill()); // this run gives back what it has, others go on
        }
    }

    private Ended trapped(Trap trap) {
        var bill = live.bill();
        return switch (trap.reason()) {
            case FUEL -> new Ended.OutOfFuel(bill);
            case MEMORY_GRANT -> new Ended.OutOfMemory(bill);
            case TIME -> new Ended.TimedOut(bill);
            case UNREACHABLE, MEMORY, TABLE, DIVISION, OVERFLOW, CONVERSION, SIGNATURE -> {
                yield new Ended.Trapped(trap.reason().toString(), bill);
            }
            case ELEMENT, STACK -> new Ended.Trapped(trap.reason().toString(), bill);
        };
    }
}
