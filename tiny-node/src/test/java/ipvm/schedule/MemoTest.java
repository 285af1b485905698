package ipvm.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ipvm.data.Bytes;
import ipvm.data.Cid;
import ipvm.data.Codec;
import ipvm.data.Ipld;
import ipvm.key.KeyKind;
import ipvm.key.PrivateKey;
import ipvm.store.Change;
import ipvm.store.Filed;
import ipvm.store.MemoryStore;
import ipvm.task.Call;
import ipvm.task.Meter;
import ipvm.task.Outcome;
import ipvm.task.Receipt;
import ipvm.task.Report;
import ipvm.task.Task;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/// Which ends are known, of all that were signed.
class MemoTest {

    private static final PrivateKey US = key(1);
    private static final PrivateKey FRIEND = key(2);
    private static final PrivateKey STRANGER = key(3);
    private static final Bounds BOUNDS = new Bounds(1_000, 1 << 20, 60_000);
    private static final Cid MODULE = Cid.of(Codec.RAW, Bytes.utf8("a module"));
    private static final Task TASK = task("f", 1);
    private static final Outcome ONE = new Outcome.Ok(Ipld.of(1));
    private static final Outcome TWO = new Outcome.Ok(Ipld.of(2));

    private final MemoryStore store = new MemoryStore(1 << 22);
    private final Memo memo = new Memo(store, FRIEND.did()::equals, false);

    private static PrivateKey key(int number) {
        var seed = new byte[32];
        seed[0] = (byte) number;
        return PrivateKey.generate(KeyKind.ED25519, Bytes.wrap(seed));
    }

    private static Task task(String function, int argument) {
        var call = new Call(function, List.of(Ipld.of(argument)));
        return Task.wasm(US.did(), Ipld.of(MODULE), call, Bytes.EMPTY);
    }

    private static Meter meter(long fuel, long millis) {
        return new Meter(fuel, 1, millis, OptionalLong.empty());
    }

    private Receipt file(PrivateKey by, Task task, Report report) throws Exception {
        var receipt = Receipt.sign(by, report);
        var filed =
                new Filed(
                        receipt.cid(),
                        task.cid(),
                        List.of(task.cid()),
                        task.encode(),
                        receipt.bytes(),
                        1,
                        by == US);
        store.commit(List.of(new Change.File(filed)));
        return receipt;
    }

    private Receipt ended(PrivateKey by, Outcome outcome) throws Exception {
        return file(by, TASK, Report.of(TASK.cid(), outcome, meter(5, 1)));
    }

    private Optional<Outcome> recalled(Bounds bounds) throws Exception {
        return memo.recall(List.of(TASK.cid()), bounds, true)
                .map(known -> known.receipt().outcome());
    }

    @Test
    void knowsWhatWeAndThoseWeTrustHaveSigned() throws Exception {
        assertThat(recalled(BOUNDS)).isEmpty();
        ended(STRANGER, TWO);
        assertThat(recalled(BOUNDS)).isEmpty();
        ended(FRIEND, ONE);
        assertThat(recalled(BOUNDS)).contains(ONE);
        ended(US, ONE);
        assertThat(recalled(BOUNDS)).contains(ONE);
    }

    @Test
    void knowsNothingWhereTwoWeTrustDisagree() throws Exception {
        ended(US, ONE);
        ended(FRIEND, TWO);
        assertThat(recalled(BOUNDS)).isEmpty();
        var own = new Memo(store, did -> false, true);
        assertThat(own.recall(List.of(TASK.cid()), BOUNDS, true)).isPresent();
    }

    @Test
    void takesAnEndForMoreThanALimit() throws Exception {
        ended(US, new Outcome.OutOfFuel(1_000));
        assertThat(recalled(BOUNDS)).contains(new Outcome.OutOfFuel(1_000));
        assertThat(recalled(BOUNDS.withFuel(1_001))).isEmpty();
        ended(FRIEND, ONE);
        assertThat(recalled(BOUNDS)).contains(ONE);
    }

    @Test
    void looksUnderEachName() throws Exception {
        ended(US, ONE);
        var other = task("g", 1).cid();
        assertThat(memo.recall(List.of(other), BOUNDS, true)).isEmpty();
        assertThat(memo.recall(List.of(other, TASK.cid()), BOUNDS, true)).isPresent();
    }

