package ipvm.node;

import static org.assertj.core.api.Assertions.assertThat;

import ipvm.data.Bytes;
import ipvm.data.Cid;
import ipvm.data.Codec;
import ipvm.data.DagCbor;
import ipvm.data.Ipld;
import ipvm.effect.Effect;
import ipvm.effect.Effects;
import ipvm.key.KeyKind;
import ipvm.key.PrivateKey;
import ipvm.schedule.Bounds;
import ipvm.sim.SimulatedDisk;
import ipvm.sim.SimulatedDisk.Fault;
import ipvm.sim.SimulatedEffects;
import ipvm.sim.SimulatedNode;
import ipvm.sim.SimulatedWorld;
import ipvm.store.MemoryStore;
import ipvm.store.Store;
import ipvm.task.Outcome;
import ipvm.task.Task;
import ipvm.task.Workflow;
import ipvm.testkit.Seeds;
import ipvm.ucan.Budget;
import ipvm.ucan.Command;
import ipvm.ucan.Delegation;
import ipvm.ucan.Invocation;
import ipvm.ucan.Proofs;
import ipvm.ucan.Request;
import ipvm.ucan.Terms;
import ipvm.wasm.Bill;
import ipvm.wasm.Ended;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/// Signed requests at the door of a node, and what follows of them.
class AdmissionTest {

    private static final long NOW = 1_700_000_000L;
    private static final Bounds MOST = new Bounds(1_000, 1 << 20, 60_000);
    private static final Cid MODULE = Cid.of(Codec.RAW, Bytes.utf8("a module"));
    private static final PrivateKey NODE = key(0);
    private static final PrivateKey ANNA = key(1);

    private final Store platter = new MemoryStore(1 << 26);
    private final SimulatedEffects effects =
            new SimulatedEffects(
                    Effect.command("/sim/tell", 1 << 10, 1_000),
                    Effect.query("/sim/look", 1 << 10, 1_000).withRatePerSecondMax(2));

    private static PrivateKey key(int number) {
        var seed = new byte[32];
        seed[0] = (byte) number;
        return PrivateKey.generate(KeyKind.ED25519, Bytes.wrap(seed));
    }

    private SimulatedNode node(Function<Action.Run, Ended> modules) {
        var random = Seeds.random(1);
        var around =
                new SimulatedNode.Surrounding(new SimulatedWorld(random), List.of(effects), random);
        return new SimulatedNode(NODE, new SimulatedDisk(platter), around, modules);
    }

    private Admission door(Sharing sharing) {
        var rights =
                new Rights(
                        NODE.did(),
                        Effects.of(List.of(effects)),
                        Set.of(),
                        sharing,
                        Limits.DEFAULT);
        return new Admission(rights, RuleTerms.plain(MOST));
    }

    private static Ipld.Map args(int number) {
        return Ipld.map(
                "mod", Ipld.of(MODULE),
                "fun", Ipld.of("f"),
                "params", Ipld.list(Ipld.of(number)));
    }

    private static Request request(PrivateKey subject, int number, String nonce) {
        return Request.of(subject.did(), Task.WASM_RUN, args(number), Bytes.utf8(nonce))
                .to(NODE.did())
                .until(NOW + 60);
    }

    private static Delegation grant(Ipld.Map meta) {
        var terms = Terms.of(ANNA.did(), NODE.did(), Task.WASM_RUN, Bytes.utf8("g"));
        return Delegation.sign(NODE, terms.withMeta(meta));
    }

    private static Order in(Admitted admitted) {
        assertThat(admitted).isInstanceOf(Admitted.In.class);
        return ((Admitted.In) admitted).order();
    }

    private static String out(Admitted admitted) {
        assertThat(admitted).isInstanceOf(Admitted.Out.class);
        return ((Reply.Denied) ((Admitted.Out) admitted).reply()).why();
    }

    private static Reply only(SimulatedNode node, long call) {
        assertThat(node.told(call)).hasSize(1);
        return node.told(call).getFirst();
    }

