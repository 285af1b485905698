package ipvm.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import ipvm.data.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class OutboxTest {

    private static final Limits LIMITS = new Limits(64, 64, 4, 8, 100, 3, 8, 8, 1, 1, 1);

    private final Outbox outbox = new Outbox(LIMITS);

    private static Letter frame(int number) {
        return new Letter("in", Bytes.of(number), false, 60, "", Optional.empty());
    }

    private static Letter kept(String topic, int value) {
        return Letter.retained(topic, Bytes.of(value));
    }

    private List<Letter> all() {
        var all = new ArrayList<Letter>();
        for (var next = outbox.next(); next.isPresent(); next = outbox.next()) {
            all.add(next.get());
        }
        return all;
    }

    @Test
    void publishesNoMoreThanTheBrokerTakes() {
        outbox.open(2);
        for (int i = 0; i < 5; i++) {
            outbox.add(frame(i));
        }

        assertThat(all()).containsExactly(frame(0), frame(1));
        outbox.delivered();
        assertThat(all()).containsExactly(frame(2));
    }

    @Test
    void publishesNoMoreThanWeWantWhateverTheBrokerTakes() {
        outbox.open(65_535);
        for (int i = 0; i < 8; i++) {
            outbox.add(frame(i));
        }

        assertThat(all()).hasSize(4);
    }

    @Test
    void dropsFramesBeyondItsLimits() {
        outbox.open(1);
        for (int i = 0; i < 20; i++) {
            outbox.add(frame(i));
        }
        var drained = new ArrayList<Letter>();
        for (var next = all(); !next.isEmpty(); next = all()) {
            drained.addAll(next);
            outbox.delivered();
        }
        assertThat(drained).hasSize(8);

        outbox.add(new Letter("in", Bytes.wrap(new byte[101]), false, 0, "", Optional.empty()));
        assertThat(all()).isEmpty();
    }

    @Test
    void keepsOnlyTheLatestOfATopic() {
        outbox.keep(kept("a", 1));
        outbox.keep(kept("a", 2));
        outbox.open(4);

        assertThat(all()).containsExactly(kept("a", 2));
    }

    @Test
    void keepsNoMoreTopicsThanItMay() {
        for (int i = 0; i < 5; i++) {
            outbox.keep(kept("t" + i, i));
        }
        outbox.open(4);

        assertThat(all()).hasSize(3);
    }

    @Test
    void forgetsFramesButNotResultsWhenTheConnectionIsLost() {
        outbox.keep(kept("a", 1));
        outbox.open(4);
        outbox.add(frame(1));
        assertThat(all()).hasSize(2);
        outbox.add(frame(2));
        outbox.close();
        outbox.add(frame(3));
        outbox.open(4);

        assertThat(all()).containsExactly(kept("a", 1));
    }

    @Test
    void givesFramesAndResultsTheirTurns() {
        outbox.open(4);
        outbox.keep(kept("a", 1));
        outbox.keep(kept("b", 1));
        outbox.add(frame(1));
        outbox.add(frame(2));

        assertThat(all().stream().map(Letter::topic).toList())
                .containsExactly("in", "a", "in", "b");
    }
}
