package ipvm.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;

@DisabledIfSystemProperty(named = "seed", matches = ".*")
class SeedsTest {

    @Test
    void givesEverySeedItsOwnChanceAndTheSameOneTwice() throws Exception {
        var first = new ArrayList<Long>();
        var second = new ArrayList<Long>();

        Seeds.forEach(100, random -> first.add(random.nextLong()));
        Seeds.forEach(100, random -> second.add(random.nextLong()));

        assertThat(first).doesNotHaveDuplicates().hasSize(100).isEqualTo(second);
    }

    @Test
    void namesTheSeedThatFailedAndLetsTheFailurePass() {
        var printed = new ByteArrayOutputStream();
        var real = System.err;
        System.setErr(new PrintStream(printed, true, StandardCharsets.UTF_8));
        try {
            assertThatThrownBy(() -> Seeds.forEachSeed(9, seed -> assertThat(seed).isLessThan(7)))
                    .isInstanceOf(AssertionError.class);
        } finally {
            System.setErr(real);
        }

        assertThat(printed.toString(StandardCharsets.UTF_8)).contains("-Dseed=7");
    }
}
