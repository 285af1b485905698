package ipvm.node;

import static org.assertj.core.api.Assertions.assertThat;

import ipvm.data.Bytes;
import ipvm.data.Cid;
import ipvm.data.Codec;
import ipvm.data.Ipld;
import ipvm.effect.Effect;
import ipvm.key.KeyKind;
import ipvm.key.PrivateKey;
import ipvm.schedule.Bounds;
import ipvm.sim.SimulatedDisk;
import ipvm.sim.SimulatedEffects;
import ipvm.sim.SimulatedNode;
import ipvm.sim.SimulatedWorld;
import ipvm.store.MemoryStore;
import ipvm.store.Store;
import ipvm.task.Call;
import ipvm.task.Outcome;
import ipvm.task.Task;
import ipvm.testkit.Seeds;
import ipvm.ucan.Budget;
import ipvm.ucan.Command;
import ipvm.ucan.Grant;
import ipvm.ucan.Policy;
import ipvm.ucan.Window;
import ipvm.wasm.Bill;
import ipvm.wasm.Ended;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class NodeTest {

    private static final Cid MODULE = Cid.of(Codec.RAW, Bytes.utf8("a module"));
    private static final Bounds BOUNDS = new Bounds(1_000, 1 << 20, 60_000);
    private static final PrivateKey KEY = key(0);

    private final Store platter = new MemoryStore(1 << 26);
    private final SimulatedEffects effects =
            new SimulatedEffects(
                    Effect.command("/sim/tell", 1 << 10, 1_000),
                    Effect.query("/sim/look", 1 << 10, 1_000));

    private static PrivateKey key(int number) {
        var seed = new byte[32];
        seed[0] = (byte) number;
        return PrivateKey.generate(KeyKind.ED25519, Bytes.wrap(seed));
    }

    private SimulatedNode node(Function<Action.Run, Ended> modules) {
        return node(1, modules);
    }

    private SimulatedNode node(long seed, Function<Action.Run, Ended> modules) {
        var random = Seeds.random(seed);
        var around =
                new SimulatedNode.Surrounding(new SimulatedWorld(random), List.of(effects), random);
        return new SimulatedNode(KEY, new SimulatedDisk(platter), around, modules);
    }

    private static Ended ok(long fuel) {
        return new Ended.Ok(Ipld.of(7), new Bill(fuel, 1, false));
    }

    private static Task task(int number) {
        var call = new Call("f", List.of(Ipld.of(number)));
        return Task.wasm(KEY.did(), Ipld.of(MODULE), call, Bytes.EMPTY);
    }

    private static Task effect(String command, String nonce) {
        return new Task(KEY.did(), new Command(command), Ipld.map(), Bytes.utf8(nonce));
    }

    private static Grant grant(int holder, Budget... budgets) {
        return new Grant(
                KEY.did(),
                key(holder).did(),
                Command.ALL,
                Policy.ANYTHING,
                Window.ALWAYS,
                List.of(budgets),
                List.of());
    }

    private static Order order(Task task) {
        return Order.of(task, BOUNDS, grant(0));
    }

    private static Reply only(SimulatedNode node, long call) {
        assertThat(node.told(call)).hasSize(1);
        return node.told(call).getFirst();
    }

    private static Outcome outcome(Reply reply) {
        return ((Reply.Ended) reply).receipt().outcome();
    }

    @Test
    void runsOnceForAHundredWhoAskAtOnceAndForAllWhoAskLater() {
        var node = node(run -> ok(10));
        var calls = IntStream.range(0, 100).mapToObj(i -> node.ask(order(task(1)))).toList();
        node.untilQuiet();

        assertThat(node.runs()).isEqualTo(1);
        for (long call : calls) {
            assertThat(outcome(only(node, call))).isEqualTo(new Outcome.Ok(Ipld.of(7)));
        }
        var later = node.untilQuiet().ask(order(task(1)));
        assertThat(((Reply.Ended) only(node, later)).isRecalled()).isTrue();
        assertThat(node.runs()).isEqualTo(1);
    }

    @Test
    void tellsNobodyBeforeItIsDurable() {
        var node = node(run -> ok(10));
        long call = node.ask(order(task(1)));
        while (node.told(call).isEmpty()) {
            assertThat(node.go()).isTrue();
        }
        var receipt = ((Reply.Ended) only(node, call)).receipt().cid();
        assertThat(platterHas(receipt)).isTrue();
    }

    private boolean platterHas(Cid cid) {
        try {
            return platter.has(cid);
        } catch (ipvm.store.StoreException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void runsAgainForWhomMoreFuelMayHelp() {
        var node =
                node(run ->
                        run.bounds().fuel() < 500
                                ? new Ended.OutOfFuel(new Bill(run.bounds().fuel(), 1, false))
                                : ok(500));
        var little = Order.of(task(1), BOUNDS.withFuel(100), grant(0));
        var less = Order.of(task(1), BOUNDS.withFuel(50), grant(0));
        long first = node.ask(little);
        long second = node.ask(order(task(1)));
        node.untilQuiet();

        assertThat(outcome(only(node, first))).isEqualTo(new Outcome.OutOfFuel(100));
        assertThat(outcome(only(node, second))).isEqualTo(new Outcome.Ok(Ipld.of(7)));
        assertThat(node.runs()).isEqualTo(2);
        long third = node.ask(less);
        node.untilQuiet();
        assertThat(outcome(only(node, third))).isInstanceOf(Outcome.Ok.class);
    }

    @Test
    void recallsWhatMemoryShapedUnderTheSameLimitOnly() {
        var node = node(run -> new Ended.Trapped("unreachable", new Bill(1, 1, true)));
        node.ask(order(task(1)));
        node.untilQuiet().ask(order(task(1)));
        node.untilQuiet();
        assertThat(node.runs()).isEqualTo(1);

        node.ask(Order.of(task(1), new Bounds(1_000, 1 << 21, 60_000), grant(0)));
        assertThat(node.untilQuiet().runs()).isEqualTo(2);
    }

    @Test
    void forgetsATimeoutAndSignsNothingWhenTheBoardIsFull() {
        var timedOut = node(run -> new Ended.TimedOut(new Bill(1, 1, false)));
        timedOut.ask(order(task(1)));
        timedOut.untilQuiet().ask(order(task(1)));
        assertThat(timedOut.untilQuiet().runs()).isEqualTo(2);

        var full = node(run -> new Ended.NoRoom(new Bill(1, 1, false)));
        long call = full.ask(order(task(2)));
        full.untilQuiet();
        assertThat(only(full, call)).isInstanceOf(Reply.Busy.class);
        assertThat(platter)
                .extracting(store -> ((MemoryStore) store).receipts(task(2).cid()))
                .isEqualTo(List.of());
    }

    @Test
    void spendsNoUnitMoreThanABudgetHoldsAlsoAfterARestart() {
        var account = Cid.of(Codec.RAW, Bytes.utf8("account"));
        var budget = new Budget(account, 1_000, Budget.Per.ONCE);
        long spent = 0;
        for (int life = 0; life < 5; life++) {
            var node = node(life, run -> spend(run, 300));
            for (int i = 0; i < 4; i++) {
                node.ask(Order.of(task(life * 10 + i), BOUNDS.withFuel(300), grant(1, budget)));
            }
            node.untilQuiet();
            for (var tell : node.told) {
                spent +=
                        tell.reply() instanceof Reply.Ended ended
                                ? ended.receipt().report().meter().fuel()
                                : 0;
            }
        }
        assertThat(spent).isEqualTo(1_000);
        assertThat(((MemoryStore) platter).account(account).used()).isEqualTo(1_000);
    }

    private static Ended spend(Action.Run run, long wanted) {
        return run.bounds().fuel() < wanted
                ? new Ended.OutOfFuel(new Bill(run.bounds().fuel(), 1, false))
                : ok(wanted);
    }

    /// A charge on its way to the disk is not in the store yet, whoever else is answered meanwhile.
    @Test
    void forgetsNoChargeThatIsStillBeingWritten() throws Exception {
        chargeInManyOrders(60);
    }

    @Test
    @Tag("long")
    void forgetsNoChargeInAnyOrder() throws Exception {
        chargeInManyOrders(300);
    }

    private void chargeInManyOrders(int orders) throws Exception {
        Seeds.forEachSeed(
                orders,
                seed -> {
                    var account = Cid.of(Codec.RAW, Bytes.utf8("account " + seed));
                    var budget = new Budget(account, 1_000, Budget.Per.ONCE);
                    var node = node(seed, run -> spend(run, 70));
                    for (int i = 0; i < 30; i++) {
                        var task = task((int) seed * 100 + i);
                        node.ask(Order.of(task, BOUNDS.withFuel(70), grant(1, budget)));
                        for (int steps = Seeds.random(seed * 100 + i).nextInt(7);
                                steps > 0;
                                steps--) {
                            node.go();
                        }
                    }
                    node.untilQuiet();
                    long spent = 0;
                    for (var tell : node.told) {
                        spent +=
                                tell.reply() instanceof Reply.Ended ended
                                        ? ended.receipt().report().meter().fuel()
                                        : 0;
                    }
                    assertThat(spent).isEqualTo(1_000);
                    assertThat(((MemoryStore) platter).account(account).used()).isEqualTo(1_000);
                });
    }

    @Test
    void drawsOnEveryBudgetOfAChain() {
        var given = new Budget(Cid.of(Codec.RAW, Bytes.utf8("a")), 1_000, Budget.Per.DAY);
        var less = new Budget(Cid.of(Codec.RAW, Bytes.utf8("b")), 100, Budget.Per.DAY);
        var node = node(run -> spend(run, 80));
        node.ask(Order.of(task(1), BOUNDS, grant(1, given, less)));
        node.untilQuiet();
        assertThat(((MemoryStore) platter).account(given.account()).used()).isEqualTo(80);

        long second = node.ask(Order.of(task(2), BOUNDS, grant(1, given, less)));
        node.untilQuiet();
        assertThat(outcome(only(node, second))).isEqualTo(new Outcome.OutOfFuel(20));
        long third = node.ask(Order.of(task(3), BOUNDS, grant(1, given, less)));
        assertThat(only(node, third)).isInstanceOf(Reply.Denied.class);
    }

    @Test
    void refusesWhatTheRightDoesNotCover() {
        var node = node(run -> ok(1));
        var narrow =
                new Grant(
                        KEY.did(),
                        key(1).did(),
                        new Command("/wasm"),
                        Policy.ANYTHING,
                        Window.ALWAYS,
                        List.of(),
                        List.of());
        long call = node.ask(Order.of(effect("/sim/tell", "x"), BOUNDS, narrow));
        assertThat(only(node, call)).isInstanceOf(Reply.Denied.class);
        var others = new Task(key(1).did(), new Command("/sim/tell"), Ipld.map(), Bytes.EMPTY);
        long foreign = node.ask(Order.of(others, BOUNDS, grant(0)));
        assertThat(only(node, foreign)).isInstanceOf(Reply.Denied.class);
        assertThat(effects.seen).isEmpty();
    }

    @Test
    void doesACommandOnceHoweverOftenItIsAskedFor() throws Exception {
        Seeds.forEachSeed(
                200,
                seed -> {
                    var node = node(seed, run -> ok(1));
                    var told = effect("/sim/tell", "n" + seed);
                    for (int i = 0; i < 3; i++) {
                        node.ask(order(told));
                        node.go();
                    }
                    node.untilQuiet().ask(order(told));
                    node.untilQuiet();
                    assertThat(effects.seen.stream().filter(told.cid()::equals)).hasSize(1);
                });
    }

    @Test
    void looksAnewWithoutANonceAndRemembersUnderOne() {
        var node = node(run -> ok(1));
        for (int i = 0; i < 3; i++) {
            node.ask(order(effect("/sim/look", "")));
            node.untilQuiet().ask(order(effect("/sim/look", "once")));
            node.untilQuiet();
        }
        assertThat(effects.seen).hasSize(4);
    }

    @Test
    void takesATaskBackBeforeItRuns() {
        var node = node(run -> ok(1));
        var calls = IntStream.range(0, 5).mapToObj(i -> node.ask(order(task(i)))).toList();
        long back = node.withdraw(task(4).cid());
        node.untilQuiet();

        assertThat(only(node, back)).isInstanceOf(Reply.Cancelled.class);
        assertThat(only(node, calls.get(4))).isInstanceOf(Reply.Cancelled.class);
        assertThat(node.runs()).isEqualTo(4);
        assertThat(only(node, node.withdraw(task(9).cid()))).isInstanceOf(Reply.Missing.class);
    }
}
