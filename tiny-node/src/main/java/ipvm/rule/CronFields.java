package ipvm.rule;

import ipvm.data.MalformedException;
import ipvm.rule.CronField.Part;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.Month;
import java.util.Optional;

/// The five fields of a cron expression, over a calendar without zones.
record CronFields(
        CronField minute, CronField hour, CronField day, CronField month, CronField weekday) {

    /// A 29 February on a given day of the week comes back after 40 years at the latest.
    static final int YEARS_MAX = 50;

    private static final int CHARS_MAX = 512;

    static CronFields parse(String text) throws MalformedException {
        if (text.length() > CHARS_MAX) {
            throw new MalformedException(
                    "cron of at most " + CHARS_MAX + " characters", text.length() + "");
        }
        var parts = text.strip().split("[ \t]+", -1);
        if (parts.length != 5) {
            throw new MalformedException(
                    "cron of 5 fields (minute hour day month weekday)", "'" + text + "'");
        }
        var fields =
                new CronFields(
                        CronField.parse(Part.MINUTE, parts[0]),
                        CronField.parse(Part.HOUR, parts[1]),
                        CronField.parse(Part.DAY, parts[2]),
                        CronField.parse(Part.MONTH, parts[3]),
                        CronField.parse(Part.WEEKDAY, parts[4]));
        if (!fields.everComes()) {
            throw Part.DAY.malformed("a day that its months have", parts[2] + " of " + parts[3]);
        }
        return fields;
    }

    /// Whether it means "as time passes" and not "at this time of day".
    boolean isElapsing() {
        return minute.isStepped() || hour.isStepped();
    }

    boolean takes(LocalDateTime at) {
        return minute.takes(at.getMinute())
                && hour.takes(at.getHour())
                && month.takes(at.getMonthValue())
                && takesDay(at.toLocalDate());
    }

    /// The first minute from this one on that is taken.
    Optional<LocalDateTime> from(LocalDateTime start) {
        var date = start.toLocalDate();
        if (month.takes(date.getMonthValue()) && takesDay(date)) {
            var today = later(date, start.getHour(), start.getMinute());
            if (today.isPresent()) {
                return today;
            }
        }
        return nextDay(date.plusDays(1)).map(day -> day.atTime(hour.from(0), minute.from(0)));
    }

    private Optional<LocalDateTime> later(LocalDate date, int fromHour, int fromMinute) {
        int sameHour = hour.takes(fromHour) ? minute.from(fromMinute) : -1;
        if (sameHour >= 0) {
            return Optional.of(date.atTime(fromHour, sameHour));
        }
        int nextHour = hour.from(fromHour + 1);
        return nextHour < 0 ? Optional.empty() : Optional.of(date.atTime(nextHour, minute.from(0)));
    }

    private Optional<LocalDate> nextDay(LocalDate from) {
        var date = from;
        while (date.getYear() <= from.getYear() + YEARS_MAX) {
            if (!month.takes(date.getMonthValue())) {
                date = date.withDayOfMonth(1).plusMonths(1);
            } else if (takesDay(date)) {
                return Optional.of(date);
            } else {
                date = date.plusDays(1);
            }
        }
        return Optional.empty();
    }

    /// Either of two restricted days is enough, as it always was in cron.
    private boolean takesDay(LocalDate date) {
        boolean ofMonth = day.takes(date.getDayOfMonth());
        boolean ofWeek = weekday.takes(date.getDayOfWeek().getValue() % 7);
        return (day.isOpen() || weekday.isOpen()) ? (ofMonth && ofWeek) : (ofMonth || ofWeek);
    }

    private boolean everComes() {
        if (!day.isOpen() && !weekday.isOpen()) {
            return true;
        }
        for (var each : Month.values()) {
            if (month.takes(each.getValue()) && day.from(0) <= each.maxLength()) {
                return true;
            }
        }
        return false;
    }
}
