package ipvm.rule;

import static ipvm.testkit.Malformed.assertThatRefuses;
import static org.assertj.core.api.Assertions.assertThat;

import ipvm.data.Bytes;
import ipvm.data.DagCbor;
import ipvm.data.DagJson;
import ipvm.data.Ipld;
import ipvm.data.MalformedException;
import ipvm.task.Outcome;
import ipvm.testkit.Fuzz;
import ipvm.testkit.Seeds;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Events, results, limits and crashes of one rule.
class StandingTest {

    private static final String INLET = "{'inlet':'kitchen'}";

    @Test
    void firesForEachEventAndShowsTheResult() throws Exception {
        var bench = Bench.of(INLET, "").began();
        assertThat(bench.arrive("{'t':1}")).containsExactly(json("{'t':1}"));
        bench.end(Ipld.of("warm"));
        assertThat(bench.actions).contains(new RuleAction.Show("o", Ipld.of("warm")));
        assertThat(bench.state().lastResult()).contains(Ipld.of("warm"));
        assertThat(bench.state().counts().fired()).isEqualTo(1);
    }

    @Test
    void showsNoResultThatIsOlderThanTheOneShown() throws Exception {
        var bench = Bench.of(INLET, "").began();
        bench.arrive("1");
        bench.arrive("2");
        bench.step(new RuleEvent.Ended(1, new Outcome.Ok(Ipld.of("two")), 1));
        bench.step(new RuleEvent.Ended(0, new Outcome.Ok(Ipld.of("one")), 1));
        assertThat(bench.actions).isEmpty();
        assertThat(bench.state().lastResult()).contains(Ipld.of("two"));
    }

    @Test
    void givesAFunctionItsStateAndOneEventAtATime() throws Exception {
        var bench = Bench.of(INLET, ",'state':true").began();
        bench.arrive("1");
        assertThat(bench.arrive("2")).isEmpty();
        assertThat(Bench.params(bench.fires.getLast())).containsExactly(Ipld.of(1), Ipld.ofNull());
        assertThat(bench.end(json("{'state':7,'out':'a','fx':[{'cmd':'/a'}]}")))
                .containsExactly(Ipld.of(2));
        assertThat(Bench.params(bench.fires.getLast())).containsExactly(Ipld.of(2), Ipld.of(7));
        assertThat(bench.actions)
                .contains(
                        new RuleAction.Show("o", Ipld.of("a")),
                        new RuleAction.Fork(0, List.of(json("{'cmd':'/a'}"))));
        assertThat(bench.state().userState()).isEqualTo(Ipld.of(7));
    }

    @Test
    void keepsTheStateOfAFunctionThatReturnsNone() throws Exception {
        var bench = Bench.of(INLET, ",'state':true").began();
        bench.arrive("1");
        bench.end(json("{'state':7,'out':1}"));
        for (var wrong : List.of("7", "{'state':1}", "{'state':1,'out':2,'more':3}")) {
            bench.arrive("1");
            bench.end(json(wrong));
            assertThat(bench.said().getFirst()).startsWith("failed: result");
        }
        assertThat(bench.state().userState()).isEqualTo(Ipld.of(7));
        assertThat(bench.state().counts().errors()).isEqualTo(3);
        bench.arrive("1");
        bench.end(Ipld.map("state", Ipld.of("x".repeat(70_000)), "out", Ipld.of(1)));
        assertThat(bench.said().getFirst()).contains("at most 65536 bytes");
    }

    @Test
    void saysWhichPartOfAnEventItMissesAndGoesOn() throws Exception {
        var rule =
                RuleTest.rule(
                        "{'name':'x','on':{'inlet':'k'},'do':{'mod':'file:m','fun':'f','params':"
                                + "[{'event':'.value.t'}]}}");
        var standing = new Standing(rule, Limits.DEFAULT);
        var moment = new Moment(0, false, 0, 1);
        var step =
                standing.step(
                        RuleState.beginning(moment),
                        new RuleEvent.Arrived(json("{'value':{'p':1}}")),
                        moment);
        assertThat(step.actions())
                .containsExactly(
                        new RuleAction.Say(
                                "failed: an event with .value.t: found a map with [value]"));
        assertThat(step.next().flights()).isEmpty();
        assertThat(step.next().counts().errors()).isEqualTo(1);
    }

    @Test
    void pausesAfterTwentyFailuresInARowAndGoesOnWhenTold() throws Exception {
        var bench = Bench.of(INLET, "").began();
        for (int i = 0; i < 19; i++) {
            bench.arrive("1");
            bench.end(new Outcome.Trapped("unreachable"), 1);
        }
        bench.arrive("1");
        bench.end(Ipld.of(1));
        for (int i = 0; i < 20; i++) {
            assertThat(bench.arrive("1")).hasSize(1);
            bench.end(new Outcome.Failed("NotFinite", "NaN"), 1);
        }
        assertThat(bench.state().paused())
                .contains("20 failures in a row, the last: NotFinite: NaN");
        assertThat(bench.arrive("1")).isEmpty();
        assertThat(bench.state().counts().dropped()).isEqualTo(1);
        bench.step(new RuleEvent.Resume());
        assertThat(bench.arrive("1")).hasSize(1);
    }

