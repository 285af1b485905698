package ipvm.node;

import ipvm.data.Cid;
import ipvm.store.Change;
import ipvm.store.Store;
import ipvm.store.StoreException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// Writes down what is to be kept: all that is ready goes into one transaction, so that a disk that
/// takes long to sync makes answers wait, and throughput not.
///
/// What may wait is held for `flushMillis` at most, or until something comes that may not.
final class StoreHand implements AutoCloseable {

    private static final int GROUP_MAX = 512;

    /// So much is held at most.
    private static final int HELD_MAX = 4_096;

    /// Tells the thread to end after what came before.
    private static final Batch END = new Batch(List.of(), fault -> {}, Optional.empty());

    private final Store store;
    private final long flushMillis;
    private final BlockingQueue<Batch> waiting = new LinkedBlockingQueue<>();
    private final List<Batch> held = new ArrayList<>();
    private final Thread thread;
    private long flushAtMillis = Long.MAX_VALUE;

    /// Whether something was told to be taken on that could not be written.
    private boolean isAiling;

    /// Changes that belong together, and who is told that they are durable or why they are not.
    ///
    /// @param durable who is told that, where `told` is told that they are taken on
    record Batch(
            List<Change> changes,
            Consumer<Optional<StoreException>> told,
            Optional<Consumer<Optional<StoreException>>> durable) {

        void tell(Optional<StoreException> fault) {
            told.accept(fault);
            durable.ifPresent(one -> one.accept(fault));
        }

        /// Those who wait for it were told already, but for one.
        Batch withoutFirst() {
            return new Batch(changes, durable.orElse(fault -> {}), Optional.empty());
        }
    }

    StoreHand(Store store, long flushMillis) {
        this.store = store;
        this.flushMillis = flushMillis;
        this.thread = Thread.ofPlatform().name("store").start(this::write);
    }

    void keep(List<Change> changes, Consumer<Optional<StoreException>> told) {
        waiting.add(new Batch(changes, told, Optional.empty()));
    }

    /// Has something written soon.
    ///
    /// @param told that it will be, or why not
    /// @param durable told when it is
    void keepSoon(
            List<Change> changes,
            Consumer<Optional<StoreException>> told,
            Consumer<Optional<StoreException>> durable) {
        waiting.add(new Batch(changes, told, Optional.of(durable)));
    }

    private void write() {
        boolean isOver = false;
        while (!isOver) {
            var group = group();
            isOver = group.remove(END);
            boolean isUrgent = isOver || nowMillis() >= flushAtMillis;
            for (var batch : group) {
                isUrgent |= !isHeld(batch);
            }
            if (isUrgent || held.size() >= HELD_MAX) {
                flush();
            }
        }
    }

    /// Takes it on; says whether it may wait.
    private boolean isHeld(Batch batch) {
        boolean mayWait = flushMillis > 0 && !isAiling && batch.durable().isPresent();
        held.add(mayWait ? batch.withoutFirst() : batch);
        if (mayWait) {
            batch.told().accept(Optional.empty());
            flushAtMillis = Math.min(flushAtMillis, nowMillis() + flushMillis);
        }
        return mayWait;
    }

    private void flush() {
        var group = List.copyOf(held);
        held.clear();
        flushAtMillis = Long.MAX_VALUE;
        isAiling = false;
        if (!group.isEmpty()) {
            commit(group);
        }
    }

    private List<Batch> group() {
        var group = new ArrayList<Batch>();
        try {
            var first =
                    flushAtMillis == Long.MAX_VALUE
                            ? waiting.take()
                            : waiting.poll(flushAtMillis - nowMillis(), TimeUnit.MILLISECONDS);
            if (first != null) {
                group.add(first);
            }
        } catch (InterruptedException e) {
            group.add(END);
        }
        waiting.drainTo(group, GROUP_MAX - 1);
        return group;
    }

    private static long nowMillis() {
        return System.nanoTime() / 1_000_000;
    }

    /// What does not fit must not keep out what does.
    private void commit(List<Batch> group) {
        try {
            store.commit(settled(group));
            group.forEach(batch -> batch.tell(Optional.empty()));
        } catch (StoreException e) {
            if (group.size() == 1) {
                isAiling = true;
                group.getFirst().tell(Optional.of(e));
            } else {
                group.forEach(batch -> commit(List.of(batch)));
            }
        }
    }

    /// The changes of a group, without the work that begins and ends within it, and without values
    /// that are written over within it.
    static List<Change> settled(List<Batch> group) {
        var done = new HashSet<Cid>();
        var written = new HashSet<String>();
        var changes = new ArrayList<Change>();
        for (var keep : group.reversed()) {
            for (var change : keep.changes().reversed()) {
                boolean isLasting =
                        switch (change) {
                            case Change.Accept(var entry) -> !done.contains(entry.name());
                            case Change.Done(var name) -> done.add(name);
                            case Change.Set(var purpose, var key, var value) ->
                                    written.add(purpose + " " + key);
                            case Change.Put p -> true;
                            case Change.Pin p -> true;
                            case Change.Drop d -> true;
                            case Change.File f -> true;
                            case Change.Unfile u -> true;
                            case Change.Retain r -> true;
                            case Change.Intend i -> true;
                            case Change.Charge c -> true;
                            case Change.See s -> true;
                            case Change.Unsee u -> true;
                        };
                if (isLasting) {
                    changes.add(change);
                }
            }
        }
        return changes.reversed();
    }

    @Override
    public void close() {
        waiting.add(END);
        join(thread);
    }

    static void join(Thread thread) {
        boolean isInterrupted = false;
        while (true) {
            try {
                thread.join();
                break;
            } catch (InterruptedException e) {
                isInterrupted = true;
            }
        }
        if (isInterrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
