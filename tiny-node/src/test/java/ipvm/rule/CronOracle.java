package ipvm.rule;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Cron as a person would do it: look at the clock on the wall, minute by minute.
final class CronOracle {

    private static final long MINUTE = 60_000;

    private final List<Set<Integer>> fields;
    private final boolean eitherDay;
    private final boolean elapsing;
    private final ZoneId zone;

    /// Takes expressions of numbers, `*`, ranges, steps and lists, no names.
    CronOracle(String text, ZoneId zone) {
        var parts = text.split(" ", -1);
        int[][] ends = {{0, 59}, {0, 23}, {1, 31}, {1, 12}, {0, 7}};
        this.fields = new java.util.ArrayList<>();
        for (int i = 0; i < 5; i++) {
            fields.add(numbers(parts[i], ends[i]));
        }
        this.eitherDay = !parts[2].startsWith("*") && !parts[4].startsWith("*");
        this.elapsing = (parts[0] + parts[1]).matches(".*[*/].*");
        this.zone = zone;
    }

    private static Set<Integer> numbers(String part, int[] ends) {
        var numbers = new HashSet<Integer>();
        for (var item : part.split(",", -1)) {
            var step = item.contains("/") ? Integer.parseInt(item.split("/", -1)[1]) : 1;
            var range = item.split("/", -1)[0].replace("*", ends[0] + "-" + ends[1]).split("-", -1);
            int[] bounds = Arrays.stream(range).mapToInt(Integer::parseInt).toArray();
            for (int n = bounds[0]; n <= bounds[bounds.length - 1]; n += step) {
                numbers.add(n);
            }
        }
        return numbers;
    }

    /// The first minute after an instant that fires, if one comes before the horizon.
    long next(long after, long horizon) {
        for (long at = Math.floorDiv(after, MINUTE) * MINUTE + MINUTE;
                at <= horizon;
                at += MINUTE) {
            if (fires(at)) {
                return at;
            }
        }
        return Long.MAX_VALUE;
    }

    boolean fires(long at) {
        var now = local(at);
        if (elapsing) {
            return matches(now);
        }
        var before = local(at - MINUTE);
        for (var skipped = before.plusMinutes(1);
                skipped.isBefore(now);
                skipped = skipped.plusMinutes(1)) {
            if (matches(skipped)) {
                return true;
            }
        }
        return matches(now) && !cameBefore(at, now);
    }

    /// Whether the clock on the wall showed this before, within a day.
    private boolean cameBefore(long at, LocalDateTime now) {
        for (long back = 30 * MINUTE; back <= 24 * 60 * MINUTE; back += 30 * MINUTE) {
            if (local(at - back).equals(now)) {
                return true;
            }
        }
        return false;
    }

    private LocalDateTime local(long at) {
        return LocalDateTime.ofInstant(Instant.ofEpochMilli(at), zone);
    }

    private boolean matches(LocalDateTime at) {
        return fields.get(0).contains(at.getMinute())
                && fields.get(1).contains(at.getHour())
                && fields.get(3).contains(at.getMonthValue())
                && matchesDay(at);
    }

    private boolean matchesDay(LocalDateTime at) {
        boolean day = fields.get(2).contains(at.getDayOfMonth());
        int of = at.getDayOfWeek().getValue();
        boolean weekday = fields.get(4).contains(of) || (of == 7 && fields.get(4).contains(0));
        return eitherDay ? day || weekday : day && weekday;
    }
}
