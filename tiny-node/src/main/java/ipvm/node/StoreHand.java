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
import java.util.function.Consumer;

/// Writes down what is to be kept: all that is ready goes into one transaction, so that a disk that
/// takes long to sync makes answers wait, and throughput not.
final class StoreHand implements AutoCloseable {

    private static final int GROUP_MAX = 512;

    /// Tells the thread to end after what came before.
    private static final Batch END = new Batch(List.of(), fault -> {});

    private final Store store;
    private final BlockingQueue<Batch> waiting = new LinkedBlockingQueue<>();
    private final Thread thread;

    /// Changes that belong together, and who is told that they are durable or why they are not.
    record Batch(List<Change> changes, Consumer<Optional<StoreException>> told) {}

    StoreHand(Store store) {
        this.store = store;
        this.thread = Thread.ofPlatform().name("store").start(this::write);
    }

    void keep(List<Change> changes, Consumer<Optional<StoreException>> told) {
        waiting.add(new Batch(changes, told));
    }

    private void write() {
        boolean isOver = false;
        while (!isOver) {
            var group = group();
            isOver = group.remove(END);
            if (!group.isEmpty()) {
                commit(group);
            }
        }
    }

    private List<Batch> group() {
        var group = new ArrayList<Batch>();
        try {
            group.add(waiting.take());
        } catch (InterruptedException e) {
            group.add(END);
        }
        waiting.drainTo(group, GROUP_MAX - 1);
        return group;
    }

    /// What does not fit must not keep out what does.
    private void commit(List<Batch> group) {
        try {
            store.commit(settled(group));
            group.forEach(batch -> batch.told.accept(Optional.empty()));
        } catch (StoreException e) {
            if (group.size() == 1) {
                group.getFirst().told.accept(Optional.of(e));
            } else {
                group.forEach(batch -> commit(List.of(batch)));
            }
        }
    }

    /// The changes of a group, without the work that begins and ends within it.
    static List<Change> settled(List<Batch> group) {
        var done = new HashSet<Cid>();
        for (var keep : group) {
            for (var change : keep.changes()) {
                if (change instanceof Change.Done(var name)) {
                    done.add(name);
                }
            }
        }
        var changes = new ArrayList<Change>();
        for (var keep : group) {
            for (var change : keep.changes()) {
                boolean isOver =
                        change instanceof Change.Accept(var entry) && done.contains(entry.name());
                if (!isOver) {
                    changes.add(change);
                }
            }
        }
        return changes;
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
