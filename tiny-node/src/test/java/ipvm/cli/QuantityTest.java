package ipvm.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ipvm.testkit.Seeds;
import ipvm.ucan.Budget.Per;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QuantityTest {

    @ParameterizedTest
    @CsvSource({
        "AMOUNT, 0, 0",
        "AMOUNT, 500k, 500000",
        "AMOUNT, 1M, 1000000",
        "AMOUNT, 2.5G, 2500000000",
        "AMOUNT, 0.001k, 1",
        "AMOUNT, 999999999999999999, 999999999999999999",
        "AMOUNT, 999999999.999999999G, 999999999999999999",
        "AMOUNT, 1.000000000, 1",
        "SIZE, 512, 512",
        "SIZE, 16MiB, 16777216",
        "SIZE, 1.5KiB, 1536",
        "SIZE, 1GiB, 1073741824",
        "MILLIS, 250ms, 250",
        "MILLIS, 5s, 5000",
        "MILLIS, 2h, 7200000",
        "MILLIS, 30d, 2592000000",
        "MILLIS, 0.5m, 30000",
    })
    void readsNumbersWithAUnit(Quantity kind, String text, long value) throws Stop {
        assertThat(kind.parse("--x", text)).isEqualTo(value);
    }

    @ParameterizedTest
    @CsvSource({
        "AMOUNT, -1",
        "AMOUNT, ''",
        "AMOUNT, 1g",
        "AMOUNT, 1 G",
        "AMOUNT, 1KiB",
        "AMOUNT, G",
        "AMOUNT, 0.5",
        "AMOUNT, 1.0001k",
        "AMOUNT, 1e9",
        "AMOUNT, 9999999999G",
        "AMOUNT, 1000000000G",
        "AMOUNT, 999999999999999999d",
        "SIZE, 999999999999999999GiB",
        "AMOUNT, 99999999999999999999999",
        "SIZE, 1k",
        "SIZE, 16MB",
        "MILLIS, 30",
        "MILLIS, 1w",
        "MILLIS, 0.5ms",
        "MILLIS, ١s",
    })
    void refusesWhatIsNoNumberOfItsKind(Quantity kind, String text) {
        assertThatThrownBy(() -> kind.parse("--x", text))
                .isInstanceOfSatisfying(
                        Stop.class,
                        stop -> {
                            assertThat(stop.exit()).isEqualTo(Exit.USAGE);
                            assertThat(stop.line()).startsWith("--x: '" + text + "' is no ");
                        });
    }

    @Test
    void writesAmountsAsItReadsThem() throws Exception {
        Seeds.forEach(
                500,
                random -> {
                    long value = random.nextLong(1_000) * (long) Math.pow(10, random.nextInt(12));
                    assertThat(Quantity.AMOUNT.parse("--x", Quantity.AMOUNT.text(value)))
                            .isEqualTo(value);
                });
    }

    @ParameterizedTest
    @CsvSource({
        "1G/day, 1000000000, DAY",
        "5M/hour, 5000000, HOUR",
        "7, 7, ONCE",
        "7/once, 7, ONCE"
    })
    void readsFuelPerTime(String text, long fuel, Per per) throws Stop {
        assertThat(Allowance.parse("--fuel", text)).isEqualTo(new Allowance(fuel, per));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1G/week", "1G/", "/day", "1G/day/day", "-1/day"})
    void refusesFuelPerNoTime(String text) {
        assertThatThrownBy(() -> Allowance.parse("--fuel", text)).isInstanceOf(Stop.class);
    }

    @ParameterizedTest
    @CsvSource({
        "100, 100, in 0 seconds",
        "159, 100, in 59 seconds",
        "220, 100, in 2 minutes",
        "100, 7300, 2 hours ago",
        "172900, 100, in 2 days",
    })
    void saysHowFarAwayATimeIs(long seconds, long now, String text) {
        assertThat(Seconds.distance(seconds, now)).isEqualTo(text);
    }

    @Test
    void writesATimeThatNoCalendarReachesAsItsNumber() {
        assertThat(Seconds.date(Seconds.MAX)).isEqualTo("9007199254740991");
        assertThat(Seconds.date(1_800_000_000)).isEqualTo("2027-01-15T08:00:00Z");
    }
}
