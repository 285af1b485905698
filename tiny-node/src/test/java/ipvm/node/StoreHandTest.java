package ipvm.node;

import static org.assertj.core.api.Assertions.assertThat;

import ipvm.data.Bytes;
import ipvm.sim.SimulatedDisk;
import ipvm.store.Change;
import ipvm.store.Change.Purpose;
import ipvm.store.MemoryStore;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class StoreHandTest {

    private static final long NEVER = 1_000_000_000;

    private final MemoryStore platter = new MemoryStore(1 << 20);
    private final SimulatedDisk disk = new SimulatedDisk(platter);

    private static List<Change> set(String key, int value) {
        return List.of(new Change.Set(Purpose.TOTAL, key, Optional.of(Bytes.of(value))));
    }

    private static CompletableFuture<Boolean> soon(StoreHand hand, List<Change> changes) {
        var taken = new CompletableFuture<Boolean>();
        var durable = new CompletableFuture<Boolean>();
        hand.keepSoon(
                changes, f -> taken.complete(f.isEmpty()), f -> durable.complete(f.isEmpty()));
        taken.join();
        return durable;
    }

    private static boolean now(StoreHand hand, List<Change> changes) {
        var told = new CompletableFuture<Boolean>();
        hand.keep(changes, fault -> told.complete(fault.isEmpty()));
        return told.join();
    }

    @Test
    void writesWhatMayWaitTogetherWithWhatMayNot() throws Exception {
        try (var hand = new StoreHand(disk, NEVER)) {
            CompletableFuture<Boolean> last = soon(hand, set("a", 0));
            for (int i = 1; i < 50; i++) {
                last = soon(hand, set("a", i));
            }
            assertThat(disk.writes()).isZero();
            assertThat(last).isNotDone();
            assertThat(now(hand, set("b", 1))).isTrue();
            assertThat(last.join()).isTrue();
            assertThat(disk.writes()).isEqualTo(1);
            assertThat(platter.values(Purpose.TOTAL))
                    .isEqualTo(Map.of("a", Bytes.of(49), "b", Bytes.of(1)));
        }
    }

    @Test
    void writesWhatMayWaitAfterItsTimeAndAtTheEnd() throws Exception {
        try (var hand = new StoreHand(disk, 20)) {
            assertThat(soon(hand, set("a", 1)).join()).isTrue();
        }
        try (var hand = new StoreHand(disk, NEVER)) {
            assertThat(soon(hand, set("a", 2))).isNotNull();
        }
        assertThat(platter.values(Purpose.TOTAL)).containsEntry("a", Bytes.of(2));
    }

    @Test
    void tellsNobodyBeforeItIsDurableWhereNothingMayWait() throws Exception {
        try (var hand = new StoreHand(disk, 0)) {
            assertThat(soon(hand, set("a", 1)).join()).isTrue();
            assertThat(platter.values(Purpose.TOTAL)).hasSize(1);
        }
    }

    @Test
    void takesNothingMoreOnWhileItCannotBeWritten() {
        disk.at(1, SimulatedDisk.Fault.FULL);
        try (var hand = new StoreHand(disk, 20)) {
            assertThat(soon(hand, set("a", 1)).join()).isFalse();
            disk.at(disk.writes() + 1, SimulatedDisk.Fault.FULL);
            assertThat(soon(hand, set("a", 2)).join()).isFalse();
            assertThat(soon(hand, set("a", 3)).join()).isTrue();
        }
    }

    @Test
    void writesNeitherWhatIsOverNorWhatIsWrittenOver() {
        var begun = new Change.Accept(new ipvm.store.Entry(name(), Bytes.EMPTY, 1));
        var over = new Change.Done(name());
        var batches =
                List.of(
                        batch(begun, set("a", 1).getFirst()),
                        batch(set("b", 1).getFirst(), over),
                        batch(set("a", 2).getFirst()));
        assertThat(StoreHand.settled(batches))
                .containsExactly(set("b", 1).getFirst(), over, set("a", 2).getFirst());
    }

    private static ipvm.data.Cid name() {
        return ipvm.data.Cid.of(ipvm.data.Codec.RAW, Bytes.utf8("work"));
    }

    private static StoreHand.Batch batch(Change... changes) {
        return new StoreHand.Batch(List.of(changes), fault -> {}, Optional.empty());
    }
}
