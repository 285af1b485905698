package ipvm.node;

import static org.assertj.core.api.Assertions.assertThat;

import ipvm.data.Bytes;
import ipvm.data.Cid;
import ipvm.data.Codec;
import ipvm.data.Ipld;
import ipvm.effect.Effect;
import ipvm.effect.Effects;
import ipvm.key.KeyKind;
import ipvm.key.PrivateKey;
import ipvm.node.Floor.Trust;
import ipvm.schedule.Bounds;
import ipvm.sim.SimulatedEffects;
import ipvm.store.MemoryStore;
import ipvm.store.Sessions;
import ipvm.store.Store;
import ipvm.task.Call;
import ipvm.task.Receipt;
import ipvm.task.Task;
import ipvm.ucan.Command;
import ipvm.ucan.Grant;
import ipvm.ucan.Policy;
import ipvm.ucan.Window;
import ipvm.wasm.Bill;
import ipvm.wasm.Ended;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// What a board without a clock knows of the time, and does by it.
class FloorTest {

    private static final long NOW = 1_830_000_000_000L;
    private static final long DAY = 86_400_000L;
    private static final long YEAR = 365 * DAY;
    private static final Bounds BOUNDS = new Bounds(1_000_000, 1 << 20, 60_000);
    private static final PrivateKey KEY =
            PrivateKey.generate(KeyKind.ED25519, Bytes.wrap(new byte[32]));
    private static final Cid MODULE = Cid.of(Codec.RAW, Bytes.utf8("a module"));

    private final MemoryStore store = new MemoryStore(1 << 24);
    private final SimulatedEffects effects =
            new SimulatedEffects(Effect.command("/sim/tell", 1 << 10, 1_000));
    private final Rights rights =
            new Rights(KEY.did(), Effects.of(List.of(effects)), Set.of(), Limits.DEFAULT);

    private static Task pure() {
        var call = new Call("f", List.of(Ipld.of(1)));
        return Task.wasm(KEY.did(), Ipld.of(MODULE), call, Bytes.EMPTY);
    }

    private Grant until(long seconds) {
        return new Grant(
                KEY.did(),
                KEY.did(),
                Command.ALL,
                Policy.ANYTHING,
                new Window(OptionalLong.empty(), OptionalLong.of(seconds)),
                List.of(),
                List.of());
    }

    /// Asks a node, whose clocks show this, for a task and does what it wants; the last reply.
    private Reply ask(Task task, Grant grant, Clocks clocks) throws Exception {
        var node = new Node(KEY, store, rights, 1);
        var events = new java.util.ArrayDeque<Event>();
        events.add(new Event.Asked(1, Order.of(task, BOUNDS, grant)));
        Reply reply = new Reply.Accepted();
        while (!events.isEmpty()) {
            for (var action : node.step(events.remove(), clocks)) {
                if (action instanceof Action.Run run) {
                    var ended = new Ended.Ok(Ipld.of(1), new Bill(100, 1, false));
                    events.add(new Event.Ran(run.work(), ended, List.of(), 1));
                } else if (action instanceof Action.Sign sign) {
                    events.add(new Event.Signed(sign.work(), sign.by(KEY)));
                } else if (action instanceof Action.Keep keep) {
                    store.commit(keep.changes());
                    events.add(new Event.Kept(keep.batch()));
                } else if (action instanceof Action.Tell tell) {
                    reply = tell.reply();
                }
            }
        }
        return reply;
    }

    private static Floor floor(Store store) throws Exception {
        return Floor.of(store, 1_000);
    }

    @Test
    void believesAClockThatIsSet() throws Exception {
        var floor = floor(store);
        var clocks = floor.clocks(NOW, 5_000, () -> false);
        assertThat(clocks).isEqualTo(new Clocks(NOW, true, 5_000));
        assertThat(floor.trust(clocks)).isEqualTo(Trust.SYNCED);
        assertThat(floor.clocks(NOW - 60_000, 6_000, () -> false).isSet()).isTrue();
    }

    @Test
    void knowsNothingWhereNothingWasSigned() throws Exception {
        var floor = floor(store);
        var clocks = floor.clocks(7_000, 5_000, () -> false);
        assertThat(clocks).isEqualTo(new Clocks(7_000, false, 5_000));
        assertThat(floor.trust(clocks)).isEqualTo(Trust.UNKNOWN);
    }

    @Test
    void countsOnFromTheLastReceipt() throws Exception {
        ask(pure(), rights.own(), Clocks.at(NOW));
        var floor = floor(store);
        var clocks = floor.clocks(7_000, 61_000, () -> false);
        assertThat(clocks).isEqualTo(new Clocks(NOW + 60_000, false, 61_000));
        assertThat(floor.trust(clocks)).isEqualTo(Trust.FLOOR);
        assertThat(floor.clocks(NOW + 90_000, 62_000, () -> false).isSet()).isTrue();
    }

    @Test
    void countsOnFromTheLastSessionWhereAllIsFolded() throws Exception {
        ask(pure(), rights.own(), Clocks.at(NOW));
        var filed = store.lastReceipts(1).getFirst().filed();
        store.commit(new Sessions(store).fold(List.of(filed), KEY));
        assertThat(store.lastReceipts(1)).isEmpty();
        assertThat(floor(store).clocks(0, 1_000, () -> false).wallMillis()).isEqualTo(NOW);
    }