    @Test
    void letsTheOldestTheNewestOrNothingGoWhenTheQueueIsFull() throws Exception {
        assertThat(waiting("oldest")).containsExactly(Ipld.of(3), Ipld.of(4));
        assertThat(waiting("newest")).containsExactly(Ipld.of(2), Ipld.of(3));
        assertThat(waiting("merge")).containsExactly(Ipld.of(2), Ipld.of(4));
    }

    private static List<Ipld> waiting(String full) throws Exception {
        var bench =
                Bench.of(INLET, ",'state':true,'limit':{'queue':2,'full':'" + full + "'}").began();
        for (int i = 1; i <= 4; i++) {
            bench.arrive("" + i);
        }
        assertThat(bench.state().counts().dropped()).isEqualTo(1);
        return bench.state().queue().stream().map(RuleState.Waiting::event).toList();
    }

    @Test
    void laysANewerMapOverAnOlderOne() throws Exception {
        var bench = Bench.of(INLET, ",'state':true,'limit':{'queue':1,'full':'merge'}").began();
        bench.arrive("0");
        bench.arrive("{'a':1,'b':1}");
        bench.arrive("{'b':2,'c':2}");
        assertThat(bench.end(json("{'state':0,'out':0}")))
                .containsExactly(json("{'a':1,'b':2,'c':2}"));
    }

    @Test
    void boundsTheBytesThatWait() throws Exception {
        var bench = Bench.of(INLET, ",'state':true,'limit':{'queue':10000}").began();
        var large = "'" + "x".repeat(60_000) + "'";
        for (int i = 0; i < 25; i++) {
            bench.arrive(large);
        }
        assertThat(bench.state().encode().size())
                .isLessThan(Limits.DEFAULT.queueBytesMax() + 100_000);
        bench.arrive("'" + "x".repeat(70_000) + "'");
        assertThat(bench.said().getFirst()).contains("too large");
    }

    @Test
    void givesTheLastEventsOfACountedWindow() throws Exception {
        var bench = Bench.of(INLET, ",'window':{'count':3}").began();
        for (int i = 1; i <= 4; i++) {
            bench.arrive("" + i);
            bench.endAll();
        }
        assertThat(Bench.params(bench.fires.get(0))).containsExactly(json("[1]"));
        assertThat(Bench.params(bench.fires.get(3))).containsExactly(json("[2,3,4]"));
    }

    @Test
    void givesTheEventsOfATimedWindowAlsoAcrossARestart() throws Exception {
        var bench = Bench.of(INLET, ",'window':{'time':'1m'}").began();
        for (int i = 1; i <= 3; i++) {
            bench.arrive("" + i);
            bench.endAll();
            bench.pass(25_000);
        }
        assertThat(bench.arrive("4")).containsExactly(json("[2,3,4]"));
        bench.endAll();
        bench.reboot(20_000);
        assertThat(bench.arrive("5")).containsExactly(json("[3,4,5]"));
    }

    @Test
    void boundsTheBytesOfAWindow() throws Exception {
        var bench = Bench.of(INLET, ",'window':{'count':1000}").began();
        for (int i = 0; i < 30; i++) {
            bench.arrive("'" + "x".repeat(50_000) + "'");
            bench.endAll();
        }
        assertThat(bench.state().window()).hasSize(5);
    }

    @Test
    void firesAtMostAtItsRateAndLosesNothingToRounding() throws Exception {
        var bench = Bench.of(INLET, ",'limit':{'queue':1000,'rate':'7/s'}").began();
        for (int i = 0; i < 500; i++) {
            bench.arrive("" + i);
            bench.endAll();
        }
        assertThat(bench.fires).hasSize(7);
        for (int i = 0; i < 1_000; i++) {
            bench.pass(10);
            bench.tick();
            bench.endAll();
        }
        assertThat(bench.fires).hasSize(7 + 70);
    }

    @Test
    void waitsForTheNextSpanWhenItsFuelIsBurnt() throws Exception {
        var bench = Bench.of(INLET, ",'limit':{'fuel':'1k/h'}").began();
        bench.arrive("1");
        bench.arrive("2");
        bench.arrive("3");
        assertThat(bench.fires.getLast().fuel()).hasValue(1_000);
        bench.end(new Outcome.Ok(Ipld.of(1)), 600);
        assertThat(bench.fires.getLast().fuel()).hasValue(400);
        assertThat(bench.end(new Outcome.OutOfFuel(400), 400)).isEmpty();
        bench.pass(3_599_999);
        assertThat(bench.tick()).isEmpty();
        bench.pass(1);
        assertThat(bench.tick()).containsExactly(Ipld.of(3));
        assertThat(bench.fires.getLast().fuel()).hasValue(1_000);
    }

    @Test
    void takesOnlyReceiptsThatSatisfyItsPolicy() throws Exception {
        var bench = Bench.of("{'receipt':[['>','.out.ok',5]]}", "").began();
        assertThat(bench.arrive("{'out':{'ok':5}}")).isEmpty();
        assertThat(bench.arrive("{'out':{'ok':6}}")).hasSize(1);
    }

