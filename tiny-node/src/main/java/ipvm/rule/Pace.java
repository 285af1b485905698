package ipvm.rule;

/// A rule's own time: the monotonic clock, continued over restarts.
///
/// Spans of time (`every`, windows, rates) are counted on it, so that no jump of the wall clock
/// touches them. The time between two boots is added where the wall clock knows it, and is nothing
/// where it does not.
///
/// @param boot the boot in which it was last read
/// @param offsetMillis what to add to the monotonic clock of that boot
/// @param seenMillis what it showed when the state was last written
/// @param seenWallMillis the time of day then, or -1
record Pace(long boot, long offsetMillis, long seenMillis, long seenWallMillis) {

    /// A clock that was off by more than this counts as one that was off by this.
    private static final long AWAY_MILLIS_MAX = 100L * 366 * 86_400_000;

    static Pace beginning(Moment moment) {
        return new Pace(
                moment.boot(),
                -moment.monotonicMillis(),
                0,
                moment.isSet() ? Math.max(0, moment.wallMillis()) : -1);
    }

    boolean isOf(Moment moment) {
        return boot == moment.boot();
    }

    long now(Moment moment) {
        return Math.max(seenMillis, offsetMillis + moment.monotonicMillis());
    }

    /// The same time, on the monotonic clock of the boot of that moment.
    Pace goingOn(Moment moment) {
        if (isOf(moment)) {
            return this;
        }
        boolean isKnown = moment.isSet() && seenWallMillis >= 0;
        long away = isKnown ? Math.max(0, moment.wallMillis() - seenWallMillis) : 0;
        long now = seenMillis + Math.min(away, AWAY_MILLIS_MAX);
        return new Pace(moment.boot(), now - moment.monotonicMillis(), now, seenWallMillis);
    }

    Pace seen(Moment moment) {
        long now = now(moment);
        return new Pace(boot, offsetMillis, now, wall(moment, now));
    }

    private long wall(Moment moment, long now) {
        if (moment.isSet()) {
            return Math.max(0, moment.wallMillis());
        }
        return seenWallMillis < 0 ? -1 : seenWallMillis + (now - seenMillis);
    }
}
