package ipvm.jit;

import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;

/// Runs a test on a thread with the stack that the depth limit of a run may need.
final class Deep {

    private static final long STACK_BYTES = 64L << 20;

    private Deep() {}

    static <T> T call(Callable<T> body) throws Exception {
        var task = new FutureTask<T>(body);
        new Thread(null, task, "deep", STACK_BYTES).start();
        return task.get();
    }
}