    @Test
    void asksAgainForWhatABootCutOffWithTheSameNumberAndWork() throws Exception {
        var bench = Bench.of(INLET, ",'state':true").began();
        bench.arrive("1");
        bench.arrive("2");
        var cut = bench.fires.getLast();
        bench.reboot(1_000);
        bench.tick();
        assertThat(bench.fires).containsExactly(cut, cut);
        bench.end(json("{'state':1,'out':1}"));
        bench.step(new RuleEvent.Ended(cut.firing(), new Outcome.Ok(json("{'state':9}")), 1));
        assertThat(bench.state().userState()).isEqualTo(Ipld.of(1));
        assertThat(bench.state().counts().errors()).isZero();
    }

    /// Counts events with a state; the board may lose power before or after any commit.
    @Test
    void losesAndDoublesNothingAcrossPowerCuts() throws Exception {
        Seeds.forEach(
                100,
                random -> {
                    var bench = Bench.of(INLET, ",'state':true,'limit':{'queue':1000}").began();
                    Map<Long, Ipld> ended = new LinkedHashMap<>();
                    int sent = 0;
                    for (int i = 0; i < 120; i++) {
                        switch (random.nextInt(8)) {
                            case 0 -> bench.reboot(random.nextLong(100_000)).tick();
                            case 1, 2, 3 -> bench.arrive("" + sent++);
                            default -> endOne(bench, ended);
                        }
                    }
                    while (!bench.state().flights().isEmpty()) {
                        endOne(bench, ended);
                    }
                    assertThat(bench.state().userState())
                            .isEqualTo(sent == 0 ? Ipld.ofNull() : Ipld.of(sent));
                    assertThat(ended).hasSize(sent);
                    assertThat(bench.state().counts().dropped()).isZero();
                });
    }

    /// A node remembers the end of a firing by its number, and runs no number twice.
    private static void endOne(Bench bench, Map<Long, Ipld> ended) throws MalformedException {
        if (bench.state().flights().isEmpty()) {
            return;
        }
        var fire = bench.fires.getLast();
        var params = Bench.params(fire);
        long before = params.get(1) instanceof Ipld.Int count ? count.asLong() : 0;
        assertThat(params.getFirst()).isEqualTo(Ipld.of(before));
        var result = Ipld.map("state", Ipld.of(before + 1), "out", Ipld.ofNull());
        assertThat(ended.putIfAbsent(fire.firing(), result)).isNull();
        bench.end(result);
    }

    @Test
    void refusesAStateThatIsNone() throws Exception {
        var state = (Ipld.Map) DagCbor.decode(states().getFirst());
        refused(state.with("v", Ipld.of(2)), "rule state.v: version 1");
        refused(state.with("more", Ipld.of(2)), "one of the keys");
        refused(state.with("due", Ipld.of(1L << 60)), "within 2^53");
        refused(state.with("pace", Ipld.list(Ipld.of(1))), "4 numbers");
        refused(state.with("fired", json("[[3,2]]")), "a stretch");
        refused(state.with("counts", json("[0,0,0,-1,0]")), "counts");
        refused(state.with("result", json("[1,2]")), "at most 1 items");
    }

    private static void refused(Ipld state, String what) {
        assertThatRefuses(() -> RuleState.decode(DagCbor.encode(state), Limits.DEFAULT))
                .hasWhat(what);
    }

    @Test
    void survivesDamagedStates() throws Exception {
        Fuzz.of("rule state", states(), bytes -> RuleState.decode(bytes, Limits.DEFAULT))
                .holding((input, state) -> {
                    assertThat(state.encode()).isEqualTo(input);
                    stepsOn(state);
                })
                .payload(bytes -> 4L * bytes.size() + 4_096)
                .run();
    }

    /// What is accepted must not break the machine, however odd it is.
    private static void stepsOn(RuleState state) throws MalformedException {
        for (var on : List.of("{'every':'10s'}", "{'cron':'0 0 1 1 *','missed':'all'}")) {
            var standing = new Standing(RuleTest.on(on), Limits.DEFAULT);
            var moment = new Moment(Bench.START, true, 1_000, 3);
            var next = standing.step(state, new RuleEvent.Arrived(Ipld.of(1)), moment).next();
            standing.step(next, new RuleEvent.Tick(), moment);
        }
    }

    private static List<Bytes> states() throws MalformedException {
        var states = new ArrayList<Bytes>();
        for (var on : List.of(INLET, "{'cron':'* * * * *'}", "{'every':'10s'}")) {
            var bench = Bench.of(on, ",'state':true,'limit':{'rate':'1/s','fuel':'1k/h'}").began();
            bench.arrive("{'a':[1,2,{'b':'c'}]}");
            bench.arrive("2");
            bench.pass(60_000).tick();
            states.add(bench.state().encode());
            bench.end(json("{'state':{'n':1},'out':'x'}"));
            bench.step(new RuleEvent.Pause("enough"));
            states.add(bench.state().encode());
        }
        return states;
    }

    private static Ipld json(String text) throws MalformedException {
        return DagJson.read(text.replace('\'', '"'));
    }
}
