package ipvm.dbus;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// One connection to a message bus, used once.
///
/// A thread of its own reads; everything that is heard is told on the one thread of whoever uses
/// it, in the order in which it came, and all calls are made there.
public final class Bus implements AutoCloseable {

    /// Longer than BlueZ tries to connect.
    private static final long ANSWER_SECONDS = 45;

    private static final int CALLS_MAX = 256;
    private static final String ITSELF = "org.freedesktop.DBus";

    private final Path socket;
    private final ScheduledExecutorService one;
    private final Listener listener;
    private final Map<Long, Waiting> waiting = new HashMap<>();
    private volatile @Nullable Wire wire;
    private volatile boolean isClosed;
    private long serial;

    /// Who hears what happens, on the one thread.
    public interface Listener {

        /// The bus knows us, and calls can be made.
        void joined();

        void happened(Message.Signal signal);

        /// Somebody asks for something; it is to be answered or refused.
        void asked(Message.Call call);

        /// The connection is over, or there never was one.
        void left(String why);
    }

    private record Waiting(Consumer<Reply> then, ScheduledFuture<?> timeout) {}

    public Bus(Path socket, ScheduledExecutorService one, Listener listener) {
        this.socket = socket;
        this.one = one;
        this.listener = listener;
    }

    public void start() {
        Thread.ofPlatform().daemon().name("dbus").start(this::read);
    }

    private void read() {
        try (var opened = Wire.open(socket)) {
            wire = opened;
            post(this::hello);
            while (!isClosed) {
                var message = opened.next();
                post(() -> hear(message));
            }
        } catch (IOException e) {
            var why = String.valueOf(e.getMessage());
            post(() -> end(why));
        }
    }

    private void post(Runnable work) {
        try {
            one.execute(() -> {
                if (!isClosed) {
                    work.run();
                }
            });
        } catch (RejectedExecutionException closed) {
            return;
        }
    }

    private void hello() {
        call(
                about("Hello"),
                List.of(),
                reply -> {
                    switch (reply) {
                        case Reply.Done done -> listener.joined();
                        case Reply.Failed failed -> end(failed.toString());
                    }
                });
    }

    private static Message.About about(String member) {
        return new Message.About(ITSELF, "/org/freedesktop/DBus", ITSELF, member);
    }

    private void hear(Message message) {
        switch (message) {
            case Message.Call call -> listener.asked(call);
            case Message.Return(var own, var to, var peer, var body) ->
                    answered(to, new Reply.Done(body));
            case Message.Failure(var own, var to, var peer, var name, var why) ->
                    answered(to, new Reply.Failed(name, why));
            case Message.Signal signal -> listener.happened(signal);
        }
    }

    private void answered(long to, Reply reply) {
        var found = waiting.remove(to);
        if (found != null) {
            found.timeout().cancel(false);
            found.then().accept(reply);
        }
    }

    private void end(String why) {
        close();
        listener.left(why);
    }

    // --- on the one thread -------------------------------------------------------------------

    /// Asks for signals, by a rule as D-Bus writes it.
    public void listen(String rule) {
        call(about("AddMatch"), List.of(Datum.of(rule)), reply -> {});
    }

    /// Asks for something; what comes of it is told later, even if nothing does.
    public void call(Message.About about, List<Datum> body, Consumer<Reply> then) {
        if (waiting.size() >= CALLS_MAX) {
            then.accept(new Reply.Failed("Busy", "too many calls wait for their answers"));
            return;
        }
        long number = next();
        var late = new Reply.Failed("NoReply", "no answer within " + ANSWER_SECONDS + " s");
        var timeout =
                one.schedule(
                        () -> post(() -> answered(number, late)), ANSWER_SECONDS, TimeUnit.SECONDS);
        waiting.put(number, new Waiting(then, timeout));
        write(new Message.Call(number, about, body, true));
    }

    public void answer(Message.Call call, List<Datum> body) {
        if (call.isAnswered()) {
            write(new Message.Return(next(), call.serial(), call.about().peer(), body));
        }
    }

    public void refuse(Message.Call call, String name, String why) {
        if (call.isAnswered()) {
            write(new Message.Failure(next(), call.serial(), call.about().peer(), name, why));
        }
    }

    /// Tells that something happened.
    public void tell(Message.About about, List<Datum> body) {
        write(new Message.Signal(next(), about, body));
    }

    private long next() {
        return ++serial;
    }

    private void write(Message message) {
        var open = wire;
        if (open == null || isClosed) {
            return;
        }
        try {
            open.write(message);
        } catch (IOException e) {
            open.close(); // the reader sees it, and says so
        }
    }

    @Override
    public void close() {
        isClosed = true;
        waiting.values().forEach(each -> each.timeout().cancel(false));
        waiting.clear();
        var open = wire;
        if (open != null) {
            open.close();
        }
    }
}
