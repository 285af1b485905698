package ipvm.node;

import ipvm.rule.Per;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// One inlet at work: how many readings it may still bring, and which it brought lately.
final class Inflow {

    static final long MARKS_MILLIS = 60_000;

    /// A sender that was cut off may bring all again that it had under way.
    private static final int MARKS_MAX = 8_192;

    private final Map<String, Copy> copies = new LinkedHashMap<>();
    private InletTerms terms;
    private long lastNumber;
    private long dropped;
    private long level;
    private long levelMillis;

    /// A message that may come again.
    ///
    /// @param others who brought it again while it was being written
    private record Copy(long millis, boolean isKept, List<Waiter.Ear> others) {}

    Inflow(InletTerms terms, long lastNumber, long nowMillis) {
        this.terms = terms;
        this.lastNumber = lastNumber;
        this.level = terms.rate().amount() * terms.rate().millis();
        this.levelMillis = nowMillis;
    }

    InletTerms terms() {
        return terms;
    }

    String name() {
        return terms.name();
    }

    /// The same inlet on other terms.
    void change(InletTerms next) {
        terms = next;
    }

    long nextNumber() {
        return ++lastNumber;
    }

    long lastNumber() {
        return lastNumber;
    }

    long dropped() {
        return dropped;
    }

    /// As many as the rate allows in its time may come at once; then one whenever its part of that
    /// time has passed.
    ///
    /// @return how long the device has to wait; 0 lets it through
    long patience(long nowMillis) {
        Per rate = terms.rate();
        long passed = Math.clamp(nowMillis - levelMillis, 0, rate.millis());
        level = Math.min(rate.amount() * rate.millis(), level + passed * rate.amount());
        levelMillis = nowMillis;
        if (level < rate.millis()) {
            dropped++;
            return Math.ceilDiv(rate.millis() - level, rate.amount());
        }
        level -= rate.millis();
        return 0;
    }

    // --- what comes twice --------------------------------------------------------------------

    /// Whether it came before; whoever brings it again hears what the first one did.
    boolean isCopy(String mark, Waiter.Ear ear, long nowMillis) {
        forget(nowMillis);
        var first = copies.get(mark);
        if (mark.isEmpty() || first == null) {
            return false;
        }
        if (first.isKept) {
            ear.hear(new Reply.Accepted());
        } else {
            first.others.add(ear);
        }
        return true;
    }

    /// The eldest stand first.
    private void forget(long nowMillis) {
        var all = copies.values().iterator();
        while (all.hasNext()) {
            var eldest = all.next();
            boolean isOld = eldest.isKept && nowMillis - eldest.millis > MARKS_MILLIS;
            if (!isOld && copies.size() <= MARKS_MAX) {
                return;
            }
            all.remove();
        }
    }

    void begin(String mark, long nowMillis) {
        if (!mark.isEmpty()) {
            copies.put(mark, new Copy(nowMillis, false, new ArrayList<>()));
        }
    }

    /// It is durable, or will never be and may come again.
    void end(String mark, Reply reply, long nowMillis) {
        var copy = copies.remove(mark);
        if (copy != null) {
            if (reply instanceof Reply.Accepted) {
                copies.put(mark, new Copy(nowMillis, true, List.of()));
            }
            copy.others.forEach(ear -> ear.hear(reply));
        }
    }

    /// One of those that were durable when the node began.
    void known(String mark, long nowMillis) {
        if (!mark.isEmpty()) {
            copies.put(mark, new Copy(nowMillis, true, List.of()));
        }
    }
}
