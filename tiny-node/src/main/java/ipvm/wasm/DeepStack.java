package ipvm.wasm;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/// Runs calls on threads whose stack is as deep as the depth limit of modules needs.
///
/// An idle thread is kept for a while and then given up; who calls waits, so that there are never
/// more threads than callers.
final class DeepStack {

    private static final long STACK_BYTES = 64L << 20;
    private static final long IDLE_SECONDS = 10;

    private static final ThreadPoolExecutor THREADS =
            new ThreadPoolExecutor(
                    0,
                    Integer.MAX_VALUE,
                    IDLE_SECONDS,
                    TimeUnit.SECONDS,
                    new SynchronousQueue<>(),
                    Deep::new);

    private DeepStack() {}

    private static final class Deep extends Thread {

        Deep(Runnable work) {
            super(null, work, "wasm", STACK_BYTES);
            setDaemon(true);
        }
    }

    static Thread thread(Runnable work) {
        return new Deep(work);
    }

    static <T> T run(Supplier<T> work) {
        if (Thread.currentThread() instanceof Deep) {
            return work.get();
        }
        var task = new FutureTask<>(work::get);
        THREADS.execute(task);
        return join(task);
    }

    /// An interrupt does not end a run, its watch does; it is passed on afterwards.
    private static <T> T join(FutureTask<T> task) {
        boolean isInterrupted = false;
        try {
            while (true) {
                try {
                    return task.get();
                } catch (InterruptedException e) {
                    isInterrupted = true;
                } catch (ExecutionException e) {
                    throw new IllegalStateException("a fault of the engine", e.getCause());
                }
            }
        } finally {
            if (isInterrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
