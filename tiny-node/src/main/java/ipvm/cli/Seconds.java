package ipvm.cli;

import java.time.Instant;

/// Points in time as tokens have them: whole seconds since 1970.
final class Seconds {

    /// Beyond this, peers that keep seconds in a double would round.
    static final long MAX = (1L << 53) - 1;

    private static final long DAY = 86_400;

    private Seconds() {}

    /// Reads a point in time; `name` is the option it was given to.
    static long parse(String name, String text) throws Stop {
        if (!text.matches("[0-9]{1,16}") || Long.parseLong(text) > MAX) {
            throw Stop.usage(
                    name + ": '" + text + "' is no time in seconds since 1970 (now: date +%s)");
        }
        return Long.parseLong(text);
    }

    /// The end of a time that begins now.
    static long after(long now, String name, String duration) throws Stop {
        long seconds = Quantity.MILLIS.parse(name, duration) / 1_000;
        if (seconds < 1 || seconds > MAX - now) {
            throw Stop.usage(name + ": '" + duration + "' is not between a second and for ever");
        }
        return now + seconds;
    }

    /// A date in UTC, or the bare number where no calendar reaches.
    static String date(long seconds) {
        return seconds > 253_402_300_799L
                ? Long.toString(seconds)
                : Instant.ofEpochSecond(seconds).toString();
    }

    /// How far away a point in time is: `in 30 days`, `2 hours ago`.
    static String distance(long seconds, long now) {
        long away = Math.abs(seconds - now);
        var span =
                away >= 2 * DAY
                        ? away / DAY + " days"
                        : away >= 7_200
                                ? away / 3_600 + " hours"
                                : away >= 120 ? away / 60 + " minutes" : away + " seconds";
        return seconds < now ? span + " ago" : "in " + span;
    }
}
