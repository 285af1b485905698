package ipvm.node;

import ipvm.key.Signer;
import ipvm.task.Receipt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// Signs what came of tasks, one after the other: a key has one hand, and the node decides about
/// other things meanwhile.
final class SignHand implements AutoCloseable {

    private final Signer signer;
    private final Consumer<Supplier<Event>> events;

    /// Its thread begins with the first task.
    private final ExecutorService thread =
            Executors.newSingleThreadExecutor(Thread.ofPlatform().name("sign").factory());

    /// @param events takes what happened; a fault of the signer is thrown to whoever looks at it
    SignHand(Signer signer, Consumer<Supplier<Event>> events) {
        this.signer = signer;
        this.events = events;
    }

    void sign(Action.Sign sign) {
        var signed = new CompletableFuture<Receipt>();
        try {
            thread.execute(() -> {
                signed.completeAsync(() -> sign.by(signer), Runnable::run);
                events.accept(() -> new Event.Signed(sign.work(), signed.join()));
            });
        } catch (RejectedExecutionException e) {
            // The node is being stopped: what was accepted is taken up again.
        }
    }

    /// Signs what there is.
    @Override
    public void close() {
        thread.close();
    }
}
