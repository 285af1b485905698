package ipvm.cli;

import ipvm.node.Tally;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/// Gives memory back once when nothing has happened for a while: a heap that grew while tasks ran
/// would stay so, on a board that may idle for days.
final class Rest implements AutoCloseable {

    private static final long PAUSE_MILLIS = 20_000;

    private final Runnable giveBack;
    private Optional<Tally.Now> last = Optional.empty();
    private boolean isGivenBack;
    private Optional<Beat> beat = Optional.empty();

    /// @param giveBack what is done, at most once between two tasks
    Rest(Runnable giveBack) {
        this.giveBack = giveBack;
    }

    /// Looks from now on.
    void begin(Supplier<CompletableFuture<Tally.Now>> tally) {
        beat = Optional.of(new Beat("rest", PAUSE_MILLIS, () -> look(tally.get().join())));
    }

    /// Whoever looks twice and sees the same sees that nothing happened.
    void look(Tally.Now now) {
        boolean isSame = last.equals(Optional.of(now));
        last = Optional.of(now);
        if (isSame && !isGivenBack) {
            giveBack.run();
        }
        isGivenBack = isSame;
    }

    @Override
    public void close() {
        beat.ifPresent(Beat::close);
    }
}
