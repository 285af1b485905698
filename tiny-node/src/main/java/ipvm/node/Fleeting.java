package ipvm.node;

import ipvm.store.Filed;
import ipvm.store.Sessions;
import ipvm.task.Receipt;
import java.util.ArrayList;
import java.util.List;

/// Receipts that nobody keeps: they wait here to be counted in the session of their day, and are
/// never written themselves.
final class Fleeting {

    private static final int RECEIPTS_MAX = 4_096;

    /// So long they wait at most for others to be counted with: what a power cut may take of them.
    private static final long WAIT_MILLIS = 60_000;

    private final List<Filed> waiting = new ArrayList<>();
    private long dueMillis = Long.MAX_VALUE;
    private long notBeforeMillis = Long.MIN_VALUE;

    /// Whether there is room; where there is none, a receipt is kept like any other.
    boolean isOpen() {
        return waiting.size() < RECEIPTS_MAX;
    }

    /// Whether a receipt is one of these: whose task comes to the same when it is run again, and
    /// which nobody wants.
    boolean takes(Work work, Receipt receipt, Rights rights) {
        return work.isForTheCareless()
                && isOpen()
                && work.forks.orders().isEmpty()
                && receipt.report().log().isEmpty()
                && !rights.isCommand(work.order.task().command());
    }

    void add(Filed filed) {
        waiting.add(filed);
    }

    /// Looks at the clock.
    ///
    /// @param isLast whether nothing more is to come
    void tick(Clocks clocks, boolean isLast) {
        if (waiting.isEmpty()) {
            dueMillis = Long.MAX_VALUE;
        } else if (isLast || waiting.size() >= Sessions.receiptsMax()) {
            dueMillis = Math.max(clocks.monotonicMillis(), notBeforeMillis);
        } else if (dueMillis == Long.MAX_VALUE) {
            dueMillis = clocks.monotonicMillis() + WAIT_MILLIS;
        }
    }

    long dueMillis() {
        return dueMillis;
    }

    /// Those that are counted next.
    List<Filed> batch() {
        int most = Math.min(waiting.size(), Sessions.receiptsMax());
        return Sessions.ofOneDay(waiting.subList(0, most));
    }

    /// The first so many stand in their session.
    void counted(int count) {
        waiting.subList(0, count).clear();
        dueMillis = Long.MAX_VALUE;
    }

    /// They do not, and it is tried again.
    void retry(long millis) {
        notBeforeMillis = millis;
        dueMillis = millis;
    }
}
