package ipvm.link;

import static org.assertj.core.api.Assertions.assertThat;

import ipvm.testkit.Seeds;
import java.util.HashSet;
import org.junit.jupiter.api.Test;

class WindowTest {

    @Test
    void takesEachNumberOnceAndNothingOlderThan64() throws Exception {
        Seeds.forEach(
                200,
                random -> {
                    var window = new Window();
                    var seen = new HashSet<Long>();
                    long highest = -1;
                    for (int i = 0; i < 500; i++) {
                        long number = Math.max(0, highest + random.nextInt(-80, 20));
                        boolean isNew = highest - number < 64 && !seen.contains(number);
                        assertThat(window.isNew(number)).isEqualTo(isNew);
                        if (isNew) {
                            window.add(number);
                            seen.add(number);
                            highest = Math.max(highest, number);
                        }
                    }
                });
    }

    @Test
    void leapsOverEverythingBetween() {
        var window = new Window();
        window.add(3);
        window.add(3_000_000_000L);
        assertThat(window.isNew(3)).isFalse();
        assertThat(window.isNew(2_999_999_999L)).isTrue();
        assertThat(window.isNew(3_000_000_000L)).isFalse();
    }
}
