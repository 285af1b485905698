package ipvm.node;

import java.util.ArrayList;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The one thread that steps a node, or its neighbourhood: what happens is queued here and stepped
/// in its order.
///
/// What has happened meanwhile is stepped together and then done together: to wake a thread takes
/// longer than most steps, and one that is awake takes all that it finds. Whoever waits for this
/// thread is told when it has ended, also when a fault ended it.
final class StepThread {

    /// Steps before what they came to is done.
    private static final int STEPS_MAX = 256;

    private final Work work;
    private final LongSupplier monotonicMillis;
    private final BlockingQueue<Runnable> queue = new LinkedBlockingQueue<>();
    private final Map<Long, CompletableFuture<?>> looks = new ConcurrentHashMap<>();
    private final AtomicLong lastLook = new AtomicLong();
    private final CompletableFuture<Boolean> over = new CompletableFuture<>();
    private final Thread thread;
    private long wakeMillis = Long.MAX_VALUE;
    private volatile boolean isEnding;

    /// What there is to do on this thread besides what is queued.
    interface Work {

        /// The time has come that was asked for.
        void tick();

        /// What the last steps came to.
        void act();

        /// The thread has ended.
        void ended();
    }

    StepThread(String name, Work work, LongSupplier monotonicMillis) {
        this.work = work;
        this.monotonicMillis = monotonicMillis;
        this.thread = Thread.ofPlatform().name(name).unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    void post(Runnable step) {
        queue.add(step);
    }

    /// To be called on the thread itself.
    void wakeAt(long millis) {
        wakeMillis = millis;
    }

    boolean isOver() {
        return over.isDone();
    }

    /// Has the thread look at something; once it has ended, nobody can.
    <T> CompletableFuture<T> look(Supplier<T> what) {
        long number = lastLook.incrementAndGet();
        var seen = new CompletableFuture<T>();
        looks.put(number, seen);
        queue.add(() -> {
            looks.remove(number);
            seen.complete(what.get());
        });
        if (isOver()) {
            blind(seen);
        }
        return seen;
    }

    private static void blind(CompletableFuture<?> look) {
        look.completeExceptionally(new IllegalStateException("the node has stopped"));
    }

    /// Waits until everything that has happened was stepped, and what came of it was handed on.
    void settle() {
        var done = new CompletableFuture<Boolean>();
        queue.add(() -> {
            work.act();
            done.complete(true);
        });
        CompletableFuture.anyOf(done, over).join();
    }

    /// Ends when everything before this was stepped.
    void end() {
        queue.add(() -> isEnding = true);
        StoreHand.join(thread);
    }

    private void run() {
        try {
            steps();
        } finally {
            over.complete(true);
            looks.values().forEach(StepThread::blind);
            work.ended();
        }
    }

    private void steps() {
        var others = new ArrayList<Runnable>();
        while (!isEnding) {
            try {
                var next = next();
                if (next != null) {
                    next.run();
                    queue.drainTo(others, STEPS_MAX - 1);
                    others.forEach(Runnable::run);
                    others.clear();
                } else {
                    wakeMillis = Long.MAX_VALUE;
                    work.tick();
                }
                work.act();
            } catch (InterruptedException e) {
                isEnding = true;
            }
        }
    }

    /// What is to be done next, or nothing when the time has come to look at the clock.
    private @Nullable Runnable next() throws InterruptedException {
        return wakeMillis == Long.MAX_VALUE
                ? queue.take()
                : queue.poll(wakeMillis - monotonicMillis.getAsLong(), TimeUnit.MILLISECONDS);
    }
}