    @Test
    void noticesAClockThatGoesBackAYear() throws Exception {
        var floor = floor(store);
        floor.clocks(NOW, 5_000, () -> false);
        var back = floor.clocks(NOW - YEAR, 65_000, () -> false);
        assertThat(back).isEqualTo(new Clocks(NOW + 60_000, false, 65_000));
        assertThat(floor.clocks(NOW - YEAR, 70_000, () -> true).isSet())
                .as("the system says that it was set")
                .isTrue();
        assertThat(floor.clocks(NOW - YEAR + 10, 71_000, () -> false).isSet()).isTrue();
    }

    @Test
    void believesAClockAfterOneThatLeaptTenYearsAhead() throws Exception {
        var floor = floor(store);
        floor.clocks(NOW, 5_000, () -> false);
        assertThat(floor.news()).isEmpty();

        assertThat(floor.clocks(NOW + 10 * YEAR, 6_000, () -> false).isSet()).isTrue();
        store.commit(floor.news());
        ask(pure(), rights.own(), Clocks.at(NOW + 10 * YEAR));

        assertThat(floor.clocks(NOW + 3_000, 8_000, () -> false).isSet()).isTrue();
        assertThat(floor.news()).isEmpty();
        var next = floor(store);
        assertThat(next.clocks(NOW + 4_000, 1_000, () -> false).isSet()).isTrue();
        assertThat(next.clocks(NOW - YEAR, 2_000, () -> false).isSet()).isFalse();
    }

    @Test
    void believesALeapThatHasStoodForADay() throws Exception {
        ask(pure(), rights.own(), Clocks.at(NOW));
        var floor = floor(store);
        long later = NOW + YEAR;
        floor.clocks(later, 5_000, () -> false);
        floor.clocks(later + DAY - 1, 5_000 + DAY - 1, () -> false);
        store.commit(floor.news());
        assertThat(floor(store).clocks(0, 1_000, () -> false).wallMillis()).isEqualTo(NOW);

        floor.clocks(later + DAY, 5_000 + DAY, () -> false);
        store.commit(floor.news());
        assertThat(floor(store).clocks(0, 1_000, () -> false).wallMillis()).isEqualTo(later + DAY);
        assertThat(store.values(ipvm.store.Change.Purpose.CLOCK)).hasSize(1);
    }

    @Test
    void believesALeapAtOnceWhereTheSystemSaysSo() throws Exception {
        ask(pure(), rights.own(), Clocks.at(NOW));
        var floor = floor(store);
        floor.clocks(NOW + YEAR, 5_000, () -> true);
        assertThat(floor.news()).isEmpty();
        assertThat(floor.clocks(0, 5_000, () -> false).wallMillis()).isEqualTo(NOW + YEAR);
    }

    @Test
    void isWrittenWhenTheNodeStopsAndNotBefore() throws Exception {
        var floor = floor(store);
        assertThat(floor.closing()).isEmpty();
        floor.clocks(NOW, 5_000, () -> false);
        store.commit(floor.closing());
        var next = floor(store);
        assertThat(next.clocks(0, 1_000, () -> false).wallMillis()).isEqualTo(NOW);
        assertThat(next.closing()).isEmpty();
    }

    @Test
    void learnsFromARightThatBeganLater() throws Exception {
        var floor = floor(store);
        var window = new Window(OptionalLong.of(NOW / 1_000), OptionalLong.empty());
        var own = rights.own();
        floor.learn(
                new Grant(
                        own.subject(),
                        own.holder(),
                        own.command(),
                        own.policy(),
                        window,
                        own.budgets(),
                        own.proofs()));
        assertThat(floor.clocks(0, 1_000, () -> false).wallMillis()).isEqualTo(NOW);
    }

    @Test
    void saysInAReceiptThatNobodyKnewTheTime() throws Exception {
        var clocks = new Clocks(NOW, false, 1);
        var ended = (Reply.Ended) ask(pure(), until(NOW / 1_000 + 60), clocks);
        var read = Receipt.decode(ended.receipt().bytes());
        assertThat(read.report()).isEqualTo(ended.receipt().report());
        assertThat(read.report().floorMillis()).hasValue(NOW);
        var meter = (Ipld.Map) read.token().request().args().find("meter").orElseThrow();
        assertThat(meter.find("clock")).contains(Ipld.of("unknown"));
        var known = (Reply.Ended) ask(pure(), rights.own(), Clocks.at(NOW));
        assertThat(known.isRecalled()).isTrue();
    }

    @Test
    void doesNoCommandByARightThatMayBeOver() throws Exception {
        var tell = new Task(KEY.did(), new Command("/sim/tell"), Ipld.map(), Bytes.of(1));
        var grant = until(NOW / 1_000 + 60);
        assertThat(ask(tell, grant, new Clocks(NOW, false, 1)))
                .isInstanceOfSatisfying(
                        Reply.Denied.class,
                        denied -> assertThat(denied.why()).contains("the clock is not set"));
        assertThat(ask(tell, grant, Clocks.at(NOW))).isNotInstanceOf(Reply.Denied.class);
        assertThat(ask(tell, rights.own(), new Clocks(NOW, false, 1)))
                .isNotInstanceOf(Reply.Denied.class);
    }
}