    @Test
    void letsInWhoeverShowsAGrantWithinWhatWasWishedAndGiven() {
        var budget = Ipld.map(Budget.KEY, Budget.encode(500, Budget.Per.DAY));
        var grant = grant(budget);
        var meta =
                Ipld.map(
                        "fuel", Ipld.of(9_000_000),
                        "time", Ipld.of(70),
                        "prio", Ipld.of(1),
                        "deadline", Ipld.of(NOW + 5));
        var asked = request(NODE, 1, "n").withMeta(meta).provenBy(List.of(grant.cid()));

        var order =
                in(
                        door(Sharing.NOTHING)
                                .admit(
                                        Invocation.sign(ANNA, asked),
                                        Proofs.of(List.of(grant)),
                                        NOW * 1_000));

        assertThat(order.bounds()).isEqualTo(new Bounds(1_000, 1 << 20, 70));
        assertThat(order.priority()).isEqualTo(1);
        assertThat(order.untilMillis()).isEqualTo((NOW + 5) * 1_000);
        assertThat(order.grant().holder()).isEqualTo(ANNA.did());
        assertThat(order.grant().budgets()).extracting(Budget::fuel).containsExactly(500L);
    }

    @Test
    void refusesWhatIsMeantForOthersOrHasEndedOrLacksItsProof() {
        var door = door(Sharing.NOTHING);
        var elsewhere = Invocation.sign(ANNA, request(ANNA, 1, "").to(key(2).did()));
        assertThat(out(door.admit(elsewhere, Proofs.NONE, NOW * 1_000)))
                .startsWith("it asks did:key:");

        var own = Invocation.sign(NODE, request(NODE, 1, ""));
        assertThat(out(door.admit(own, Proofs.NONE, (NOW + 200) * 1_000))).startsWith("Expired: ");

        var asked = request(NODE, 1, "").provenBy(List.of(grant(Ipld.map()).cid()));
        assertThat(out(door.admit(Invocation.sign(ANNA, asked), Proofs.NONE, NOW * 1_000)))
                .startsWith("UnavailableProof: ");
    }

    @Test
    void lendsStrangersTogetherWhatTheOwnerShares() {
        var request = Invocation.sign(ANNA, request(ANNA, 1, ""));
        assertThat(out(door(Sharing.NOTHING).admit(request, Proofs.NONE, NOW * 1_000)))
                .contains("share.fuelPerHour = 0")
                .contains("ipvm grant " + ANNA.did() + " run");
        var owned = door(new Sharing(Set.of(ANNA.did()), 0));
        assertThat(in(owned.admit(request, Proofs.NONE, NOW * 1_000)).grant().budgets()).isEmpty();

        var sharing = door(new Sharing(Set.of(), 1_000));
        var node = node(run -> new Ended.Ok(Ipld.of(1), new Bill(400, 1, false)));
        long spent = 0;
        for (int i = 0; i < 5; i++) {
            var who = key(10 + i % 3);
            var order =
                    in(
                            sharing.admit(
                                    Invocation.sign(who, request(who, i, "")),
                                    Proofs.NONE,
                                    NOW * 1_000));
            long call = node.ask(Order.of(order.task(), order.bounds(), order.grant()));
            node.untilQuiet();
            spent += only(node, call) instanceof Reply.Ended ? 400 : 0;
        }
        assertThat(spent).as("the third run is given the 200 that are left").isEqualTo(1_200);
    }

