package ipvm.node;

import ipvm.data.BlockSource;
import ipvm.data.Ipld;
import ipvm.data.MalformedException;
import ipvm.data.NotFoundException;
import ipvm.schedule.Bounds;
import ipvm.task.Meter;
import ipvm.task.Outcome;
import ipvm.task.Report;
import ipvm.task.Task;
import ipvm.task.WasmCall;
import ipvm.wasm.Bill;
import ipvm.wasm.Ended;
import ipvm.wasm.Engine;
import ipvm.wasm.Grant;
import ipvm.wasm.Modules;
import ipvm.wasm.Refused;
import java.io.IOException;
import java.util.Optional;

/// Runs a task again as a report says that it ran, and compares; nothing of it is written.
///
/// @param source of the module and of what the arguments name
/// @param most what the run may use
public record Replay(BlockSource source, Modules modules, Bounds most) {

    private static final long NANOS_PER_MILLI = 1_000_000;

    /// What a report cannot tell exactly: how much a run needs at once before it is told what it
    /// used.
    private static final long SLACK = 1 << 20;

    /// How it came out this time.
    public sealed interface Verdict {

        /// To the bit.
        record Same() implements Verdict {}

        /// The first thing that is not as the report says.
        record Different(String what, Ipld said, Ipld found) implements Verdict {}

        /// It cannot be told.
        record Untold(String why) implements Verdict {}
    }

    /// Compares; what is missing for it is said by exceptions.
    public Verdict of(Task task, Report report)
            throws Refused, IOException, MalformedException, NotFoundException {
        var reason = untold(report);
        if (reason.isPresent()) {
            return new Verdict.Untold(reason.get());
        }
        var bounds = bounds(report);
        WasmCall call;
        try {
            call = task.wasmCall();
        } catch (MalformedException e) {
            var fault = new Ended.Failed("BadArgument", e.getMessage(), new Bill(0, 0, false));
            return compared(report, fault, bounds);
        }
        return run(call, report, bounds);
    }

    private Verdict run(WasmCall call, Report report, Bounds bounds)
            throws Refused, IOException, MalformedException, NotFoundException {
        var materials = new Materials(source, modules);
        var module = materials.compiled(call);
        var args = materials.args(call);
        var outside = Outside.again(report.log());
        long start = System.nanoTime();
        Grant.Watch watch = () -> System.nanoTime() - start >= most.timeMillis() * NANOS_PER_MILLI;
        var grant = new Grant(bounds.fuel(), bounds.memoryBytes(), watch);
        var host = outside.host((level, context, message) -> {});
        try (var instance = Engine.start(module, host, grant)) {
            var ended = Engine.call(instance, call.call().function(), args);
            return compared(report, ended, bounds);
        }
    }

    private Optional<String> untold(Report report) {
        if (report.outcome() instanceof Outcome.TimedOut(var limit)) {
            return Optional.of("it was cut off after " + limit + " ms, which no replay can show");
        }
        return fuel(report) > most.fuel()
                        || memory(report) > most.memoryBytes()
                        || report.meter().fuel() > most.fuel()
                ? Optional.of("it had more than a run may have here (fuel.max, memory.max)")
                : Optional.empty();
    }

    /// As much as the report says, or more where that makes no difference.
    private Bounds bounds(Report report) {
        return new Bounds(fuel(report), memory(report), most.timeMillis());
    }

    private long fuel(Report report) {
        return switch (report.outcome()) {
            case Outcome.OutOfFuel(var limit) -> limit;
            case Outcome.Trapped trapped -> most.fuel();
            case Outcome.Ok ok -> ample(report);
            case Outcome.Failed failed -> ample(report);
            case Outcome.OutOfMemory out -> ample(report);
            case Outcome.TimedOut out -> ample(report);
            case Outcome.Denied denied -> ample(report);
            case Outcome.Unknown unknown -> ample(report);
        };
    }

    private long ample(Report report) {
        return Math.min(most.fuel(), Math.max(report.meter().fuel() * 2, 0) + SLACK);
    }

    private long memory(Report report) {
        if (report.outcome() instanceof Outcome.OutOfMemory(var limit)) {
            return limit;
        }
        return report.meter().boundedBy().orElse(most.memoryBytes());
    }

    private static Verdict compared(Report report, Ended ended, Bounds bounds) {
        if (ended instanceof Ended.TimedOut || ended instanceof Ended.NoRoom) {
            return new Verdict.Untold("it takes more time or memory than there is here now");
        }
        var said = report.meter();
        var out = out(ended, bounds);
        if (!out.equals(report.outcome().encode())) {
            return new Verdict.Different("out", report.outcome().encode(), out);
        }
        if (said.fuel() != ended.bill().fuel()) {
            return numbers("fuel", said.fuel(), ended.bill().fuel());
        }
        if (said.pages() != ended.bill().pagesMax()) {
            return numbers("pages", said.pages(), ended.bill().pagesMax());
        }
        return said.boundedBy().isPresent() == ended.bill().isBounded()
                ? new Verdict.Same()
                : new Verdict.Different("memory", bounded(said), bounded(ended.bill(), bounds));
    }

    private static Ipld out(Ended ended, Bounds bounds) {
        return Endings.outcome(ended, bounds).orElseThrow().encode();
    }

    private static Verdict numbers(String what, long said, long found) {
        return new Verdict.Different(what, Ipld.of(said), Ipld.of(found));
    }

    private static Ipld bounded(Meter meter) {
        var by = meter.boundedBy();
        return by.isPresent() ? Ipld.of(by.getAsLong()) : Ipld.ofNull();
    }

    private static Ipld bounded(Bill bill, Bounds bounds) {
        return bill.isBounded() ? Ipld.of(bounds.memoryBytes()) : Ipld.ofNull();
    }
}
