package ipvm.node;

import static org.assertj.core.api.Assertions.assertThat;

import ipvm.data.Bytes;
import ipvm.data.Cid;
import ipvm.data.Codec;
import ipvm.data.Ipld;
import ipvm.effect.Answer;
import ipvm.effect.Effect;
import ipvm.key.KeyKind;
import ipvm.key.PrivateKey;
import ipvm.schedule.Bounds;
import ipvm.sim.SimulatedDisk;
import ipvm.sim.SimulatedDisk.Fault;
import ipvm.sim.SimulatedDisk.PowerCut;
import ipvm.sim.SimulatedEffects;
import ipvm.sim.SimulatedEffects.Drop;
import ipvm.sim.SimulatedNode;
import ipvm.sim.SimulatedWorld;
import ipvm.store.Change;
import ipvm.store.MemoryStore;
import ipvm.store.Session;
import ipvm.store.Sessions;
import ipvm.store.Store;
import ipvm.task.Call;
import ipvm.task.Task;
import ipvm.testkit.Seeds;
import ipvm.ucan.Command;
import ipvm.wasm.Bill;
import ipvm.wasm.Ended;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Old receipts become sessions, whatever happens meanwhile.
class FoldingTest {

    private static final long DAY = 86_400_000;
    private static final Bounds BOUNDS = new Bounds(1_000_000, 1 << 20, 60_000);
    private static final PrivateKey KEY =
            PrivateKey.generate(KeyKind.ED25519, Bytes.wrap(new byte[32]));
    private static final Cid MODULE = Cid.of(Codec.RAW, Bytes.utf8("a module"));

    private final SimulatedEffects effects =
            new SimulatedEffects(Effect.command("/sim/tell", 1 << 10, 1_000));
    private final SimulatedWorld world = new SimulatedWorld(Seeds.random(1));

    private SimulatedNode node(Store store) {
        return node(new SimulatedDisk(store));
    }

    private SimulatedNode node(SimulatedDisk disk) {
        var random = Seeds.random(2);
        var around = new SimulatedNode.Surrounding(world, List.of(effects), random);
        return new SimulatedNode(
                        KEY, disk, around, run -> new Ended.Ok(Ipld.of(1), new Bill(100, 1, false)))
                .start();
    }

    private static Task pure(int n) {
        var call = new Call("f", List.of(Ipld.of(n)));
        return Task.wasm(KEY.did(), Ipld.of(MODULE), call, Bytes.EMPTY);
    }

    private static Task tell(int n) {
        var args = Ipld.map("n", Ipld.of(n));
        return new Task(KEY.did(), new Command("/sim/tell"), args, Bytes.of(n));
    }

    private static Cid done(SimulatedNode node, Task task) {
        long call = node.ask(Order.of(task, BOUNDS, node.rights().own()));
        node.untilQuiet();
        return ((Reply.Ended) node.told(call).getFirst()).receipt().cid();
    }

    private void tick(SimulatedNode node, long millis) {
        for (long passed = 0; passed < millis; passed += DAY / 2) {
            node.pass(DAY / 2).untilQuiet();
        }
    }

    @Test
    void foldsWhatIsOlderThanItIsKeptAndNothingThatSomebodyNeeds() throws Exception {
        var store = new MemoryStore(1 << 24);
        var node = node(store);
        var folded = new ArrayList<Cid>();
        for (int i = 0; i < 30; i++) {
            folded.add(done(node, pure(i)));
        }
        folded.add(done(node, tell(1)));
        effects.then(Drop.DURING_UNSEEN, Answer.done(Ipld.ofNull()));
        var unknown = done(node, tell(2));
        var kept = done(node, pure(100));
        store.commit(List.of(new Change.Retain(kept, true)));
        tick(node, 6 * DAY);
        assertThat(store.usage().receipts()).isEqualTo(33);
        var young = done(node, pure(200));
        tick(node, 3 * DAY);
        assertThat(store.lastReceipts(100))
                .extracting(one -> one.filed().receipt())
                .containsExactly(unknown, kept, young);
        var sessions = new Sessions(store);
        var session = sessions.all().getFirst();
        assertThat(session.sums().outcomes()).containsEntry("ok", 31L);
        assertThat(session.sums().fuel()).isEqualTo(3_000);
        for (var receipt : folded) {
            assertThat(sessions.find(receipt).orElseThrow().inclusion().isOf(session)).isTrue();
        }
        tick(node, 8 * DAY);
        assertThat(sessions.all()).hasSize(2);
    }

