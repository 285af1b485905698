package ipvm.rule;

import ipvm.data.MalformedException;
import ipvm.data.Typo;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/// A cron expression in a time zone: a set of instants, each of which fires once.
///
/// A time of day that the clocks skip fires at the first instant after the gap, and one that comes
/// twice fires the first time. An expression with a `*` or a step among its minutes or hours means
/// "as time passes" instead: it fires whenever the clock on the wall matches.
public final class Cron {

    private static final long FIRST_MILLIS = -62_135_596_800_000L;
    private static final long LAST_MILLIS = 253_402_300_799_999L;

    private final String text;
    private final ZoneId zone;
    private final CronFields fields;

    private Cron(String text, ZoneId zone, CronFields fields) {
        this.text = text;
        this.zone = zone;
        this.fields = fields;
    }

    public static Cron parse(String text, ZoneId zone) throws MalformedException {
        return new Cron(text, zone, CronFields.parse(text));
    }

    /// A zone by its name, such as `UTC`, `Europe/Berlin` or `+02:00`.
    public static ZoneId zone(String name) throws MalformedException {
        try {
            return ZoneId.of(name);
        } catch (DateTimeException e) {
            var known = List.copyOf(ZoneId.getAvailableZoneIds());
            throw new MalformedException(
                    "time zone, such as Europe/Berlin", "'" + name + "'" + Typo.hint(name, known));
        }
    }

    public String text() {
        return text;
    }

    public ZoneId zone() {
        return zone;
    }

    /// The first instant after this one that fires; none where the calendar of this class ends.
    public OptionalLong next(long afterMillis) {
        if (afterMillis >= LAST_MILLIS) {
            return OptionalLong.empty();
        }
        long after = Math.max(afterMillis, FIRST_MILLIS);
        return fields.isElapsing() ? nextElapsing(after) : nextOfDay(after);
    }

    /// The last instants that fire in `(after, until]`, oldest first, at most so many.
    ///
    /// Found by halving, so that ten years of minutes cost no more than a day of them.
    List<Long> latest(long afterMillis, long untilMillis, int max) {
        var found = new ArrayDeque<Long>();
        long until = untilMillis;
        while (found.size() < max && hasOne(afterMillis, until)) {
            until = last(afterMillis, until);
            found.addFirst(until);
            until--;
        }
        return List.copyOf(found);
    }

    /// The first instants that fire in `(after, until]`, at most so many.
    List<Long> first(long afterMillis, long untilMillis, int max) {
        var found = new ArrayList<Long>();
        var next = next(afterMillis);
        while (found.size() < max && next.isPresent() && next.getAsLong() <= untilMillis) {
            found.add(next.getAsLong());
            next = next(next.getAsLong());
        }
        return found;
    }

    private boolean hasOne(long after, long until) {
        var next = next(after);
        return next.isPresent() && next.getAsLong() <= until;
    }

    /// The last of at least one.
    private long last(long after, long until) {
        long low = after;
        long high = until;
        while (low < high) {
            long middle = low + (high - low) / 2;
            if (hasOne(middle, until)) {
                low = next(middle).orElseThrow();
            } else {
                high = middle;
            }
        }
        return low;
    }

    private OptionalLong nextOfDay(long after) {
        var local = LocalDateTime.ofInstant(Instant.ofEpochMilli(after), zone);
        var at = fields.from(local.truncatedTo(ChronoUnit.MINUTES));
        while (at.isPresent() && firing(at.get()) <= after) {
            at = fields.from(at.get().plusMinutes(1));
        }
        return at.isPresent() ? OptionalLong.of(firing(at.get())) : OptionalLong.empty();
    }

    /// When a time of day fires: the first time it comes, or where the gap ends that skips it.
    private long firing(LocalDateTime at) {
        var rules = zone.getRules();
        var offsets = rules.getValidOffsets(at);
        return offsets.isEmpty()
                ? rules.getTransition(at).toEpochSecond() * 1_000
                : millis(at, offsets.getFirst());
    }

    /// Looks from one change of the clocks to the next: between two, local time just passes.
    private OptionalLong nextElapsing(long after) {
        var rules = zone.getRules();
        var from = Instant.ofEpochMilli(after + 1);
        var end = from.plus(366L * CronFields.YEARS_MAX, ChronoUnit.DAYS);
        while (from.isBefore(end)) {
            var offset = rules.getOffset(from);
            var at = fields.from(wholeMinute(LocalDateTime.ofInstant(from, offset)));
            var change = rules.nextTransition(from);
            var until = change == null ? Instant.MAX : change.getInstant();
            if (at.isPresent() && at.get().toInstant(offset).isBefore(until)) {
                return OptionalLong.of(millis(at.get(), offset));
            }
            from = until;
        }
        return OptionalLong.empty();
    }

    private static LocalDateTime wholeMinute(LocalDateTime at) {
        var minute = at.truncatedTo(ChronoUnit.MINUTES);
        return minute.equals(at) ? at : minute.plusMinutes(1);
    }

    private static long millis(LocalDateTime at, ZoneOffset offset) {
        return at.toEpochSecond(offset) * 1_000;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Cron that && text.equals(that.text) && zone.equals(that.zone);
    }

    @Override
    public int hashCode() {
        return text.hashCode() * 31 + zone.hashCode();
    }

    @Override
    public String toString() {
        return text + " " + zone;
    }
}
