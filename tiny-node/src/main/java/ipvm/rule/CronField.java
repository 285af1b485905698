package ipvm.rule;

import ipvm.data.MalformedException;
import ipvm.data.Typo;
import java.util.List;
import java.util.Locale;

/// One field of a cron expression: which of its numbers it takes.
///
/// @param taken a bit for each number
/// @param isOpen whether it begins with `*`, so that it restricts no day
/// @param isStepped whether it has a `*` or a step, so that it means "as time passes"
record CronField(long taken, boolean isOpen, boolean isStepped) {

    private static final List<String> MONTHS =
            List.of(
                    "JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV",
                    "DEC");
    private static final List<String> DAYS =
            List.of("SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT");

    /// What the fields are called in faults, and what they hold.
    enum Part {
        MINUTE("minute", 0, 59, List.of()),
        HOUR("hour", 0, 23, List.of()),
        DAY("day of month", 1, 31, List.of()),
        MONTH("month", 1, 12, MONTHS),
        WEEKDAY("day of week", 0, 7, DAYS);

        private final String label;
        private final int min;
        private final int max;
        private final List<String> names;

        Part(String label, int min, int max, List<String> names) {
            this.label = label;
            this.min = min;
            this.max = max;
            this.names = names;
        }

        MalformedException malformed(String what, String found) {
            return new MalformedException("cron " + label + ": " + what, "'" + found + "'");
        }
    }

    static CronField parse(Part part, String text) throws MalformedException {
        long taken = 0;
        for (var item : text.split(",", -1)) {
            taken |= item(part, item);
        }
        if (part == Part.WEEKDAY && (taken & 1L << 7) != 0) {
            taken = (taken | 1) & ~(1L << 7);
        }
        return new CronField(taken, text.startsWith("*"), text.contains("*") || text.contains("/"));
    }

    boolean takes(int number) {
        return (taken & 1L << number) != 0;
    }

    /// The first number from this one on that is taken, or -1.
    int from(int number) {
        long left = number >= Long.SIZE ? 0 : taken & -1L << number;
        return left == 0 ? -1 : Long.numberOfTrailingZeros(left);
    }

    private static long item(Part part, String text) throws MalformedException {
        var halves = text.split("/", -1);
        if (halves.length > 2) {
            throw part.malformed("one step", text);
        }
        int[] range = range(part, halves[0]);
        int step = 1;
        if (halves.length == 2) {
            if (!halves[0].equals("*") && !halves[0].contains("-")) {
                throw part.malformed("a step of * or of a range", text);
            }
            step = digits(part, halves[1], "a step");
            if (step < 1 || step > part.max - part.min + 1) {
                throw part.malformed("a step in 1.." + (part.max - part.min + 1), halves[1]);
            }
        }
        long taken = 0;
        for (int number = range[0]; number <= range[1]; number += step) {
            taken |= 1L << number;
        }
        return taken;
    }

    private static int[] range(Part part, String text) throws MalformedException {
        if (text.equals("*")) {
            return new int[] {part.min, part == Part.WEEKDAY ? 6 : part.max};
        }
        var ends = text.split("-", -1);
        if (ends.length > 2) {
            throw part.malformed("a range of two ends", text);
        }
        int first = number(part, ends[0]);
        int last = number(part, ends[ends.length - 1]);
        if (part == Part.WEEKDAY && first > 0 && last == 0 && ends.length == 2) {
            last = 7;
        }
        if (first > last) {
            throw part.malformed("a range that begins before it ends", text);
        }
        return new int[] {first, last};
    }

    private static int number(Part part, String text) throws MalformedException {
        int named = part.names.indexOf(text.toUpperCase(Locale.ROOT));
        if (named >= 0) {
            return named + part.min;
        }
        var wanted = "a number in " + part.min + ".." + part.max;
        if (!part.names.isEmpty()) {
            wanted += " or a name as " + part.names.get(1);
        }
        int number = digits(part, text, wanted);
        if (number < part.min || number > part.max) {
            throw part.malformed(wanted, text);
        }
        return number;
    }

    private static int digits(Part part, String text, String wanted) throws MalformedException {
        if (!text.matches("[0-9]{1,4}")) {
            throw new MalformedException(
                    "cron " + part.label + ": " + wanted,
                    "'" + text + "'" + Typo.hint(text, part.names));
        }
        return Integer.parseInt(text);
    }
}
