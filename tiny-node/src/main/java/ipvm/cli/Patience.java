package ipvm.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.Channel;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/// Closes channels whose other side takes too long, because their reads and writes know no time.
final class Patience implements AutoCloseable {

    private final ScheduledThreadPoolExecutor timer;

    Patience() {
        timer =
                new ScheduledThreadPoolExecutor(
                        1, work -> Thread.ofPlatform().daemon().name("patience").unstarted(work));
        timer.setRemoveOnCancelPolicy(true);
    }

    /// Ends when what was waited for is there.
    @FunctionalInterface
    interface Wait {
        void end();
    }

    /// Closes a channel unless the wait ends before.
    Wait of(Channel channel, long millisMax) {
        ScheduledFuture<?> end =
                timer.schedule(() -> close(channel), millisMax, TimeUnit.MILLISECONDS);
        return () -> end.cancel(false);
    }

    /// The answer of a node; who is interrupted meanwhile no longer wants it.
    static <T> T until(CompletableFuture<T> answer) throws Stop {
        try {
            return answer.get();
        } catch (InterruptedException e) {
            answer.cancel(true);
            Thread.currentThread().interrupt();
            throw new Stop(Exit.ACCEPTED, "interrupted");
        } catch (ExecutionException e) {
            throw new IllegalStateException("an answer that is a fault", e);
        }
    }

    static void close(Channel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
