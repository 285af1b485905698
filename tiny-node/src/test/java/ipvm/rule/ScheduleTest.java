package ipvm.rule;

import static org.assertj.core.api.Assertions.assertThat;

import ipvm.data.Ipld;
import ipvm.testkit.Seeds;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What time brings to a rule, on clocks that jump, stop and are not known.
class ScheduleTest {

    private static final long HOUR = 3_600_000;
    private static final long DAY = 24 * HOUR;
    private static final long YEAR = 365 * DAY;

    @Test
    void everyFiresAtTheEndOfEachSpanHoweverLateItIsTold() throws Exception {
        var bench = Bench.of("{'every':'10s'}", "").began();
        bench.pass(9_999);
        assertThat(bench.tick()).isEmpty();
        assertThat(bench.wake()).isEqualTo(1);
        bench.pass(4);
        assertThat(bench.tick()).containsExactly(timed(Bench.START + 10_000, 0));
        assertThat(bench.wake()).isEqualTo(9_997);
    }

    @Test
    void everyDoesNotBurstAfterALongSilence() throws Exception {
        var bench = Bench.of("{'every':'10s','missed':'all'}", "").began();
        bench.pass(65_000);
        assertThat(bench.tick()).containsExactly(timed(Bench.START + 60_000, 5));
        assertThat(bench.wake()).isEqualTo(5_000);
    }

    @Test
    void everyRunsOnABoardWithoutAClock() throws Exception {
        var bench = Bench.of("{'every':'10s'}", "");
        bench.isSet = false;
        bench.wall = 0;
        bench.began().pass(10_000);
        assertThat(bench.tick())
                .containsExactly(Ipld.map("at", Ipld.ofNull(), "missed", Ipld.of(0)));
    }

    @Test
    void everyDoesNotMindAWallClockThatJumps() throws Exception {
        Seeds.forEach(
                50,
                random -> {
                    var bench = Bench.of("{'every':'10s','missed':'all'}", "").began();
                    int fired = 0;
                    for (int i = 1; i <= 100; i++) {
                        bench.wall = random.nextLong(50 * YEAR);
                        bench.monotonic += 1_000;
                        fired += bench.tick().size();
                        bench.endAll();
                    }
                    assertThat(fired).isEqualTo(10);
                });
    }

    @Test
    void everyMakesUpForTheTimeItWasOffAsItIsTold() throws Exception {
        assertThat(everyAfterDays("skip")).isEmpty();
        assertThat(everyAfterDays("once")).containsExactly(timed(Bench.START + 3 * DAY, 71));
        var all = everyAfterDays("all");
        assertThat(all).hasSize(Limits.DEFAULT.flightsMax());
        assertThat(all.getFirst()).isEqualTo(timed(Bench.START + HOUR, 0));
    }

    private static List<Ipld> everyAfterDays(String missed) throws Exception {
        var bench = Bench.of("{'every':'1h','missed':'" + missed + "'}", "").began();
        bench.reboot(3 * DAY);
        return bench.tick();
    }

    @Test
    void cronFiresOnTimeAndNotTwice() throws Exception {
        var bench = Bench.of("{'cron':'0 6 * * *'}", "").began();
        for (int day = 0; day < 5; day++) {
            assertThat(bench.untilFired(2_000))
                    .containsExactly(timed(Bench.START + 6 * HOUR + day * DAY, 0));
            assertThat(bench.tick()).isEmpty();
        }
        assertThat(bench.state().fired().stretches()).hasSize(1);
    }

    @Test
    void cronDoesNotFireAgainWhenTheClockGoesBackAYear() throws Exception {
        var bench = Bench.of("{'cron':'0 6 * * *'}", "").began();
        bench.pass(6 * HOUR - DAY);
        for (int day = 0; day < 400; day++) {
            bench.pass(DAY);
            assertThat(bench.tick()).hasSize(1);
            bench.endAll();
        }
        long last = bench.wall;
        bench.wall -= YEAR;
        bench.pass(1);
        assertThat(bench.tick()).isEmpty();
        for (long wall = bench.wall; wall < last; wall += 5 * HOUR) {
            bench.wall = wall;
            assertThat(bench.tick()).isEmpty();
        }
        bench.wall = last + DAY;
        assertThat(bench.tick()).hasSize(1);
    }

    @Test
    void cronIsNotSilencedByAClockThatWasYearsAheadForAnHour() throws Exception {
        var bench = Bench.of("{'cron':'0 * * * *'}", "").began();
        bench.pass(HOUR);
        assertThat(bench.tick()).hasSize(1);
        bench.wall += 10 * YEAR;
        assertThat(bench.tick()).hasSize(1);
        bench.wall -= 10 * YEAR;
        assertThat(bench.tick()).isEmpty();
        bench.pass(HOUR);
        assertThat(bench.tick()).containsExactly(timed(Bench.START + 2 * HOUR, 0));
    }

    @Test
    void cronFiresOnceForTenYears() throws Exception {
        var bench = Bench.of("{'cron':'* * * * *'}", "").began();
        bench.reboot(10 * YEAR);
        assertThat(bench.tick()).containsExactly(timed(Bench.START + 10 * YEAR, 9_999));
        assertThat(bench.tick()).isEmpty();
    }

