package ipvm.cli;

import ipvm.data.Ipld;
import ipvm.data.MalformedException;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.util.Comparator;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;

/// One client of the daemon: a thread reads its requests, and each is answered by one of its own,
/// so that a long one keeps no other waiting and its going away is noticed at once.
final class Connection {

    static final Comparator<Connection> LONGEST_IDLE_FIRST =
            Comparator.comparingLong(connection -> connection.usedNanos - System.nanoTime());

    /// Requests of one client that are under way at once.
    static final int REQUESTS_MAX = 16;

    /// How long a frame that has begun may take, either way.
    private static final long FRAME_MILLIS_MAX = 30_000;

    private static final long END_MILLIS_MAX = 1_000;
    private static final long PAUSE_MILLIS = 5;

    private final SocketChannel channel;
    private final Wire wire;
    private final Station station;
    private final Patience patience;
    private final ReentrantLock writing = new ReentrantLock();
    private final AtomicInteger underWay = new AtomicInteger();
    private final Set<Thread> threads = ConcurrentHashMap.newKeySet();
    private volatile long usedNanos = System.nanoTime();

    Connection(SocketChannel channel, Station station, Patience patience) {
        this.channel = channel;
        this.wire = new Wire(channel);
        this.station = station;
        this.patience = patience;
    }

    /// @param left told when it is over
    void serve(Runnable left) {
        start(() -> {
            read();
            close();
            left.run();
        });
    }

    /// A bug in an answer ends this connection and no other.
    private Thread start(Runnable work) {
        return Thread.ofVirtual()
                .name("control")
                .uncaughtExceptionHandler((thread, bug) -> {
                    station.call().out().note("a bug in a request: " + bug);
                    close();
                })
                .start(work);
    }

    private void read() {
        try {
            for (var length = wire.length(); length.isPresent(); length = wire.length()) {
                usedNanos = System.nanoTime();
                request(new Word(frame(length.get())));
            }
        } catch (MalformedException e) {
            answer(Ipld.ofNull(), Exit.USAGE, e.getMessage());
        } catch (IOException e) {
            // it went away, or took too long
        }
    }

    private Ipld.Map frame(int length) throws MalformedException, IOException {
        var wait = patience.of(channel, FRAME_MILLIS_MAX);
        try {
            return wire.frame(length);
        } finally {
            wait.end();
        }
    }

    private void request(Word request) throws MalformedException {
        var id = Ipld.of(request.number("id"));
        var op = request.text("op");
        var args = new Word(request.inner("args"));
        if (underWay.incrementAndGet() > REQUESTS_MAX) {
            answer(id, Exit.BUSY, "more than " + REQUESTS_MAX + " requests at once");
            underWay.decrementAndGet();
            return;
        }
        start(() -> {
            threads.add(Thread.currentThread());
            perform(id, op, args);
            threads.remove(Thread.currentThread());
            usedNanos = System.nanoTime();
            underWay.decrementAndGet();
        });
    }

    private void perform(Ipld id, String op, Word args) {
        try {
            if (!channel.isOpen()) {
                return;
            }
            Ops.find(op).answer(station, args, line -> write(Ipld.map("id", id, "line", line)));
            write(Ipld.map("id", id, "exit", Ipld.of(Exit.OK.code())));
            station.call().out().detail("answered " + op);
        } catch (Stop e) {
            answer(id, e.exit(), e.line());
        } catch (MalformedException e) {
            answer(id, Exit.USAGE, e.getMessage());
        } catch (IOException e) {
            var stop = Faults.stop(e);
            answer(id, stop.exit(), stop.line());
        }
    }

    private void answer(Ipld id, Exit exit, String error) {
        try {
            write(Ipld.map("id", id, "exit", Ipld.of(exit.code()), "error", Ipld.of(error)));
        } catch (MalformedException | IOException e) {
            close();
        }
    }

    private void write(Ipld.Map answer) throws MalformedException, IOException {
        writing.lock();
        var wait = patience.of(channel, FRAME_MILLIS_MAX);
        try {
            wire.write(answer);
        } finally {
            wait.end();
            writing.unlock();
        }
    }

    /// There are too many already.
    void refuse() {
        start(() -> {
            answer(Ipld.ofNull(), Exit.BUSY, "too many connections to the daemon");
            close();
        });
    }

    boolean isIdle() {
        return underWay.get() == 0;
    }

    /// What its client waited for, and nobody else, is given up.
    void close() {
        Patience.close(channel);
        threads.forEach(Thread::interrupt);
    }

    /// Lets answers that are on their way arrive.
    void finish() {
        long until = System.nanoTime() + END_MILLIS_MAX * 1_000_000;
        try {
            while (underWay.get() > 0 && System.nanoTime() < until) {
                Thread.sleep(PAUSE_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        close();
    }
}
