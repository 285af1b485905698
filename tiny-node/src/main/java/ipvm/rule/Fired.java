package ipvm.rule;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// Which times of a calendar have fired, so that none fires twice, whatever the wall clock does.
///
/// It is a few stretches and not one last time: a clock that was years ahead for an hour must not
/// silence a rule for years. The last stretch is the one that grows.
record Fired(List<Stretch> stretches) {

    static final int STRETCHES_MAX = 16;

    /// Times that one firing stood for count as fired if they are no further apart than this.
    static final long HOLE_MILLIS_MAX = 3 * 3_600_000L;

    static final Fired NONE = new Fired(List.of());

    Fired {
        stretches = List.copyOf(stretches);
    }

    /// A set of times that came, and how many of them are more than one asked for.
    record Due(List<Long> times, int more) {
        Due {
            times = List.copyOf(times);
        }
    }

    /// Whether the clock stands before all that the last stretch knows.
    boolean isBehind(long nowMillis) {
        return stretches.isEmpty() || nowMillis < stretches.getLast().fromMillis();
    }

    /// From here on, with nothing fired.
    Fired from(long nowMillis) {
        return with(new Stretch(nowMillis, nowMillis));
    }

    /// The next time that has not fired.
    OptionalLong next(Cron cron) {
        var next = cron.next(position());
        var before = before(next);
        while (before != null) {
            next = cron.next(before.toMillis());
            before = before(next);
        }
        return next;
    }

    /// The latest times up to now that have not fired, at most so many, and how many came before.
    Due due(Cron cron, long nowMillis, int max, int countMax) {
        var times = new ArrayList<Long>();
        int count = 0;
        for (var piece : pieces(nowMillis)) {
            var first = cron.first(piece.fromMillis(), piece.toMillis(), countMax - count);
            boolean isAll = first.size() < countMax - count;
            count += first.size();
            times.addAll(isAll ? first : cron.latest(piece.fromMillis(), piece.toMillis(), max));
        }
        var latest = times.subList(Math.max(0, times.size() - max), times.size());
        return new Due(latest, Math.max(0, count - latest.size()));
    }

    /// After these have fired.
    ///
    /// @param isGap whether others before them have not
    Fired and(List<Long> times, boolean isGap) {
        var last = stretches.getLast();
        boolean isFar = times.getFirst() - position() > HOLE_MILLIS_MAX;
        long from = isGap && isFar ? times.getFirst() - 1 : last.fromMillis();
        return with(new Stretch(from, times.getLast()));
    }

    /// After all up to now have been let go.
    Fired skipping(long nowMillis) {
        boolean isFar = nowMillis - position() > HOLE_MILLIS_MAX;
        return with(new Stretch(isFar ? nowMillis : stretches.getLast().fromMillis(), nowMillis));
    }

    private Fired with(Stretch last) {
        var kept = new ArrayList<Stretch>();
        for (var stretch : stretches) {
            if (!stretch.isEmpty() && !last.covers(stretch)) {
                kept.add(stretch);
            }
        }
        kept.add(last);
        return new Fired(kept.subList(Math.max(0, kept.size() - STRETCHES_MAX), kept.size()));
    }

    private long position() {
        return stretches.getLast().toMillis();
    }

    /// The times from the position to now, without the stretches that were before.
    private List<Stretch> pieces(long nowMillis) {
        var pieces = List.of(new Stretch(position(), nowMillis));
        for (var before : stretches.subList(0, stretches.size() - 1)) {
            pieces = without(pieces, before);
        }
        return pieces;
    }

    private static List<Stretch> without(List<Stretch> pieces, Stretch hole) {
        var left = new ArrayList<Stretch>();
        for (var piece : pieces) {
            long end = Math.min(piece.toMillis(), hole.fromMillis());
            long begin = Math.max(piece.fromMillis(), hole.toMillis());
            if (end > piece.fromMillis()) {
                left.add(new Stretch(piece.fromMillis(), end));
            }
            if (begin < piece.toMillis()) {
                left.add(new Stretch(begin, piece.toMillis()));
            }
        }
        return left;
    }

    private @Nullable Stretch before(OptionalLong time) {
        for (var stretch : stretches.subList(0, stretches.size() - 1)) {
            if (time.isPresent() && stretch.has(time.getAsLong())) {
                return stretch;
            }
        }
        return null;
    }
}