    @Test
    void cronMakesUpForTheLatestOfTenYearsAndCountsTheOthers() throws Exception {
        var bench = Bench.of("{'cron':'0 6 * * *','missed':'all'}", "").began();
        bench.reboot(10 * YEAR);
        bench.tick();
        bench.endAll();
        assertThat(bench.fires).hasSize(Limits.DEFAULT.missedMax());
        assertThat(Bench.params(bench.fires.getLast()))
                .containsExactly(timed(Bench.START + 10 * YEAR - 18 * HOUR, 0));
        assertThat(bench.state().counts().dropped()).isEqualTo(3_650 - Limits.DEFAULT.missedMax());
    }

    @Test
    void cronThatSkipsFiresWhatIsOnTimeOnly() throws Exception {
        var bench = Bench.of("{'cron':'0 6 * * *','missed':'skip'}", "").began();
        bench.reboot(5 * DAY);
        assertThat(bench.tick()).isEmpty();
        bench.reboot(DAY + 6 * HOUR + 500);
        assertThat(bench.tick()).containsExactly(timed(Bench.START + 6 * DAY + 6 * HOUR, 0));
        assertThat(bench.state().counts().dropped()).isZero();
    }

    @Test
    void cronWaitsForAClockUnlessItIsToldToRun() throws Exception {
        var waits = Bench.of("{'cron':'* * * * *'}", "");
        var runs = Bench.of("{'cron':'* * * * *','clock':'run'}", "");
        for (var bench : List.of(waits, runs)) {
            bench.isSet = false;
            bench.began().pass(60_000);
        }
        assertThat(waits.tick()).isEmpty();
        assertThat(runs.tick()).hasSize(1);
        waits.isSet = true;
        assertThat(waits.tick()).isEmpty();
        waits.pass(60_000);
        assertThat(waits.tick()).hasSize(1);
    }

    /// Whatever the clock does, no time fires twice, and on a clock that only runs none is lost.
    @Test
    void noTimeFiresTwiceOnAClockThatJumps() throws Exception {
        Seeds.forEach(
                20,
                random -> {
                    var bench = Bench.of("{'cron':'*/20 * * * *','missed':'all'}", "").began();
                    var fired = new ArrayList<Ipld>();
                    int jumps = 0;
                    for (int i = 0; i < 150; i++) {
                        switch (random.nextInt(12)) {
                            case 0 -> bench.reboot(random.nextLong(3 * HOUR));
                            case 1 -> {
                                if (jumps++ < 8) {
                                    bench.wall += random.nextLong(-2 * DAY, 2 * DAY);
                                }
                            }
                            default -> bench.pass(random.nextLong(2 * HOUR));
                        }
                        fired.addAll(bench.tick());
                        while (!bench.state().flights().isEmpty()) {
                            fired.addAll(bench.end(Ipld.ofNull()));
                        }
                    }
                    assertThat(new HashSet<>(fired)).hasSameSizeAs(fired);
                    assertThat(fired).isNotEmpty();
                });
    }

    @Test
    void everyTimeFiresOnceOnAClockThatOnlyRuns() throws Exception {
        Seeds.forEach(
                30,
                random -> {
                    var bench = Bench.of("{'cron':'7,30 */2 * * *','missed':'all'}", "").began();
                    var fired = new ArrayList<Ipld>();
                    for (int i = 0; i < 100; i++) {
                        if (random.nextInt(5) == 0) {
                            bench.reboot(random.nextLong(10 * HOUR));
                        } else {
                            bench.pass(random.nextLong(HOUR));
                        }
                        fired.addAll(bench.tick());
                        while (!bench.state().flights().isEmpty()) {
                            fired.addAll(bench.end(Ipld.ofNull()));
                        }
                    }
                    var cron = Cron.parse("7,30 */2 * * *", Cron.zone("UTC"));
                    var due = cron.latest(Bench.START, bench.wall, 10_000);
                    assertThat(fired).isEqualTo(due.stream().map(at -> timed(at, 0)).toList());
                });
    }

    @Test
    void pausedTimesAreNotMadeUpFor() throws Exception {
        var bench = Bench.of("{'cron':'* * * * *','missed':'all'}", "").began();
        bench.step(new RuleEvent.Pause("a person"));
        bench.pass(HOUR);
        assertThat(bench.tick()).isEmpty();
        assertThat(bench.step(new RuleEvent.Resume())).isEmpty();
        bench.pass(60_000);
        assertThat(bench.tick()).hasSize(1);
    }

    @Test
    void writesNothingWhileIdle() throws Exception {
        var standing = new Standing(RuleTest.on("{'cron':'0 6 * * *'}"), Limits.DEFAULT);
        var moment = new Moment(Bench.START, true, 0, 1);
        var state = standing.step(RuleState.beginning(moment), new RuleEvent.Tick(), moment).next();
        for (int minute = 1; minute < 300; minute++) {
            moment = new Moment(Bench.START + minute * 60_000L, true, minute * 60_000L, 1);
            assertThat(standing.step(state, new RuleEvent.Tick(), moment).next()).isSameAs(state);
        }
    }

    private static Ipld timed(long at, long missed) {
        return Ipld.map("at", Ipld.of(at), "missed", Ipld.of(missed));
    }
}
