package ipvm.node;

import ipvm.effect.Effect;
import ipvm.ucan.Command;
import java.util.HashMap;
import java.util.Map;

/// How often each effect was asked for lately, for those that allow only so many times a second.
final class Rates {

    private static final long SECOND_MILLIS = 1_000;

    /// When the next one of each is due.
    private final Map<Command, Long> due = new HashMap<>();

    /// How long whoever asks now has to wait; 0 lets it through, and counts it.
    ///
    /// As many as are allowed in a second may come at once; then one comes through whenever its
    /// part of a second has passed.
    long wait(Effect effect, long nowMillis) {
        int rate = effect.ratePerSecondMax();
        if (rate == 0) {
            return 0;
        }
        long step = Math.max(1, SECOND_MILLIS / rate);
        long next = due.getOrDefault(effect.command(), 0L);
        boolean isSetBack = next > nowMillis + 2 * SECOND_MILLIS;
        long from = isSetBack ? nowMillis : Math.max(next, nowMillis - SECOND_MILLIS + step);
        if (from > nowMillis) {
            return from - nowMillis;
        }
        due.put(effect.command(), from + step);
        return 0;
    }
}