    @Test
    void takesARequestOnceWhateverBecameOfItAlsoAfterARestart() {
        var order = in(door(Sharing.NOTHING).admit(once(1), Proofs.NONE, NOW * 1_000));
        var slow = node(run -> new Ended.TimedOut(new Bill(1, 1, false)));
        long first = slow.ask(order);
        slow.untilQuiet();
        assertThat(((Reply.Ended) only(slow, first)).receipt().outcome())
                .isInstanceOf(Outcome.TimedOut.class);

        var again = node(run -> new Ended.Ok(Ipld.of(1), new Bill(1, 1, false)));
        long second = again.ask(order);
        again.untilQuiet();
        assertThat(((Reply.Denied) only(again, second)).why()).startsWith("Replayed: ");

        var other = in(door(Sharing.NOTHING).admit(once(2), Proofs.NONE, NOW * 1_000));
        again.ask(other);
        again.untilQuiet();
        long third = again.ask(other);
        again.untilQuiet();
        assertThat(((Reply.Ended) only(again, third)).isRecalled())
                .as("who lost the answer is told it again")
                .isTrue();
    }

    private static Invocation once(int number) {
        return Invocation.sign(NODE, request(NODE, number, "once"));
    }

    @Test
    void doesNothingAfterItsDeadlineAndHurriesBefore() {
        var asked = request(NODE, 1, "").withMeta(Ipld.map("deadline", Ipld.of(NOW + 10)));
        var order =
                in(
                        door(Sharing.NOTHING)
                                .admit(Invocation.sign(NODE, asked), Proofs.NONE, NOW * 1_000));
        var times = new java.util.ArrayList<Long>();
        var node =
                node(run -> {
                    times.add(run.bounds().timeMillis());
                    return new Ended.TimedOut(new Bill(1, 1, false));
                });
        node.ask(order);
        node.untilQuiet();
        assertThat(times.getFirst()).isBetween(9_000L, 10_000L);

        long late = node.ask(order.wishing(wish(NOW - 1), MOST, MOST));
        node.untilQuiet();
        assertThat(((Reply.Denied) only(node, late)).why()).contains("deadline");
    }

