package ipvm.node;

import static org.assertj.core.api.Assertions.assertThat;

import ipvm.data.Bytes;
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
import ipvm.store.SqliteStore;
import ipvm.store.Store;
import ipvm.task.Limits;
import ipvm.task.Outcome;
import ipvm.task.Task;
import ipvm.task.Workflow;
import ipvm.testkit.Seeds;
import ipvm.ucan.Command;
import ipvm.wasm.Bill;
import ipvm.wasm.Ended;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A secret is plain in memory alone: it is looked for in every byte that is written.
class SecretsTest {

    private static final String MARK = "xyzzy-plugh-7431";
    private static final Bounds BOUNDS = new Bounds(1_000_000, 1 << 20, 60_000);
    private static final PrivateKey KEY =
            PrivateKey.generate(KeyKind.ED25519, Bytes.wrap(new byte[32]));

    /// The token comes from the world, is worked on, and used; what fails says it as well.
    private static final String WORKFLOW =
            ("{'v':'0.1.0','tasks':{"
                            + "'token':{'cmd':'/sim/look','args':{},'nonce':'n1',"
                            + "'meta':{'ipvm/config':{'secret':true}}},"
                            + "'made':{'cmd':'/wasm/run','args':{'mod':'MOD','fun':'made',"
                            + "'params':[{'await/ok':'token'}]},'nonce':''},"
                            + "'use':{'cmd':'/sim/tell','args':{'t':{'await/ok':'made'}},"
                            + "'nonce':'n2'},"
                            + "'log':{'cmd':'/log/write','args':{'text':{'await/ok':'made'}},"
                            + "'nonce':'n3'},"
                            + "'open':{'cmd':'/wasm/run','args':{'mod':'MOD','fun':'one',"
                            + "'params':[1]},'nonce':''}}}")
                    .replace('\'', '"')
                    .replace("MOD", RuleModules.MODULE);

    private static final String FAILING =
            WORKFLOW.replace("\"made\",\"params\"", "\"bad\",\"params\"");

    @TempDir Path folder;

    private boolean isOpen;
    private final SimulatedWorld world = new SimulatedWorld(Seeds.random(1));
    private final SimulatedEffects told =
            new SimulatedEffects(Effect.command("/sim/tell", 1 << 10, 1_000));
    private final SimulatedEffects log =
            new SimulatedEffects(Effect.command("/log/write", 1 << 10, 1_000));
    private final SimulatedEffects sights =
            new SimulatedEffects(Effect.query("/sim/look", 1 << 10, 1_000));

    private SimulatedNode node(SimulatedDisk disk) {
        var around =
                new SimulatedNode.Surrounding(world, List.of(told, log, sights), Seeds.random(2));
        return new SimulatedNode(KEY, disk, around, this::run).start();
    }

    private Ended run(Action.Run run) {
        var bill = new Bill(100, 1, false);
        var args = run.call().call().args();
        boolean isSecret = !isOpen && !run.call().call().function().equals("one");
        assertThat(run.isSecret()).isEqualTo(isSecret);
        return switch (run.call().call().function()) {
            case "made" -> new Ended.Ok(Ipld.list(Ipld.of("Bearer " + MARK)), bill);
            case "bad" -> new Ended.Failed("Bad", "not " + args, bill);
            default -> new Ended.Ok(Ipld.of(1), bill);
        };
    }

    private static Plan plan(SimulatedNode node) throws Exception {
        return plan(node, WORKFLOW);
    }

    private static Plan plan(SimulatedNode node, String text) throws Exception {
        var workflow = Workflow.read(Bytes.utf8(text), Limits.DEFAULT, cid -> true);
        return new Plan(workflow, node.rights().own(), BOUNDS, BOUNDS);
    }

    private SqliteStore store() throws IOException {
        return SqliteStore.open(folder.resolve("ipvm.db"), 1 << 26, 1);
    }

    private void showsNothing() throws IOException {
        try (var files = Files.list(folder)) {
            for (var file : files.toList()) {
                var text = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
                assertThat(text.contains(MARK)).as(file.toString()).isFalse();
            }
        }
        assertThat(world.lines).noneMatch(line -> line.contains(MARK));
    }

    private static Outcome end(SimulatedNode node, long call, String label) {
        for (var reply : node.told(call)) {
            if (reply instanceof Reply.Step step && step.job().label().equals(label)) {
                return step.reply() instanceof Reply.Ended ended
                        ? ended.receipt().outcome()
                        : ((Reply.Unsigned) step.reply()).outcome();
            }
        }
        throw new AssertionError("no end of " + label);
    }

    private void look() {
        sights.then(Drop.NEVER, Answer.done(Ipld.of(MARK)));
    }

