package ipvm.ucan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WindowTest {

    private static final long SKEW = 60;

    @ParameterizedTest
    @CsvSource({"1000, false", "1060, false", "1061, true", "0, false"})
    void isOverMoreThanTheSkewAfterItsEnd(long now, boolean over) {
        assertThat(Window.until(1_000).isOver(now, SKEW)).isEqualTo(over);
        assertThat(Window.until(1_000).isAhead(now, SKEW)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"1000, false", "940, false", "939, true", "2000, false"})
    void isAheadMoreThanTheSkewBeforeItsBeginning(long now, boolean ahead) {
        var window = new Window(OptionalLong.of(1_000), OptionalLong.empty());

        assertThat(window.isAhead(now, SKEW)).isEqualTo(ahead);
        assertThat(window.isOver(now, SKEW)).isFalse();
    }

    @Test
    void neverEndsNorBeginsWithoutBounds() {
        assertThat(Window.ALWAYS.isOver(Window.SECONDS_MAX, 0)).isFalse();
        assertThat(Window.ALWAYS.isAhead(0, 0)).isFalse();
    }

    @Test
    void sharesWithAnotherTheLaterBeginningAndTheEarlierEnd() {
        var early = new Window(OptionalLong.of(10), OptionalLong.of(50));
        var late = new Window(OptionalLong.of(20), OptionalLong.of(60));
        var shared = new Window(OptionalLong.of(20), OptionalLong.of(50));

        assertThat(early.and(late)).isEqualTo(shared);
        assertThat(late.and(early)).isEqualTo(shared);
        assertThat(early.and(Window.ALWAYS)).isEqualTo(early);
        assertThat(Window.ALWAYS.and(early)).isEqualTo(early);
    }
}
