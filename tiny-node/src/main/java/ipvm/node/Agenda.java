package ipvm.node;

import ipvm.store.Change;
import ipvm.store.StoreException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// What one step of a node comes to: the actions that it wants done, and what is to happen when
/// those that take their time are.
final class Agenda {

    private record Batch(Runnable kept, Consumer<StoreException> notKept) {}

    private final Map<Long, Batch> batches = new HashMap<>();
    private List<Action> actions = new ArrayList<>();
    private long nowMillis;
    private long lastBatch;

    void begin(long now) {
        nowMillis = now;
        actions = new ArrayList<>();
    }

    List<Action> end() {
        return actions;
    }

    long nowMillis() {
        return nowMillis;
    }

    void add(Action action) {
        actions.add(action);
    }

    Waiter.Ear teller(long call) {
        return new Teller(call);
    }

    private final class Teller implements Waiter.Ear {

        private final long call;

        Teller(long call) {
            this.call = call;
        }

        @Override
        public void hear(Reply reply) {
            add(new Action.Tell(call, reply));
        }

        @Override
        public boolean isOf(long other) {
            return call == other;
        }
    }

    /// Has changes written, and goes on when they are durable or cannot be made so.
    void keep(List<Change> changes, Runnable kept, Consumer<StoreException> notKept) {
        batches.put(++lastBatch, new Batch(kept, notKept));
        add(new Action.Keep(lastBatch, changes));
    }

    void kept(long batch) {
        take(batch).kept.run();
    }

    void notKept(long batch, StoreException why) {
        take(batch).notKept.accept(why);
    }

    private Batch take(long number) {
        var batch = batches.remove(number);
        if (batch == null) {
            throw new IllegalStateException("batch " + number + " was not given away");
        }
        return batch;
    }
}
