package ipvm.ucan;

import ipvm.data.Cid;
import ipvm.ucan.Refusal.Reason;
import java.util.HashSet;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;

/// The invocations that were admitted and could still be sent again: each counts once until it
/// ends.
///
/// One with an empty nonce may come as often as it likes: asking for it twice is asking once. It is
/// bounded, and a full window refuses, because forgetting would let a replay through.
public final class ReplayWindow {

    private record Entry(long forgetAt, Cid cid) implements Comparable<Entry> {
        @Override
        public int compareTo(Entry that) {
            return Long.compare(forgetAt, that.forgetAt);
        }
    }

    private final int entriesMax;
    private final long skewSeconds;
    private final Set<Cid> seen = new HashSet<>();
    private final PriorityQueue<Entry> byEnd = new PriorityQueue<>();

    public ReplayWindow(int entriesMax, long skewSeconds) {
        this.entriesMax = entriesMax;
        this.skewSeconds = skewSeconds;
    }

    /// Lets an invocation in once; nothing is answered where it may run.
    public Optional<Refusal> admit(Invocation invocation, long nowSeconds) {
        if (invocation.request().nonce().isEmpty()) {
            return Optional.empty();
        }
        forgetBefore(nowSeconds);
        var cid = invocation.names().getFirst();
        if (seen.contains(cid)) {
            return Optional.of(refusal(cid, "an invocation not seen before", "one seen before"));
        }
        if (seen.size() == entriesMax) {
            return Optional.of(
                    refusal(
                            cid,
                            "room for one more invocation",
                            entriesMax + " that have not ended"));
        }
        seen.add(cid);
        byEnd.add(new Entry(invocation.request().expires().orElse(Long.MAX_VALUE), cid));
        return Optional.empty();
    }

    public int size() {
        return seen.size();
    }

    private void forgetBefore(long nowSeconds) {
        while (!byEnd.isEmpty() && byEnd.peek().forgetAt() < nowSeconds - skewSeconds) {
            seen.remove(byEnd.remove().cid());
        }
    }

    private static Refusal refusal(Cid cid, String expected, String found) {
        return new Refusal(Reason.REPLAYED, cid, "replay window", expected, found);
    }
}
