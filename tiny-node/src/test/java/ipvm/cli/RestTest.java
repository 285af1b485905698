package ipvm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ipvm.node.Tally;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class RestTest {

    private final AtomicInteger times = new AtomicInteger();
    private final Rest rest = new Rest(times::incrementAndGet);

    private int afterLook(long done) {
        rest.look(new Tally.Now(done, done, 0, 0, 0, 0));
        return times.get();
    }

    @Test
    void givesBackOnceWhenNothingHappened() {
        assertThat(afterLook(0)).isZero();
        assertThat(afterLook(0)).isOne();
        assertThat(afterLook(0)).isOne();
    }

    @Test
    void doesNotWhileTasksAreDone() {
        for (int done = 0; done < 5; done++) {
            assertThat(afterLook(done)).isZero();
        }
    }

    @Test
    void doesSoAgainAfterTheNextTask() {
        afterLook(0);
        afterLook(0);
        assertThat(afterLook(1)).isOne();
        assertThat(afterLook(1)).isEqualTo(2);
    }
}
