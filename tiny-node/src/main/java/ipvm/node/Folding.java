package ipvm.node;

import ipvm.key.Signer;
import ipvm.store.Change;
import ipvm.store.Entry;
import ipvm.store.Filed;
import ipvm.store.Intent;
import ipvm.store.Sessions;
import ipvm.store.Store;
import ipvm.store.StoreException;
import ipvm.store.StoreException.Kind;
import java.util.ArrayList;
import java.util.List;

/// Folds old receipts into sessions: once a day, and when the store is nearly full.
///
/// One batch at a time is written, all of it or nothing, so that the power may fail anywhere; the
/// next one begins when that is durable, and everything else comes in between.
final class Folding {

    private static final long FIRST_MILLIS = 60_000;
    private static final long AGAIN_MILLIS = 60_000;
    private static final long DAY_MILLIS = 86_400_000;

    /// So many writes pass between two looks at how full the store is.
    private static final int WRITES = 64;

    /// So many of the last receipts stay even when there is no room.
    private static final int LAST = 1_024;

    private static final int PAGES_MAX = 16;

    private final Store store;
    private final Signer signer;
    private final Agenda agenda;
    private final long keepMillis;
    private final Sessions sessions;
    private final Fleeting fleeting;
    private long dueMillis = Long.MAX_VALUE;
    private long offsetMillis;
    private long writes;

    /// The last receipt that was looked at in this pass.
    private long after;

    private boolean isArmed;
    private boolean isWriting;
    private boolean isPressed;
    private boolean isStopping;

    /// @param fleeting what is counted without having been kept
    Folding(Node.Self self, Store store, Agenda agenda, Fleeting fleeting) {
        this.fleeting = fleeting;
        this.signer = self.signer();
        this.keepMillis = self.upkeep().keepMillis();
        this.store = store;
        this.agenda = agenda;
        this.sessions = new Sessions(store);
    }

    /// The node was started for good, and not for one command.
    void arm(Clocks clocks) {
        isArmed = true;
        offsetMillis = offset(clocks);
        dueMillis = clocks.monotonicMillis() + FIRST_MILLIS;
    }

    private static long offset(Clocks clocks) {
        return clocks.wallMillis() - clocks.monotonicMillis();
    }

    /// When to look at the clock again.
    long wakeMillis() {
        return isWriting ? Long.MAX_VALUE : Math.min(dueMillis, fleeting.dueMillis());
    }

    /// What waits to be counted is so at once.
    void stop() {
        isStopping = true;
    }

    /// Something was written.
    void kept(Clocks clocks) {
        if (isArmed && !isPressed && ++writes % WRITES == 0 && isNearlyFull(8)) {
            press(clocks);
        }
    }

    /// Something was not.
    void notKept(StoreException why, Clocks clocks) {
        if (isArmed && !isPressed && why.kind() == Kind.FULL) {
            press(clocks);
        }
    }

    private void press(Clocks clocks) {
        isPressed = true;
        after = 0;
        dueMillis = clocks.monotonicMillis();
    }

    /// Whether less than one of so many parts is free.
    private boolean isNearlyFull(int parts) {
        try {
            return store.bytesUsed() > store.bytesMax() - store.bytesMax() / parts;
        } catch (StoreException e) {
            return false;
        }
    }

    /// Has the next batch written, if it is time.
    void pump(Clocks clocks) {
        if (isWriting) {
            return;
        }
        fleeting.tick(clocks, isStopping);
        if (clocks.monotonicMillis() >= fleeting.dueMillis()) {
            count(clocks);
        } else if (isArmed && clocks.monotonicMillis() >= dueMillis) {
            try {
                fold(clocks);
            } catch (StoreException e) {
                dueMillis = clocks.monotonicMillis() + AGAIN_MILLIS;
            }
        }
    }

    /// Has receipts counted that are kept for nobody.
    private void count(Clocks clocks) {
        long againMillis = clocks.monotonicMillis() + AGAIN_MILLIS;
        try {
            var batch = fleeting.batch();
            isWriting = true;
            agenda.keep(
                    sessions.count(batch, signer),
                    () -> {
                        isWriting = false;
                        fleeting.counted(batch.size());
                    },
                    why -> {
                        isWriting = false;
                        fleeting.retry(againMillis);
                    });
        } catch (StoreException e) {
            isWriting = false;
            fleeting.retry(againMillis);
        }
    }

    private void fold(Clocks clocks) throws StoreException {
        boolean isJump = Math.abs(offset(clocks) - offsetMillis) > DAY_MILLIS;
        offsetMillis = offset(clocks);
        isPressed &= isNearlyFull(4);
        long before = isPressed ? Long.MAX_VALUE : clocks.wallMillis() - keepMillis;
        if (!isPressed && (isJump || !clocks.isSet())) {
            rest(clocks); // a clock that was set wrongly has a day to be set right
            return;
        }
        var batch = Sessions.ofOneDay(batch(before));
        if (batch.isEmpty()) {
            rest(clocks);
        } else {
            write(sessions.fold(batch, signer), clocks);
        }
    }

    private void write(List<Change> changes, Clocks clocks) {
        isWriting = true;
        agenda.keep(
                changes,
                () -> isWriting = false,
                why -> {
                    isWriting = false;
                    dueMillis = clocks.monotonicMillis() + AGAIN_MILLIS;
                });
    }

    private void rest(Clocks clocks) {
        after = 0;
        dueMillis = clocks.monotonicMillis() + (isPressed ? AGAIN_MILLIS : DAY_MILLIS);
        isPressed = false;
    }

    // --- which ones --------------------------------------------------------------------------

    /// The next receipts that may go, those of a page or a few at most.
    private List<Filed> batch(long before) throws StoreException {
        long needed = Math.min(before, oldestAccepted());
        long last = last();
        var batch = new ArrayList<Filed>();
        for (int i = 0; i < PAGES_MAX && batch.isEmpty(); i++) {
            var page = store.receiptsAfter(after, Sessions.receiptsMax());
            boolean isPast = true;
            for (var one : page) {
                boolean isOld = one.filed().atMillis() < needed && one.number() <= last;
                isPast &= !isOld;
                if (isOld && !one.isKept() && isSettled(one.filed())) {
                    batch.add(one.filed());
                }
            }
            if (isPast) {
                return List.of();
            }
            // What is folded is gone from the next page; what is not is passed over.
            after = batch.isEmpty() ? page.getLast().number() : after;
        }
        return batch;
    }

    private long last() throws StoreException {
        if (!isPressed) {
            return Long.MAX_VALUE;
        }
        var last = store.lastReceipts(1);
        return last.isEmpty() ? 0 : last.getFirst().number() - LAST;
    }

    /// What was accepted may ask once more for everything that was done since.
    private long oldestAccepted() throws StoreException {
        return store.journal().stream().mapToLong(Entry::atMillis).min().orElse(Long.MAX_VALUE);
    }

    /// A command that may have been done, or not, keeps its receipt until somebody knows.
    private boolean isSettled(Filed filed) throws StoreException {
        return store.intent(filed.task())
                .map(intent -> intent.state() == Intent.State.SETTLED)
                .orElse(true);
    }
}