    private static ipvm.task.Wish wish(long seconds) {
        try {
            var meta = Ipld.map("deadline", Ipld.of(seconds));
            return ipvm.task.Wish.of(Invocation.sign(NODE, request(NODE, 1, "").withMeta(meta)));
        } catch (ipvm.data.MalformedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void keepsTheRightOfAStrangerOverARestart() throws Exception {
        var order =
                in(
                        door(new Sharing(Set.of(), 1_000))
                                .admit(
                                        Invocation.sign(ANNA, request(ANNA, 1, "x")),
                                        Proofs.NONE,
                                        NOW * 1_000));
        var rights = door(new Sharing(Set.of(), 700)).rights();

        var read = (Pledge.OfTask) Pledge.decode(Pledge.encode(order), rights, NOW * 1_000);

        assertThat(read.order().request()).isEqualTo(order.request());
        assertThat(read.order().grant().holder()).isEqualTo(ANNA.did());
        assertThat(read.order().grant().budgets()).extracting(Budget::fuel).containsExactly(700L);
    }

    @Test
    void takesASignedTaskOfAWorkflowByTheRightOfWhoSignedIt() throws Exception {
        var good = Invocation.sign(NODE, request(NODE, 1, ""));
        var stranger = Invocation.sign(ANNA, request(ANNA, 2, ""));
        var document =
                Ipld.map(
                        "v", Ipld.of("0.1.0"),
                        "tasks",
                                Ipld.map(
                                        "own", DagCbor.decode(good.bytes()),
                                        "other", DagCbor.decode(stranger.bytes())));
        var workflow =
                Workflow.decode(DagCbor.encode(document), ipvm.task.Limits.DEFAULT, cid -> true);
        var node = node(run -> new Ended.Ok(Ipld.of(7), new Bill(1, 1, false)));
        long call = node.submit(new Plan(workflow, node.rights().own(), MOST, MOST));
        node.untilQuiet();

        var ends = new java.util.HashMap<String, Reply>();
        for (var reply : node.told(call)) {
            if (reply instanceof Reply.Step step) {
                ends.put(step.job().label(), step.reply());
            }
        }
        assertThat(ends.get("own"))
                .isInstanceOfSatisfying(
                        Reply.Ended.class,
                        end -> assertThat(end.receipt().report().ran()).isEqualTo(good.task()));
        assertThat(ends.get("other"))
                .isInstanceOfSatisfying(
                        Reply.Unsigned.class,
                        end -> assertThat(end.outcome()).isInstanceOf(Outcome.Denied.class));
    }

    // --- what results want to follow ---------------------------------------------------------

    private static Ended fx(Ipld... invocations) {
        return new Ended.Ok(Ipld.map("ipvm/fx", Ipld.list(invocations)), new Bill(10, 1, false));
    }

    private static Ipld tell() {
        return Ipld.map("cmd", Ipld.of("/sim/tell"), "args", Ipld.map());
    }

    private Order own(int number, Bounds bounds) {
        var task = new Task(NODE.did(), Task.WASM_RUN, args(number), Bytes.EMPTY);
        return Order.of(task, bounds, door(Sharing.NOTHING).rights().own());
    }

    @Test
    void doesOnceWhatAResultWantsWhereverThePowerFails() throws Exception {
        for (var fault : List.of(Fault.LOST, Fault.WRITTEN)) {
            for (long cut = 1; cut < 9; cut++) {
                var store = new MemoryStore(1 << 26);
                var told = new SimulatedEffects(Effect.command("/sim/tell", 1 << 10, 1_000));
                told.remembers = true;
                var world = new SimulatedWorld(Seeds.random(cut));
                try {
                    life(new SimulatedDisk(store).at(cut, fault), world, told);
                } catch (SimulatedDisk.PowerCut e) {
                    // the next life goes on
                }
                life(new SimulatedDisk(store), world, told);

                assertThat(told.seen).as(fault + " at write " + cut).hasSize(1);
                assertThat(store.journal()).isEmpty();
            }
        }
    }

    private void life(SimulatedDisk disk, SimulatedWorld world, SimulatedEffects told) {
        var around = new SimulatedNode.Surrounding(world, List.of(told), Seeds.random(5));
        var node = new SimulatedNode(NODE, disk, around, run -> fx(tell())).start();
        node.entrust(own(1, MOST));
        node.untilQuiet();
    }

    @Test
    void goesNoFurtherThanTheRightAndTheFuelOfWhoAsked() {
        var deeper = new int[1];
        var node =
                node(run -> {
                    int number = ++deeper[0];
                    var next = args(1_000 + number);
                    return new Ended.Ok(
                            Ipld.map("ipvm/fx", Ipld.list(next)),
                            new Bill(Math.min(300, run.bounds().fuel()), 1, false));
                });
        long call = node.ask(own(1, MOST));
        node.untilQuiet();

        assertThat(((Reply.Ended) only(node, call)).receipt().report().forks()).hasSize(1);
        assertThat(deeper[0])
                .as("1,000 of fuel, 300 each, and the one that has none")
                .isLessThan(6);

        var looking = node(run -> fx(tell(), Ipld.of(5)));
        long harmless = looking.ask(own(2, MOST).commanding(false));
        looking.untilQuiet();
        assertThat(((Reply.Ended) only(looking, harmless)).receipt().report().forks()).isEmpty();
        assertThat(looking.notes).extracting(Action.Note::text).hasSize(2);
        assertThat(looking.notes.getFirst().text()).contains("/sim/tell").contains("compute");
    }

    @Test
    void asksTheWorldNoMoreOftenThanItMay() {
        var node = node(run -> fx());
        long busy = 0;
        for (int i = 0; i < 5; i++) {
            var nonce = Bytes.utf8("n" + i);
            var task = new Task(NODE.did(), new Command("/sim/look"), Ipld.map(), nonce);
            long call = node.ask(Order.of(task, MOST, door(Sharing.NOTHING).rights().own()));
            node.untilQuiet();
            busy += only(node, call) instanceof Reply.Busy ? 1 : 0;
        }
        assertThat(busy).isEqualTo(3);
    }
}
