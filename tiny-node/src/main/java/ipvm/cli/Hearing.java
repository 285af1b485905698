package ipvm.cli;

import ipvm.data.Cid;
import ipvm.node.LiveNode;
import ipvm.node.Reply;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.ToLongFunction;

/// What a node says of one piece of work, until nobody listens any more.
final class Hearing implements AutoCloseable {

    private final LiveNode node;
    private final Cid name;
    private final BlockingQueue<Reply> replies = new LinkedBlockingQueue<>();
    private final long call;

    Hearing(LiveNode node, Cid name, ToLongFunction<Consumer<Reply>> begin) {
        this.node = node;
        this.name = name;
        this.call = begin.applyAsLong(replies::add);
    }

    Reply next() throws Stop {
        try {
            return replies.take();
        } catch (InterruptedException e) {
            throw gone();
        }
    }

    /// Nothing when it was not heard of in time.
    Optional<Reply> next(long millisMax) throws Stop {
        try {
            return Optional.ofNullable(replies.poll(millisMax, TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            throw gone();
        }
    }

    private static Stop gone() {
        Thread.currentThread().interrupt();
        return new Stop(Exit.ACCEPTED, "interrupted; the work goes on");
    }

    @Override
    public void close() {
        node.leave(call, name);
    }
}
