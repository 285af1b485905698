package ipvm.rule;

import ipvm.rule.RuleState.Spent;
import java.util.OptionalLong;

/// What a rule may still spend: firings by its rate, fuel by its limit.
final class Purse {

    private final Bound bound;
    private final long now;
    private Spent spent;

    Purse(Bound bound, Spent spent, long now) {
        this.bound = bound;
        this.spent = spent;
        this.now = now;
    }

    Spent spent() {
        return spent;
    }

    boolean mayFire() {
        return waitMillis() == 0;
    }

    /// How long until it may fire.
    long waitMillis() {
        long rate = bound.rate().map(this::rateWait).orElse(0L);
        long fuel = bound.fuel().map(this::fuelWait).orElse(0L);
        return Math.max(rate, fuel);
    }

    void takeOne() {
        bound.rate()
                .ifPresent(rate ->
                        spent =
                                new Spent(
                                        level(rate) - rate.millis(),
                                        now,
                                        spent.fuel(),
                                        spent.fuelMillis()));
    }

    void burn(long fuel) {
        if (bound.fuel().isEmpty()) {
            return;
        }
        long span = bound.fuel().get().millis();
        long burnt = Math.max(0, fuel);
        spent =
                isOver(span)
                        ? new Spent(spent.rateLevel(), spent.rateMillis(), burnt, now)
                        : new Spent(
                                spent.rateLevel(),
                                spent.rateMillis(),
                                burnt > Long.MAX_VALUE - spent.fuel()
                                        ? Long.MAX_VALUE
                                        : spent.fuel() + burnt,
                                spent.fuelMillis());
    }

    OptionalLong left() {
        return bound.fuel().isEmpty()
                ? OptionalLong.empty()
                : OptionalLong.of(left(bound.fuel().get()));
    }

    private long left(Per fuel) {
        return isOver(fuel.millis()) ? fuel.amount() : Math.max(0, fuel.amount() - spent.fuel());
    }

    private long fuelWait(Per fuel) {
        return left(fuel) > 0 ? 0 : spent.fuelMillis() + fuel.millis() - now;
    }

    private boolean isOver(long span) {
        return spent.fuelMillis() + span <= now || spent.fuel() == 0;
    }

    /// A firing costs as many parts as the span has milliseconds; each of those brings as many as
    /// the rate has firings. So nothing is lost to rounding.
    private long level(Per rate) {
        long full = rate.amount() * rate.millis();
        long passed = Math.min(now - spent.rateMillis(), rate.millis());
        return spent.rateLevel() < 0
                ? full
                : Math.min(full, spent.rateLevel() + passed * rate.amount());
    }

    private long rateWait(Per rate) {
        long missing = rate.millis() - level(rate);
        return missing <= 0 ? 0 : Math.ceilDiv(missing, rate.amount());
    }
}
