package ipvm.node;

import ipvm.store.Change;
import ipvm.store.StoreException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Consumer;

/// What one step of a node comes to: the actions that it wants done, and what is to happen when
/// those that take their time are.
final class Agenda {

    /// What is to happen when changes are taken care of, or cannot be.
    record Then(Runnable kept, Consumer<StoreException> notKept) {

        static final Then NOTHING = new Then(() -> {}, why -> {});
    }

    private final Map<Long, Then> batches = new HashMap<>();
    private List<Action> actions = new ArrayList<>();
    private long nowMillis;
    private boolean isClockSet;
    private long lastBatch;

    void begin(Clocks clocks) {
        nowMillis = clocks.wallMillis();
        isClockSet = clocks.isSet();
        actions = new ArrayList<>();
    }

    List<Action> end() {
        return actions;
    }

    long nowMillis() {
        return nowMillis;
    }

    /// Whether that is what time it is, and not only what time it is at least.
    boolean isClockSet() {
        return isClockSet;
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
        batches.put(++lastBatch, new Then(kept, notKept));
        add(new Action.Keep(lastBatch, changes, OptionalLong.empty()));
    }

    /// Has changes written that may wait for others, and goes on when that is taken on.
    ///
    /// @param durable for whom it must be on the disk
    void keepSoon(List<Change> changes, Then taken, Then durable) {
        batches.put(++lastBatch, taken);
        batches.put(++lastBatch, durable);
        add(new Action.Keep(lastBatch - 1, changes, OptionalLong.of(lastBatch)));
    }

    void kept(long batch) {
        take(batch).kept.run();
    }

    void notKept(long batch, StoreException why) {
        take(batch).notKept.accept(why);
    }

    private Then take(long number) {
        var batch = batches.remove(number);
        if (batch == null) {
            throw new IllegalStateException("batch " + number + " was not given away");
        }
        return batch;
    }
}
