package ipvm.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Who comes next, and who is sent away.
class FairQueueTest {

    private static final long LEAST = 10_000;

    private final FairQueue<String> queue = new FairQueue<>(8, 5);

    private String next() {
        return queue.poll().orElse("nothing");
    }

    /// It has run, and is written.
    private void ends(String who, long fuel) {
        queue.settle(who, fuel);
        queue.over(who);
    }

    private void asks(FairQueue<String> of, String who, int count) {
        for (int i = 0; i < count; i++) {
            assertThat(of.offer(who, 0, who)).isTrue();
        }
    }

    private static int begun(FairQueue<String> of) {
        int count = 0;
        while (of.poll().isPresent()) {
            count++;
        }
        return count;
    }

    @Test
    void givesBackInOrderWhatOneAsksAndTheUrgentFirst() {
        assertThat(queue.offer("a", 0, "first")).isTrue();
        assertThat(queue.offer("a", 0, "second")).isTrue();
        assertThat(queue.offer("a", 1, "urgent")).isTrue();
        assertThat(queue.offer("a", -1, "idle")).isTrue();
        assertThat(queue.depth()).isEqualTo(4);

        assertThat(List.of(next(), next(), next(), next()))
                .containsExactly("urgent", "first", "second", "idle");
        assertThat(queue.poll()).isEmpty();
        assertThat(queue.depth()).isZero();
    }

    @Test
    void takesNoMoreThanItsShareFromOneAndItsDepthFromAll() {
        for (int i = 0; i < 5; i++) {
            assertThat(queue.offer("a", 0, "a" + i)).isTrue();
        }
        assertThat(queue.offer("a", 0, "too much")).isFalse();
        for (int i = 0; i < 3; i++) {
            assertThat(queue.offer("b", 0, "b" + i)).isTrue();
        }
        assertThat(queue.offer("c", 0, "no room")).isFalse();
        assertThat(queue.depth()).isEqualTo(8);

        next();
        assertThat(queue.offer("c", 0, "room")).isTrue();
    }

    @Test
    void servesThoseWhoWaitInTurn() {
        for (int i = 0; i < 3; i++) {
            queue.offer("a", 0, "a");
            queue.offer("b", 0, "b");
        }

        var order = new ArrayList<String>();
        for (int i = 0; i < 6; i++) {
            order.add(next());
        }
        assertThat(order).containsExactly("a", "b", "a", "b", "a", "b");
    }

    /// One asks for runs a hundred times as dear as the other's: both get the same fuel.
    @Test
    void dividesFuelAndNotTurns() {
        var fuel = new HashMap<String, Long>();
        queue.offer("dear", 0, "dear");
        queue.offer("cheap", 0, "cheap");
        for (int i = 0; i < 2_000; i++) {
            var who = next();
            long cost = who.equals("dear") ? 100 * LEAST : LEAST;
            fuel.merge(who, cost, Long::sum);
            queue.offer(who, 0, who);
            ends(who, cost);
        }
        double ratio = (double) fuel.getOrDefault("dear", 0L) / fuel.getOrDefault("cheap", 1L);
        assertThat(ratio).isBetween(0.8, 1.25);
    }

    @Test
    void chargesAtLeastWhatARunCostsBesidesItsFuel() {
        queue.offer("free", 0, "free");
        queue.offer("paid", 0, "paid");
        int free = 0;
        for (int i = 0; i < 100; i++) {
            var who = next();
            free += who.equals("free") ? 1 : 0;
            queue.offer(who, 0, who);
            ends(who, who.equals("free") ? 0 : LEAST);
        }
        assertThat(free).isEqualTo(50);
    }

    @Test
    void letsNobodySaveUpTurnsByWaiting() {
        queue.offer("old", 0, "old");
        for (int i = 0; i < 50; i++) {
            next();
            queue.offer("old", 0, "old");
            ends("old", 50 * LEAST);
        }
        queue.offer("old", 0, "old");
        queue.offer("new", 0, "new");

        int turns = 0;
        while (next().equals("new")) {
            turns++;
            queue.offer("new", 0, "new");
            ends("new", LEAST);
        }
        assertThat(turns).isBetween(1, 100);
    }

    @Test
    void knowsNothingOfOneWhoNeverAsked() {
        queue.settle("nobody", 1_000_000);
        queue.offer("nobody", 0, "now");
        assertThat(next()).isEqualTo("now");
    }

    @Test
    void letsOneWhoIsAloneRunFarAheadOfTheDisk() {
        var wide = new FairQueue<String>(2_000, 2_000);
        asks(wide, "alone", 1_000);

        assertThat(begun(wide)).isEqualTo(FairQueue.AHEAD_MAX);
        wide.settle("alone", LEAST);
        assertThat(wide.poll()).as("signed and written is what counts").isEmpty();
        wide.over("alone");
        assertThat(begun(wide)).isEqualTo(1);
    }

    @Test
    void letsNobodyRunFarAheadOfTheDiskBesideOthers() {
        var wide = new FairQueue<String>(2_000, 2_000);
        asks(wide, "other", 1);
        assertThat(begun(wide)).isEqualTo(1);
        asks(wide, "flood", 1_000);

        assertThat(begun(wide)).isEqualTo(FairQueue.AHEAD_BESIDE_MAX);
        asks(wide, "other", 1);
        assertThat(wide.poll()).as("nobody waits for the flood").contains("other");
        assertThat(begun(wide)).isZero();
    }

    @Test
    void takesOneForAloneAfterManyTurnsInARow() {
        var wide = new FairQueue<String>(2_000, 2_000);
        asks(wide, "other", 1);
        asks(wide, "flood", 1_500);
        int turns = begun(wide) - 1;
        while (turns < FairQueue.ALONE_TURNS) {
            wide.settle("flood", LEAST);
            wide.over("flood");
            assertThat(begun(wide)).isEqualTo(1);
            turns++;
        }
        wide.over("flood");

        assertThat(begun(wide)).isGreaterThan(FairQueue.AHEAD_MAX / 2);
        asks(wide, "other", 1);
        assertThat(wide.poll()).contains("other");
        wide.over("flood");
        assertThat(wide.poll()).as("what is ahead is over first").isEmpty();
    }

    /// Whoever comes with a new key for each task leaves nothing behind.
    @Test
    void forgetsThoseWhoAskedOnce() {
        for (int i = 0; i < 100_000; i++) {
            queue.offer("key " + i, 0, "once");
            next();
            ends("key " + i, LEAST);
        }
        assertThat(queue.known()).isLessThan(10_000);
    }
}
