package ipvm.node;

import ipvm.data.Bytes;
import ipvm.data.Ipld;
import ipvm.data.MalformedException;
import ipvm.data.NotFoundException;
import ipvm.effect.Surroundings;
import ipvm.store.Store;
import ipvm.wasm.Compiled;
import ipvm.wasm.Ended;
import ipvm.wasm.Engine;
import ipvm.wasm.Grant;
import ipvm.wasm.Host;
import ipvm.wasm.Modules;
import ipvm.wasm.Refused;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;

/// Runs functions of modules, as many at once as there are workers.
final class WasmHand implements AutoCloseable {

    private static final int SEED_BYTES = 32;
    private static final Host.Log SILENT = (level, context, message) -> {};
    private static final long NANOS_PER_MILLI = 1_000_000;

    private final Materials materials;
    private final ExecutorService workers;
    private final InstantSource clock;
    private final Host.Log lines;
    private final Surroundings.Chance chance;
    private final Map<Long, Watch> watches = new ConcurrentHashMap<>();
    private volatile boolean isClosing;

    /// @param modules compiled ones, which a command may have filled already
    WasmHand(Store store, Modules modules, int workers, Settings settings) {
        this.materials = new Materials(store, modules);
        this.workers = Engine.workers(workers);
        this.clock = settings.clock();
        this.chance = settings.chance();
        this.lines = settings.lines();
    }

    /// What it is given besides.
    ///
    /// @param lines where what modules write goes
    record Settings(InstantSource clock, Surroundings.Chance chance, Host.Log lines) {}

    /// Ends a run when its time is over or nobody wants it any more.
    private static final class Watch implements Grant.Watch {

        private final long timeNanos;
        private volatile long startNanos;
        private volatile boolean isHalted;

        Watch(long timeMillis) {
            this.timeNanos = Math.multiplyExact(timeMillis, NANOS_PER_MILLI);
        }

        /// Its time counts from here: before, it waited for a thread and for its module.
        void begin() {
            startNanos = System.nanoTime();
        }

        @Override
        public boolean isOver() {
            return isHalted || tookNanos() >= timeNanos;
        }

        long tookNanos() {
            return System.nanoTime() - startNanos;
        }
    }

    /// A run, how long it may go on, and who is told how it ended.
    private record Job(Action.Run run, Watch watch, Consumer<Event> over) {}

    void run(Action.Run run, Consumer<Event> events) {
        var watch = new Watch(run.bounds().timeMillis());
        watches.put(run.work(), watch); // so that it can be halted before it has begun
        if (isClosing) {
            watch.isHalted = true;
        }
        Consumer<Event> over =
                end -> {
                    watches.remove(run.work());
                    if (!isCutOff(end)) {
                        events.accept(end);
                    }
                };
        try {
            workers.execute(() -> run(new Job(run, watch, over)));
        } catch (RejectedExecutionException e) {
            // The node is being stopped: what was accepted is taken up again.
        }
    }

    /// Whether it was the end of the node and not its own: what was accepted is taken up again.
    private boolean isCutOff(Event end) {
        return isClosing && end instanceof Event.Ran ran && ran.ended() instanceof Ended.TimedOut;
    }

    void halt(long work) {
        var watch = watches.get(work);
        if (watch != null) {
            watch.isHalted = true;
        }
    }

    private void run(Job job) {
        var call = job.run.call();
        try {
            run(job, materials.compiled(call), materials.args(call));
        } catch (NotFoundException e) {
            job.over.accept(notRun(job, new Reply.Missing(message(e))));
        } catch (MalformedException | Refused e) {
            job.over.accept(notRun(job, new Reply.Refused(message(e))));
        } catch (IOException e) {
            job.over.accept(notRun(job, new Reply.Broken(message(e))));
        }
    }

    private static Event notRun(Job job, Reply why) {
        return new Event.NotRun(job.run.work(), why);
    }

    private static String message(Exception e) {
        return String.valueOf(e.getMessage());
    }

    /// Nobody who asked waits until its memory is cleared for the next one.
    private void run(Job job, Compiled module, List<Ipld> args) {
        var outside = Outside.live(this::nanos, this::seed);
        var run = job.run;
        var bounds = run.bounds();
        job.watch.begin();
        var grant = new Grant(bounds.fuel(), bounds.memoryBytes(), job.watch);
        try (var instance =
                Engine.start(module, outside.host(run.isSecret() ? SILENT : lines), grant)) {
            var ended = Engine.call(instance, run.call().call().function(), args);
            long took = job.watch.tookNanos() / NANOS_PER_MILLI;
            job.over.accept(new Event.Ran(run.work(), ended, outside.log(), took));
        }
    }

    private long nanos() {
        var now = clock.instant();
        return now.getEpochSecond() * 1_000_000_000L + now.getNano();
    }

    private Bytes seed() {
        return chance.next(SEED_BYTES);
    }

    @Override
    public void close() {
        isClosing = true;
        watches.values().forEach(watch -> watch.isHalted = true);
        workers.close();
    }
}