    @Test
    void isInNoByteOfTheStoreAndInTheAnswer() throws Exception {
        look();
        try (var store = store()) {
            var node = node(new SimulatedDisk(store));
            long call = node.submit(plan(node));
            node.untilQuiet();
            assertThat(end(node, call, "token")).isEqualTo(new Outcome.Ok(Ipld.of(MARK)));
            assertThat(end(node, call, "use")).isInstanceOf(Outcome.Ok.class);
            assertThat(end(node, call, "log")).isInstanceOf(Outcome.Denied.class);
            assertThat(told.seen).hasSize(1);
            assertThat(log.seen).isEmpty();
            showsNothing();
            recallsItAfterARestart(store);
        }
        showsNothing();
    }

    @Test
    void isNoneWhereNobodySaysSo() throws Exception {
        look();
        world.lines.clear();
        try (var store = store()) {
            var node = node(new SimulatedDisk(store));
            node.submit(plan(node, WORKFLOW.replace("\"secret\":true", "\"secret\":false")));
            isOpen = true;
            node.untilQuiet();
        }
        var text =
                new String(
                        Files.readAllBytes(folder.resolve("ipvm.db")), StandardCharsets.ISO_8859_1);
        assertThat(text).contains(MARK);
    }

    @Test
    void isOneAlsoWhereItFails() throws Exception {
        look();
        try (var store = store()) {
            var node = node(new SimulatedDisk(store));
            long call = node.submit(plan(node, FAILING));
            node.untilQuiet();
            assertThat(end(node, call, "made").toString()).contains(MARK);
            assertThat(told.seen).isEmpty();
            showsNothing();
            var again = node(new SimulatedDisk(store));
            long second = again.submit(plan(again, FAILING));
            again.untilQuiet();
            assertThat(end(again, second, "made")).isEqualTo(end(node, call, "made"));
            assertThat(again.runs()).isZero();
        }
        showsNothing();
    }

    private void recallsItAfterARestart(Store store) throws Exception {
        var node = node(new SimulatedDisk(store));
        long call = node.submit(plan(node));
        node.untilQuiet();
        assertThat(node.runs()).isZero();
        assertThat(told.seen).hasSize(1);
        assertThat(end(node, call, "token")).isEqualTo(new Outcome.Ok(Ipld.of(MARK)));
        assertThat(end(node, call, "made"))
                .isEqualTo(new Outcome.Ok(Ipld.list(Ipld.of("Bearer " + MARK))));
    }

    @Test
    void staysOneWhereverThePowerFails() throws Exception {
        for (long write = 1; write <= 20; write++) {
            for (var fault : List.of(Fault.LOST, Fault.WRITTEN)) {
                look();
                look();
                told.seen.clear();
                told.remembers = true;
                try (var store = store()) {
                    var disk = new SimulatedDisk(store).at(write, fault);
                    try {
                        var node = node(disk);
                        node.submit(plan(node));
                        node.untilQuiet();
                    } catch (PowerCut e) {
                        // what is on the disk is all that is left
                    }
                    showsNothing();
                    node(new SimulatedDisk(store)).untilQuiet();
                    var again = node(new SimulatedDisk(store));
                    again.submit(plan(again));
                    again.untilQuiet();
                    assertThat(told.seen).hasSize(1);
                }
                showsNothing();
                Files.deleteIfExists(folder.resolve("ipvm.db"));
            }
        }
    }

    private static Task task(String fun, Ipld arg) throws Exception {
        var args =
                Ipld.map(
                        "mod", Ipld.of(RuleModules.MODULE),
                        "fun", Ipld.of(fun),
                        "params", Ipld.list(arg));
        return new Task(KEY.did(), new Command("/wasm/run"), args, Bytes.EMPTY);
    }

    @Test
    void isRecalledForNobodyElse() throws Exception {
        look();
        try (var store = store()) {
            var node = node(new SimulatedDisk(store));
            node.submit(plan(node));
            node.untilQuiet();
            long runs = node.runs();
            var pure = task("one", Ipld.of(2));
            var own = node.rights().own();
            var secret = Order.of(pure, BOUNDS, own).secret(java.util.Set.of(KEY.did()));
            var order = Order.of(tell(), BOUNDS, own);
            long call = node.ask(order);
            node.untilQuiet();
            assertThat(node.told(call).getFirst()).isInstanceOf(Reply.Denied.class);
            assertThat(told.seen).hasSize(1);
            assertThat(node.runs()).isEqualTo(runs);
            assertThat(secret.isSecret()).isTrue();
            long asked = node.ask(Order.of(pure, BOUNDS, own));
            node.untilQuiet();
            assertThat(node.told(asked).getFirst()).isInstanceOf(Reply.Ended.class);
        }
    }

    /// As who knows the secret himself could ask for it.
    private static Task tell() {
        var args = Ipld.map("t", Ipld.list(Ipld.of("Bearer " + MARK)));
        return new Task(KEY.did(), new Command("/sim/tell"), args, Bytes.utf8("n2"));
    }
}
