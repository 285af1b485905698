package ipvm.node;

import ipvm.store.Change;
import java.util.ArrayList;
import java.util.List;

/// Remembers requests that may be made only once, together with what came of them.
///
/// One that ends is forgotten when it has ended; one without an end after a month, by which time
/// its receipt answers it.
final class Seen {

    private static final long SECOND_MILLIS = 1_000;
    private static final long HOUR_SECONDS = 3_600;
    private static final long MONTH_SECONDS = 30 * 24 * HOUR_SECONDS;

    private long tidiedSeconds;

    List<Change> changes(Work work, long nowMillis) {
        var changes = new ArrayList<Change>();
        long now = nowMillis / SECOND_MILLIS;
        for (var waiter : work.waiters) {
            var once = waiter.order().once();
            if (once.isPresent()) {
                long until = once.get().request().expires().orElse(now + MONTH_SECONDS);
                changes.add(new Change.See(once.get().cid(), until));
            }
        }
        if (!changes.isEmpty() && now - tidiedSeconds >= HOUR_SECONDS) {
            tidiedSeconds = now;
            changes.add(new Change.Unsee(now - HOUR_SECONDS));
        }
        return changes;
    }
}