    @Test
    void doesNoCommandAgainWhoseReceiptIsFolded() {
        var store = new MemoryStore(1 << 24);
        var node = node(store);
        done(node, tell(1));
        tick(node, 9 * DAY);
        long call = node.ask(Order.of(tell(1), BOUNDS, node.rights().own()));
        node.untilQuiet();
        assertThat(node.told(call).getFirst()).isInstanceOf(Reply.Missing.class);
        assertThat(effects.seen).hasSize(1);
        assertThat(done(node, tell(2))).isNotNull();
    }

    @Test
    void runsAPureTaskAgainWhoseReceiptIsFolded() {
        var node = node(new MemoryStore(1 << 24));
        done(node, pure(1));
        tick(node, 9 * DAY);
        done(node, pure(1));
        assertThat(node.runs()).isEqualTo(2);
    }

    @Test
    void writesNothingWhereNothingIsOld() {
        var disk = new SimulatedDisk(new MemoryStore(1 << 24));
        var node = node(disk);
        done(node, pure(1));
        tick(node, 9 * DAY);
        long writes = disk.writes();
        tick(node, 90 * DAY);
        assertThat(disk.writes()).isEqualTo(writes);
    }

    @Test
    void waitsADayWhenTheClockJumps() {
        var store = new MemoryStore(1 << 24);
        var rights = node(store).rights();
        done(node(store), pure(1));
        var node = new Node(KEY, store, rights, 1);
        long now = world.nowMillis;
        node.step(new Event.Started(), new Clocks(now, true, 0));
        var jumped = new Clocks(now + 3_650 * DAY, true, 100_000);
        assertThat(node.step(new Event.Tick(), jumped))
                .noneMatch(Action.Keep.class::isInstance)
                .contains(new Action.Wake(100_000 + DAY));
        var unset = new Clocks(0, false, 100_000 + DAY);
        assertThat(node.step(new Event.Tick(), unset)).noneMatch(Action.Keep.class::isInstance);
        var right = new Clocks(now + 9 * DAY, true, 100_000 + 2 * DAY);
        node.step(new Event.Tick(), right);
        var next = new Clocks(now + 10 * DAY, true, 100_000 + 3 * DAY);
        assertThat(node.step(new Event.Tick(), next)).anyMatch(Action.Keep.class::isInstance);
    }

    private List<Session> cutAt(long write, Fault fault) throws Exception {
        world.nowMillis = 1_700_000_000_000L;
        var platter = new MemoryStore(1 << 24);
        var node = node(platter);
        var receipts = new ArrayList<Cid>();
        for (int i = 0; i < 40; i++) {
            receipts.add(done(node, pure(i)));
            world.nowMillis += DAY / 10;
        }
        world.nowMillis += 20 * DAY;
        try {
            tick(node(new SimulatedDisk(platter).at(write, fault)), 2 * DAY);
        } catch (PowerCut e) {
            // what is on the disk is all that is left
        }
        var sessions = new Sessions(platter);
        for (var receipt : receipts) {
            boolean isThere = !platter.receipts(receipt).isEmpty();
            assertThat(sessions.find(receipt).isPresent()).isNotEqualTo(isThere);
        }
        tick(node(platter), 2 * DAY);
        assertThat(platter.usage().receipts()).isZero();
        return sessions.all();
    }

    @Test
    void losesNothingWhereverThePowerFails() throws Exception {
        var whole = cutAt(0, Fault.NONE);
        assertThat(whole).hasSize(4 + 1);
        assertThat(whole.stream().mapToLong(one -> one.sums().count()).sum()).isEqualTo(40);
        for (int write = 1; write <= whole.size(); write++) {
            assertThat(cutAt(write, Fault.LOST)).isEqualTo(whole);
            assertThat(cutAt(write, Fault.WRITTEN)).isEqualTo(whole);
        }
    }

    private void fill(int bytesMax, int tasks) {
        var store = new MemoryStore(bytesMax);
        var node = node(store);
        for (int i = 0; i < tasks; i++) {
            done(node, pure(i)); // an answer that there is no room would not be one
        }
        assertThat(store.bytesUsed()).isLessThan(bytesMax);
        assertThat(store.usage().receipts()).isBetween(1_024L, tasks / 2L);
    }

    @Test
    void makesRoomByFoldingWhenTheStoreIsFull() {
        fill(1 << 20, 5_000);
    }

    @Test
    @Tag("long")
    void makesRoomByFoldingAgainAndAgain() {
        fill(1 << 21, 10_000);
    }
}
