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
import ipvm.sim.SimulatedDisk.Fault;
import ipvm.sim.SimulatedDisk.PowerCut;
import ipvm.sim.SimulatedEffects;
import ipvm.sim.SimulatedNode;
import ipvm.sim.SimulatedWorld;
import ipvm.store.MemoryStore;
import ipvm.store.Store;
import ipvm.task.Limits;
import ipvm.task.Outcome;
import ipvm.task.Receipt;
import ipvm.task.Workflow;
import ipvm.testkit.Seeds;
import ipvm.wasm.Bill;
import ipvm.wasm.Ended;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// The power fails at each write of a workflow of 200 tasks: functions, queries and commands.
class CrashTest {

    private static final int TASKS = 200;
    private static final Cid MODULE = Cid.of(Codec.RAW, Bytes.utf8("a module"));
    private static final Bounds BOUNDS = new Bounds(1_000_000, 1 << 20, 60_000);
    private static final PrivateKey KEY =
            PrivateKey.generate(KeyKind.ED25519, Bytes.wrap(new byte[32]));

    /// Every tenth tells the world, every fifth asks it, the others are functions of one another.
    private static Workflow workflow() throws Exception {
        var tasks = new ArrayList<String>();
        for (int i = 0; i < TASKS; i++) {
            var body =
                    switch (i % 10) {
                        case 0 -> "\"cmd\":\"/sim/tell\",\"args\":{\"n\":%d},\"nonce\":\"n%d\"";
                        case 1, 5 -> "\"cmd\":\"/sim/look\",\"args\":{\"n\":%d},\"nonce\":\"n%d\"";
                        default ->
                                "\"cmd\":\"/wasm/run\",\"args\":{\"mod\":\"ipfs://"
                                        + MODULE
                                        + "\",\"fun\":\"f\",\"params\":[%d"
                                        + (i % 10 > 2 ? ",{\"await/ok\":\"t" + (i - 1) + "\"}" : "")
                                        + "]},\"nonce\":\"\"";
                    };
            tasks.add("\"t" + i + "\":{" + body.formatted(i, i) + "}");
        }
        var text = "{\"v\":\"0.1.0\",\"tasks\":{" + String.join(",", tasks) + "}}";
        return Workflow.read(Bytes.utf8(text), Limits.DEFAULT, cid -> true);
    }

    /// A board: what is on its disk, and the world around it, which remembers what it was told.
    private static final class Board {
        final Store platter = new MemoryStore(1 << 26);
        final SimulatedEffects effects =
                new SimulatedEffects(Effect.command("/sim/tell", 1 << 10, 1_000));
        final SimulatedEffects sights =
                new SimulatedEffects(Effect.query("/sim/look", 1 << 10, 1_000));
        final SimulatedNode.Surrounding around;
        final List<Cid> promised = new ArrayList<>();
        boolean isAccepted;

        Board(long seed, boolean remembers) {
            var random = Seeds.random(seed);
            around =
                    new SimulatedNode.Surrounding(
                            new SimulatedWorld(random), List.of(effects, sights), random);
            effects.remembers = remembers;
        }

        SimulatedNode node(SimulatedDisk disk) {
            return new SimulatedNode(
                    KEY, disk, around, run -> new Ended.Ok(Ipld.of(1), new Bill(100, 1, false)));
        }

        /// Runs until the power fails, or to the end; returns how many writes there were.
        long run(long faultAt, Fault fault, Workflow workflow) {
            var disk = new SimulatedDisk(platter).at(faultAt, fault);
            var node = node(disk);
            try {
                node.start();
                if (!isAccepted) {
                    node.submit(new Plan(workflow, node.rights().own(), BOUNDS, BOUNDS));
                }
                node.untilQuiet();
            } catch (PowerCut e) {
                // what is on the disk is all that is left
            }
            for (var tell : node.told) {
                if (tell.reply() instanceof Reply.Step(var job, Reply.Ended ended, var result)) {
                    promised.add(ended.receipt().cid());
                }
            }
            return disk.writes();
        }

        /// Nothing that was answered is gone or half there, and the world was told once at most.
        void check() throws Exception {
            for (var receipt : promised) {
                var found = platter.receipts(receipt);
                assertThat(found).hasSize(1);
                assertThat(Receipt.decode(found.getFirst().token()).isSigned()).isTrue();
            }
            assertThat(new HashSet<>(effects.seen)).hasSameSizeAs(effects.seen);
        }
    }

    private static void cutAt(long write, Fault fault, boolean remembers) throws Exception {
        var workflow = workflow();
        var board = new Board(write, remembers);
        board.run(write, fault, workflow);
        board.check();
        board.isAccepted = !board.platter.journal().isEmpty();
        board.run(0, Fault.NONE, workflow);
        board.check();
        assertThat(board.platter.journal()).isEmpty();
        int unknown = 0;
        for (var one : board.platter.lastReceipts(1_000)) {
            var outcome = Receipt.decode(one.filed().token()).outcome();
            unknown += outcome instanceof Outcome.Unknown ? 1 : 0;
            assertThat(outcome).isNotInstanceOf(Outcome.Failed.class);
        }
        assertThat(board.platter.usage().receipts()).isEqualTo(TASKS);
        assertThat(unknown).isLessThanOrEqualTo(remembers ? 0 : TASKS / 10);
        assertThat(board.effects.seen.size() + unknown).isGreaterThanOrEqualTo(TASKS / 10);
    }

    private static long writes() throws Exception {
        return new Board(1, true).run(0, Fault.NONE, workflow());
    }

    private static void cutAtEvery(int stride) throws Exception {
        long writes = writes();
        long cuts = 0;
        for (long write = 1; write <= writes; write += stride) {
            for (boolean remembers : new boolean[] {true, false}) {
                cutAt(write, Fault.LOST, remembers);
                cutAt(write, Fault.WRITTEN, remembers);
                cuts += 2;
            }
        }
        System.out.println("power cuts: " + cuts + " at " + writes + " writes of " + TASKS);
    }

    @Test
    void losesNothingAndTellsTheWorldOnceWhereverThePowerFails() throws Exception {
        cutAtEvery(37);
    }

    @Test
    @Tag("long")
    void losesNothingAtAnyWrite() throws Exception {
        cutAtEvery(1);
    }

    @Test
    void goesOnWhenThereIsRoomAgain() throws Exception {
        var workflow = workflow();
        var board = new Board(3, true);
        board.run(40, Fault.FULL, workflow);
        board.check();
        board.isAccepted = true;
        board.run(0, Fault.NONE, workflow);
        board.check();
        assertThat(board.platter.journal()).isEmpty();
        assertThat(board.platter.usage().receipts()).isEqualTo(TASKS);
    }
}
