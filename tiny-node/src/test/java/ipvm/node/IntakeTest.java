package ipvm.node;

import static org.assertj.core.api.Assertions.assertThat;

import ipvm.data.Bytes;
import ipvm.data.DagJson;
import ipvm.data.Ipld;
import ipvm.data.Limits;
import ipvm.data.MalformedException;
import ipvm.link.Inlet;
import ipvm.link.Reading;
import ipvm.node.RuleBoard.Fault;
import ipvm.node.RuleBoard.PowerCut;
import ipvm.rule.Per;
import ipvm.store.StoreException;
import ipvm.ucan.Budget;
import ipvm.ucan.Policy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class IntakeTest {

    private static final String COUNT =
            "'on':{'inlet':'kitchen'},'state':true,'out':'list','do':{'mod':'"
                    + RuleModules.MODULE
                    + "','fun':'list','params':[{'event':'.value'}]}";

    private final RuleBoard board = new RuleBoard(1, RuleModules::run);

    private static InletTerms kitchen() {
        return new InletTerms(
                new Inlet("kitchen", Map.of("coap", "true")),
                new Per(100, 60_000),
                Optional.empty(),
                Policy.ANYTHING);
    }

    private IntakeTest open(InletTerms... terms) {
        board.order(new RuleOrder.Inlets(List.of(terms)));
        return this;
    }

    private static Reading reading(long value, String mark) {
        return new Reading(
                "kitchen",
                "coap://10.0.0.9:5683",
                Ipld.of(value),
                Optional.of("Cel"),
                OptionalLong.empty(),
                mark);
    }

    private long read(long value, String mark) {
        return board.order(new RuleOrder.Read(reading(value, mark)));
    }

    private List<StoredReading> kept() throws StoreException, MalformedException {
        return StoredReading.after(board.platter, "kitchen", 0, 1_000);
    }

    private List<Long> values() throws StoreException, MalformedException {
        var values = new ArrayList<Long>();
        for (var one : kept()) {
            values.add(((Ipld.Int) one.event().find("value").orElseThrow()).asLong());
        }
        return values;
    }

    private List<Long> state() {
        return state("r");
    }

    private List<Long> state(String rule) {
        var items = new ArrayList<Long>();
        for (var item : ((Ipld.List) board.state(rule).userState()).items()) {
            items.add(((Ipld.Int) item).asLong());
        }
        return items;
    }

    @Test
    void aReadingIsKeptNumberedAndGivenToItsRulesBeforeItIsAcknowledged() throws Exception {
        board.rule("r", COUNT).rule("s", COUNT).boot();
        open(kitchen());
        board.untilQuiet();
        long call = read(21, "m1");
        while (!board.isAccepted(call)) {
            assertThat(kept()).isEmpty();
            assertThat(board.go()).isTrue();
        }
        assertThat(values()).containsExactly(21L);
        assertThat(board.state("r").firings()).isEqualTo(1);
        assertThat(board.state("s").firings()).isEqualTo(1);
        board.untilQuiet();
        var event = kept().getFirst().event();
        assertThat(DagJson.text(event))
                .contains("\"inlet\":\"kitchen\"", "\"seq\":1", "\"clock\":\"synced\"")
                .contains("\"unit\":\"Cel\"", "\"from\":\"coap://10.0.0.9:5683\"");
        assertThat(state()).containsExactly(21L);
    }

    @Test
    void whatComesTwiceIsTakenOnceAlsoWhileItIsWrittenAndAfterAPowerCut() throws Exception {
        board.rule("r", COUNT).boot();
        open(kitchen());
        board.untilQuiet();
        long first = read(1, "m1");
        long copy = read(1, "m1");
        assertThat(board.isAccepted(copy)).isFalse();
        board.untilQuiet();
        assertThat(board.isAccepted(first)).isTrue();
        assertThat(board.isAccepted(copy)).isTrue();
        assertThat(board.isAccepted(read(1, "m1"))).isTrue();

        board.boot().untilQuiet();
        open(kitchen());
        board.untilQuiet();
        assertThat(board.isAccepted(read(1, "m1"))).isTrue();
        long next = read(2, "m2");
        board.untilQuiet();
        assertThat(board.isAccepted(next)).isTrue();
        assertThat(state()).containsExactly(1L, 2L);
        assertThat(kept().getLast().number()).isEqualTo(2);
        assertThat(kept().getLast().boot()).isGreaterThan(kept().getFirst().boot());
    }

    @Test
    void aWholeMinuteOfCopiesIsKnownAfterAPowerCut() throws Exception {
        var busy =
                new InletTerms(
                        kitchen().inlet(),
                        new Per(1_000, 1_000),
                        Optional.empty(),
                        Policy.ANYTHING);
        board.boot();
        open(busy);
        board.untilQuiet();
        for (int i = 0; i < 700; i++) {
            read(i, "m" + i);
            board.untilQuiet();
        }
        board.boot().untilQuiet();
        open(busy);
        board.untilQuiet();
        assertThat(board.isAccepted(read(0, "m0"))).isTrue();
        assertThat(board.isAccepted(read(699, "m699"))).isTrue();
        board.pass(120_000);
        board.boot().untilQuiet();
        open(busy);
        board.untilQuiet();
        long later = read(0, "m0");
        board.untilQuiet();
        assertThat(board.isAccepted(later)).isTrue();
        assertThat(values()).hasSize(701);
    }

    @Test
    void whatCouldNotBeKeptMayComeAgain() throws Exception {
        board.rule("r", COUNT).boot();
        open(kitchen());
        board.untilQuiet();
        board.fault = Fault.FULL;
        board.faultAt = board.writesDone + 1;
        long lost = read(1, "m1");
        board.untilQuiet();
        assertThat(board.reply(lost)).isInstanceOf(Reply.Full.class);
        assertThat(kept()).isEmpty();
        board.pass(2_000);
        long again = read(1, "m1");
        board.untilQuiet();
        assertThat(board.isAccepted(again)).isTrue();
        assertThat(state()).containsExactly(1L);
    }

    @Test
    void eachAcknowledgedReadingCountsOnceForEachRuleWhereverThePowerFails() throws Exception {
        for (long write = 1; write <= 24; write++) {
            for (var fault : List.of(Fault.LOST, Fault.WRITTEN)) {
                var course = new IntakeTest();
                course.cutAt(write, fault);
            }
        }
    }

    /// Devices bring a reading again until it is acknowledged, under the same mark.
    private void cutAt(long write, Fault fault) throws Exception {
        board.rule("r", COUNT).rule("s", COUNT);
        board.fault = fault;
        board.faultAt = write;
        var open = new ArrayList<Long>(List.of(1L, 2L, 3L, 4L, 5L));
        while (!open.isEmpty()) {
            try {
                board.boot();
                open(kitchen());
                board.untilQuiet();
                while (!open.isEmpty()) {
                    long call = read(open.getFirst(), "m" + open.getFirst());
                    board.untilQuiet();
                    if (board.isAccepted(call)) {
                        open.removeFirst();
                    }
                }
            } catch (PowerCut e) {
                board.faultAt = -1;
            }
        }
        assertThat(values()).containsExactly(1L, 2L, 3L, 4L, 5L);
        assertThat(state("r")).containsExactly(1L, 2L, 3L, 4L, 5L);
        assertThat(state("s")).containsExactly(1L, 2L, 3L, 4L, 5L);
    }

    @Test
    void moreThanTheRateIsDroppedAndCounted() {
        var slow =
                new InletTerms(
                        kitchen().inlet(), new Per(2, 1_000), Optional.empty(), Policy.ANYTHING);
        board.boot();
        open(slow);
        board.untilQuiet();
        var replies = new ArrayList<Reply>();
        for (int i = 0; i < 3; i++) {
            long call = read(i, "m" + i);
            board.untilQuiet();
            replies.add(board.reply(call));
        }
        assertThat(replies.getLast()).isInstanceOf(Reply.Busy.class);
        assertThat(replies.subList(0, 2)).hasOnlyElementsOfType(Reply.Accepted.class);
        assertThat(board.inlets().getFirst().dropped()).isEqualTo(1);
        board.pass(500);
        long later = read(3, "m3");
        board.untilQuiet();
        assertThat(board.isAccepted(later)).isTrue();
    }

    @Test
    void refusesWhatNobodyLetsInAndWhatIsNotOfItsSchema() throws Exception {
        board.boot();
        long unknown = read(1, "");
        assertThat(board.reply(unknown)).isInstanceOf(Reply.Missing.class);
        var schema = DagJson.read(Bytes.utf8("[[\">\",\".value\",0]]"), Limits.DEFAULT);
        open(
                new InletTerms(
                        kitchen().inlet(),
                        InletTerms.RATE,
                        Optional.empty(),
                        Policy.decode(schema)));
        board.untilQuiet();
        assertThat(board.reply(read(-1, ""))).isInstanceOf(Reply.Refused.class);
        long good = read(1, "");
        board.untilQuiet();
        assertThat(board.isAccepted(good)).isTrue();
        open();
        assertThat(board.reply(read(1, ""))).isInstanceOf(Reply.Missing.class);
    }

    @Test
    void rulesOfOneInletShareItsFuel() {
        var terms =
                new InletTerms(
                        kitchen().inlet(),
                        kitchen().rate(),
                        Optional.of(InletTerms.fuel("kitchen", 1, Budget.Per.DAY)),
                        Policy.ANYTHING);
        board.rule("r", COUNT).boot();
        open(terms);
        board.untilQuiet();
        for (int i = 0; i < 3; i++) {
            read(i, "m" + i);
            board.untilQuiet();
        }
        assertThat(board.state("r").lastError().orElse("none")).contains("budget");
    }

    @Test
    void readingsOfABootWithoutAClockAreDatedWhenTheTimeComes() throws Exception {
        board.isSet = false;
        board.boot();
        open(kitchen());
        board.untilQuiet();
        read(1, "");
        board.untilQuiet();
        board.isSet = true;
        board.pass(5_000);
        read(2, "");
        board.untilQuiet();
        var early = kept().getFirst();
        assertThat(DagJson.text(early.event())).contains("\"clock\":\"floor\"");
        assertThat(StoredReading.offset(board.platter, early.boot()))
                .hasValue(board.wall - board.monotonic);
    }

    @Test
    void onlyTheLastReadingsStay() throws Exception {
        board.readingsMax = 3;
        board.boot();
        open(kitchen());
        board.untilQuiet();
        for (int i = 1; i <= 5; i++) {
            read(i, "");
            board.untilQuiet();
        }
        assertThat(values()).containsExactly(3L, 4L, 5L);
        var changes = StoredReading.forgetting(board.platter, "kitchen", 10);
        board.platter.commit(changes);
        assertThat(kept()).isEmpty();
    }
}