    @Test
    void givesNoPureAnswerThatCameFromOutsideNorOneThatMayNotBeSeen() throws Exception {
        var report = Report.of(TASK.cid(), ONE, meter(5, 1)).withLog(List.of(Ipld.of("dice")));
        file(US, TASK, report);
        assertThat(recalled(BOUNDS)).isEmpty();
        assertThat(memo.recall(List.of(TASK.cid()), BOUNDS, false)).isPresent();
        assertThat(memo.recall(List.of(TASK.cid()), BOUNDS, false, receipt -> false)).isEmpty();
    }

    @Test
    void readsWhatIsSealedWithTheOpenerItWasGiven() throws Exception {
        ended(US, ONE);
        var other = Receipt.sign(US, Report.of(TASK.cid(), TWO, Meter.NOTHING));
        var opening = new Memo(store, did -> false, true, receipt -> other);
        var known = opening.recall(List.of(TASK.cid()), BOUNDS, true).orElseThrow();
        assertThat(known.receipt()).isEqualTo(other);
        assertThat(known.filed().task()).isEqualTo(TASK.cid());
    }

    @Test
    void holdsEachEndWithinTheBoundsThatWouldBringItAgain() throws Exception {
        var name = TASK.cid();
        assertThat(holds(ONE)).isTrue();
        assertThat(holds(new Outcome.Failed("NotFound", "x"))).isTrue();
        assertThat(holds(new Outcome.Failed(Memo.NOT_FIRED, "x"))).isFalse();
        assertThat(holds(new Outcome.Trapped("unreachable"))).isTrue();
        assertThat(holds(new Outcome.OutOfFuel(1_000))).isTrue();
        assertThat(holds(new Outcome.OutOfFuel(999))).isFalse();
        assertThat(holds(new Outcome.OutOfMemory(1 << 20))).isTrue();
        assertThat(holds(new Outcome.OutOfMemory((1 << 20) - 1))).isFalse();
        assertThat(holds(new Outcome.TimedOut(60_000))).isFalse();
        assertThat(holds(new Outcome.Unknown(name))).isTrue();
        var shaped = new Meter(5, 1, 1, OptionalLong.of(1 << 20));
        var receipt = Receipt.sign(US, Report.of(name, ONE, shaped));
        assertThat(Memo.holds(receipt, BOUNDS)).isTrue();
        assertThat(Memo.holds(receipt, new Bounds(1_000, 1 << 21, 60_000))).isFalse();
    }

    private static boolean holds(Outcome outcome) {
        return Memo.holds(Receipt.sign(US, Report.of(TASK.cid(), outcome, meter(5, 1))), BOUNDS);
    }

    @Test
    void learnsWhatAFunctionCostsFromItsLastReceipts() throws Exception {
        assertThat(Forecast.of(store, TASK)).isEqualTo(Forecast.NONE);
        file(US, TASK, Report.of(TASK.cid(), ONE, meter(800, 80)));
        var other = task("g", 1);
        file(US, other, Report.of(other.cid(), ONE, meter(9_999, 999)));
        assertThat(Forecast.of(store, TASK)).isEqualTo(new Forecast(1, 800, 0, 80));
        var again = task("f", 2);
        file(US, again, Report.of(again.cid(), ONE, meter(1_600, 160)));
        assertThat(Forecast.of(store, TASK)).isEqualTo(new Forecast(2, 900, 100, 90));
        file(US, task("f", 3), Report.of(task("f", 3).cid(), ONE, meter(100, 10)));
        assertThat(Forecast.of(store, TASK)).isEqualTo(new Forecast(3, 800, 187, 80));
    }

    @Test
    void boundsAreNeverBelowZeroAndTheSmallerOfEachCounts() {
        var most = new Bounds(5, 1 << 30, 7);
        assertThat(BOUNDS.within(most)).isEqualTo(new Bounds(5, 1 << 20, 7));
        assertThat(BOUNDS.withTime(3)).isEqualTo(new Bounds(1_000, 1 << 20, 3));
        assertThat(BOUNDS.withFuel(0).fuel()).isZero();
        assertThatThrownBy(() -> BOUNDS.withFuel(-1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> BOUNDS.withTime(-1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Bounds(0, -1, 0)).isInstanceOf(IllegalArgumentException.class);
    }
}
