package ipvm.rule;

import static ipvm.testkit.Malformed.assertThatRefuses;
import static org.assertj.core.api.Assertions.assertThat;

import ipvm.data.MalformedException;
import ipvm.testkit.Seeds;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CronTest {

    private static final List<String> ZONES =
            List.of(
                    "UTC",
                    "Europe/Berlin",
                    "America/New_York",
                    "Australia/Lord_Howe",
                    "Pacific/Apia",
                    "Africa/Casablanca",
                    "Asia/Kathmandu",
                    "+05:45");

    /// Days around which the clocks of these zones change, and some on which nothing happens.
    private static final List<String> DAYS =
            List.of(
                    "2024-03-31",
                    "2024-10-27",
                    "2025-03-09",
                    "2025-11-02",
                    "2025-04-06",
                    "2025-10-05",
                    "2011-12-30",
                    "2011-12-31",
                    "2010-09-26",
                    "2024-02-29",
                    "2025-06-15",
                    "2025-12-31");

    private static final long HORIZON = 3 * 24 * 60 * 60_000L;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "*/5 6-20 * * MON-FRI | UTC | 2026-01-02T20:55:00Z | 2026-01-05T06:00:00Z",
                "0 0 29 2 * | UTC | 2024-02-29T00:00:00Z | 2028-02-29T00:00:00Z",
                "0 0 29 2 * | UTC | 2096-03-01T00:00:00Z | 2104-02-29T00:00:00Z",
                "0 0 13 * 5 | UTC | 2026-01-01T00:00:00Z | 2026-01-02T00:00:00Z",
                "0 0 13 * 5 | UTC | 2026-01-09T00:00:00Z | 2026-01-13T00:00:00Z",
                "0 0 13 * * | UTC | 2026-01-01T00:00:00Z | 2026-01-13T00:00:00Z",
                "0 12 * jan,JUL Sat-Sun | UTC | 2026-01-31T12:00:00Z | 2026-07-04T12:00:00Z",
                "0 12 * * 7 | UTC | 2026-01-01T00:00:00Z | 2026-01-04T12:00:00Z",
                "0 12 * * 0 | UTC | 2026-01-01T00:00:00Z | 2026-01-04T12:00:00Z",
                "0 6 * * * | Europe/Berlin | 2026-07-01T00:00:00Z | 2026-07-01T04:00:00Z",
                "30 2 * * * | Europe/Berlin | 2026-03-28T12:00:00Z | 2026-03-29T01:00:00Z",
                "30 2 * * * | Europe/Berlin | 2026-03-29T01:00:00Z | 2026-03-30T00:30:00Z",
                "30 2 * * * | Europe/Berlin | 2026-10-25T00:30:00Z | 2026-10-26T01:30:00Z",
                "30 * * * * | Europe/Berlin | 2026-10-25T00:30:00Z | 2026-10-25T01:30:00Z",
                "*/30 2 * * * | Europe/Berlin | 2026-03-28T12:00:00Z | 2026-03-30T00:00:00Z",
                "0 0 */31 2 MON | UTC | 2026-01-01T00:00:00Z | 2027-02-01T00:00:00Z",
                "0 6 30 12 * | Pacific/Apia | 2011-12-01T00:00:00Z | 2011-12-30T10:00:00Z",
            })
    void findsTheNext(String text, String zone, String after, String next) throws Exception {
        var cron = Cron.parse(text, ZoneId.of(zone));
        assertThat(Instant.ofEpochMilli(cron.next(millis(after)).orElseThrow()))
                .isEqualTo(Instant.parse(next));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "60 * * * * | minute | 60",
                "* 24 * * * | hour | 24",
                "* * 0 * * | day of month | 0",
                "* * * 13 * | month | 13",
                "* * * JUM * | month | did you mean 'JUN'",
                "* * * * 8 | day of week | 8",
                "* * * * MON-FRY | day of week | did you mean 'FRI'",
                "* * * * FRI-MON | day of week | FRI-MON",
                "5/10 * * * * | minute | 5/10",
                "*/0 * * * * | minute | 0",
                "*/61 * * * * | minute | 61",
                "1,,2 * * * * | minute | ''",
                "? * * * * | minute | ?",
                "-1 * * * * | minute | ''",
                "1-2-3 * * * * | minute | 1-2-3",
                "* * * * | 5 fields | '* * * *'",
                "@daily | 5 fields | @daily",
                "0 0 31 2 * | day of month | 31 of 2",
                "0 0 30,31 FEB * | day of month | 30,31 of FEB",
                "0 0 31 4,6,9,11 * | day of month | 31 of 4,6,9,11",
            })
    void namesTheFieldItRefuses(String text, String field, String found) {
        assertThatRefuses(() -> Cron.parse(text, ZoneOffset.UTC)).hasWhat(field).hasFound(found);
    }

    @Test
    void namesTheZoneThatWasMeant() {
        assertThatRefuses(() -> Cron.zone("Europe/Berlim"))
                .hasWhat("time zone")
                .hasFound("did you mean 'Europe/Berlin'");
    }

    @Test
    void agreesWithWhoeverWatchesTheClockOnTheWall() throws Exception {
        Seeds.forEach(
                4_000,
                random -> {
                    var zone = ZoneId.of(ZONES.get(random.nextInt(ZONES.size())));
                    var text = expression(random);
                    var start = LocalDateTime.parse(pick(DAYS, random) + "T00:00");
                    long after =
                            start.toInstant(ZoneOffset.UTC).toEpochMilli()
                                    + random.nextLong(-86_400_000, 86_400_000);
                    agree(text, zone, after);
                });
    }

    private static void agree(String text, ZoneId zone, long after) throws MalformedException {
        var cron = cronOrNone(text, zone);
        var oracle = new CronOracle(text, zone);
        long horizon = after + HORIZON / 4;
        long at = after;
        for (int i = 0; i < 6 && cron.isPresent(); i++) {
            long expected = oracle.next(at, horizon);
            long next = cron.get().next(at).orElse(Long.MAX_VALUE);
            assertThat(next > horizon ? Long.MAX_VALUE : next)
                    .as("%s in %s after %s", text, zone, Instant.ofEpochMilli(at))
                    .isEqualTo(expected);
            if (next > horizon) {
                return;
            }
            at = next;
        }
    }

    private static java.util.Optional<Cron> cronOrNone(String text, ZoneId zone) {
        try {
            return java.util.Optional.of(Cron.parse(text, zone));
        } catch (MalformedException e) {
            assertThat(e.what()).contains("a day that its months have");
            return java.util.Optional.empty();
        }
    }

    @Test
    void findsTheLatestAsSurelyAsTheNext() throws Exception {
        Seeds.forEach(
                300,
                random -> {
                    var cron = cronOrNone(expression(random), ZoneId.of(pick(ZONES, random)));
                    long after = millis("2025-01-01T00:00:00Z") + random.nextLong(31_536_000_000L);
                    long until = after + random.nextLong(40 * 86_400_000L);
                    if (cron.isEmpty()) {
                        return;
                    }
                    var all = new ArrayList<Long>();
                    var next = cron.get().next(after);
                    while (next.isPresent() && next.getAsLong() <= until && all.size() < 2_000) {
                        all.add(next.getAsLong());
                        next = cron.get().next(next.getAsLong());
                    }
                    if (all.size() < 2_000) {
                        var last = all.subList(Math.max(0, all.size() - 5), all.size());
                        assertThat(cron.get().latest(after, until, 5)).isEqualTo(last);
                        assertThat(cron.get().first(after, until, 2_000)).isEqualTo(all);
                    }
                });
    }

    @Test
    void endsWithTheCalendarInsteadOfFailing() throws Exception {
        var cron = Cron.parse("* * * * *", ZoneOffset.UTC);
        assertThat(cron.next(Long.MAX_VALUE)).isEmpty();
        assertThat(cron.next(Long.MIN_VALUE)).isPresent();
        assertThat(Cron.parse("0 0 1 1 *", ZoneOffset.UTC).next(253_402_300_799_998L)).isPresent();
    }

    private static String expression(RandomGenerator random) {
        return String.join(
                " ",
                field(random, 0, 59, 3),
                field(random, 0, 23, 2),
                field(random, 1, 31, 1),
                field(random, 1, 12, 0),
                field(random, 0, 7, 1));
    }

    /// The more it is narrowed, the less often it is only a star.
    private static String field(RandomGenerator random, int min, int max, int narrowed) {
        if (random.nextInt(4) >= narrowed) {
            return "*";
        }
        var items = new ArrayList<String>();
        for (int i = 0; i <= random.nextInt(3); i++) {
            int first = min + random.nextInt(Math.min(max - min + 1, 8));
            int last = first + random.nextInt(max - first + 1);
            items.add(
                    switch (random.nextInt(4)) {
                        case 0 -> first + "-" + last;
                        case 1 -> first + "-" + last + "/" + (1 + random.nextInt(7));
                        case 2 -> max > 20 ? "*/" + (1 + random.nextInt(20)) : first + "";
                        default -> first + "";
                    });
        }
        return String.join(",", items);
    }

    private static <T> T pick(List<T> list, RandomGenerator random) {
        return list.get(random.nextInt(list.size()));
    }

    private static long millis(String instant) {
        return Instant.parse(instant).toEpochMilli();
    }
}
