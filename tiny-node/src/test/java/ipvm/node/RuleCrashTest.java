package ipvm.node;

import static org.assertj.core.api.Assertions.assertThat;

import ipvm.data.Ipld;
import ipvm.node.RuleBoard.Fault;
import ipvm.node.RuleBoard.PowerCut;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// The power fails at each write of three rules: a calendar that tells the world, a beat that
/// counts itself, and an inlet whose function keeps a list and has the world told of each item.
class RuleCrashTest {

    private static final int EVENTS = 20;
    private static final long STEP = 7_000;
    private static final long END = RuleBoard.START + EVENTS * STEP + 4_500;

    /// Rules whose receipts are kept, and for half of all seeds rules whose receipts are not.
    private static RuleBoard board(long seed) {
        var keep = seed / 2 % 2 == 1 ? ",'keep':'0s'" : "";
        var grant = "'grant':'" + RuleModules.MODULE.substring(7) + "'";
        var mod = "'do':{'mod':'" + RuleModules.MODULE + "',";
        var board =
                new RuleBoard(seed, RuleModules::run)
                        .rule(
                                "calendar",
                                "'on':{'cron':'* * * * *','missed':'all'},'do':{'cmd':'/sim/tell',"
                                        + "'args':{'at':{'event':'.at'}}},"
                                        + grant
                                        + keep)
                        .rule(
                                "beat",
                                "'on':{'every':'10s'},'state':true,"
                                        + mod
                                        + "'fun':'sum','params':[{'event':'.'}]}"
                                        + keep)
                        .rule(
                                "inlet",
                                "'on':{'inlet':'x'},'state':true,'out':'list',"
                                        + mod
                                        + "'fun':'list','params':[{'event':'.'}]},"
                                        + grant
                                        + keep);
        board.effects.remembers = true;
        return board;
    }

    /// What was promised, whether the power failed or not.
    private static final class Course {
        final RuleBoard board;
        final List<Long> acknowledged = new ArrayList<>();
        int next;

        Course(RuleBoard board) {
            this.board = board;
        }

        /// Goes on from where it was cut off, to the end of all events.
        void run() {
            board.boot();
            while (next < EVENTS) {
                int number = next++;
                long at = RuleBoard.START + (number + 1) * STEP;
                board.until(at);
                long call = board.arrive("inlet", Ipld.of(number));
                try {
                    board.untilQuiet();
                } finally {
                    if (board.isAccepted(call)) {
                        acknowledged.add((long) number);
                    }
                }
            }
            board.until(END);
        }

        Course cutAt(long write, Fault fault) {
            board.faultAt = write;
            board.fault = fault;
            try {
                run();
            } catch (PowerCut e) {
                // only what is on the disk is left
            }
            board.faultAt = -1; // with some seeds there are fewer writes
            run();
            return this;
        }

        void check() {
            var kept = new ArrayList<Long>();
            for (var item : ((Ipld.List) board.state("inlet").userState()).items()) {
                kept.add(((Ipld.Int) item).asLong());
            }
            assertThat(kept).containsAll(acknowledged).isSorted().doesNotHaveDuplicates();
            assertThat(board.state("inlet").counts().fired()).isEqualTo(kept.size());
            assertThat(board.state("inlet").counts().errors()).isZero();
            assertThat(board.state("beat").userState())
                    .isEqualTo(Ipld.of((END - RuleBoard.START) / 10_000));
            assertThat(board.effects.seen).doesNotHaveDuplicates();
            checkTold(kept.size());
            assertThat(board.platter.journal()).isEmpty();
            assertThat(board.platter.unsettled()).isEmpty();
        }

        private void checkTold(int items) {
            var told = new ArrayList<Ipld>();
            for (var task : board.done()) {
                if (!task.isWasm()) {
                    told.add(task.args());
                }
            }
            assertThat(told).doesNotHaveDuplicates();
            assertThat(told).hasSize(items + (int) ((END - RuleBoard.START) / 60_000));
            assertThat(new HashSet<>(board.effects.seen)).hasSize(told.size());
        }
    }

    private static long writes() {
        var board = board(1);
        var course = new Course(board);
        course.run();
        course.check();
        assertThat(course.acknowledged).hasSize(EVENTS);
        return board.writesDone;
    }

    private static void cutAtEvery(int stride) {
        long writes = writes();
        assertThat(writes).isGreaterThan(100);
        long cuts = 0;
        for (long write = 1; write <= writes; write += stride) {
            for (var fault : List.of(Fault.LOST, Fault.WRITTEN, Fault.FULL)) {
                boolean isWhole = false;
                try {
                    new Course(board(write)).cutAt(write, fault).check();
                    isWhole = true;
                } finally {
                    if (!isWhole) {
                        System.err.println("failed with " + fault + " at write " + write);
                    }
                }
                cuts++;
            }
        }
        System.out.println("rules: " + cuts + " faults at " + writes + " writes");
    }

    @Test
    void countsEachAcknowledgedEventOnceWhereverThePowerFails() {
        cutAtEvery(29);
    }

    @Test
    @Tag("long")
    void countsEachAcknowledgedEventOnceAtAnyWrite() {
        cutAtEvery(1);
    }
}
