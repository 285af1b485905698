package ipvm.node;

import static org.assertj.core.api.Assertions.assertThat;

import ipvm.data.Bytes;
import ipvm.data.Ipld;
import ipvm.sim.SimulatedEffects.Drop;
import ipvm.store.Sessions;
import ipvm.task.Task;
import ipvm.ucan.Command;
import ipvm.ucan.Grant;
import ipvm.ucan.Policy;
import ipvm.ucan.Refusal;
import ipvm.ucan.Window;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RulesTest {

    private static final String GRANT = ",'grant':'" + RuleModules.MODULE.substring(7) + "'";
    private static final String NOBODY = ",'keep':'0s'";

    private final RuleBoard board = new RuleBoard(1, RuleModules::run);

    private static String call(String function) {
        return "'do':{'mod':'"
                + RuleModules.MODULE
                + "','fun':'"
                + function
                + "','params':[{'event':'.'}]}";
    }

    private static final String TELL = "'do':{'cmd':'/sim/tell','args':{'e':{'event':'.'}}}";
    private static final String INLET = "'on':{'inlet':'x'},";

    private static Ipld shown(Action.Show show) {
        return show.value();
    }

    private void arrive(String rule, int from, int to) {
        for (int i = from; i < to; i++) {
            board.arrive(rule, Ipld.of(i));
            board.untilQuiet();
        }
    }

    @Test
    void answersAReadingWhenItIsDurableAndShowsWhatComesOfIt() {
        board.rule("r", INLET + "'out':'o'," + call("same")).boot().untilQuiet();
        long call = board.arrive("r", Ipld.of(7));
        while (!board.isAccepted(call)) {
            assertThat(board.go()).isTrue();
        }
        assertThat(board.state("r").firings()).isEqualTo(1);
        board.untilQuiet();
        assertThat(board.shown).containsExactly(new Action.Show("o", Ipld.of(7)));

        board.boot().untilQuiet();
        assertThat(board.shown).hasSize(2);
        assertThat(board.reply(board.arrive("s", Ipld.of(1)))).isInstanceOf(Reply.Missing.class);
    }

    @Test
    void refusesCommandsWithoutAGrantAndLooksWithoutOne() {
        board.rule("tell", INLET + TELL);
        board.rule("look", INLET + "'out':'o','do':{'cmd':'/sim/look','args':{}}");
        board.boot();
        arrive("tell", 0, 1);
        arrive("look", 0, 1);
        assertThat(board.effects.seen).hasSize(1);
        assertThat(board.state("tell").counts().errors()).isEqualTo(1);
        assertThat(board.state("tell").lastError().orElseThrow()).contains("needs a \"grant\"");
        assertThat(board.shown).containsExactly(new Action.Show("o", Ipld.ofNull()));
    }

    @Test
    void countsReceiptsThatAreKeptForNobodyAndWritesNone() throws Exception {
        board.rule("r", INLET + "'out':'o'," + call("same") + NOBODY).boot();
        arrive("r", 0, 3);
        assertThat(board.shown).hasSize(3);
        board.until(RuleBoard.START + 90_000);
        assertThat(board.done()).isEmpty();
        var sums = new Sessions(board.platter).all().getFirst().sums();
        assertThat(sums.outcomes()).isEqualTo(Map.of("ok", 3L));
    }

    @Test
    void keepsAReceiptThatSomebodyElseWaitsForAndThatOfACommand() throws Exception {
        board.rule("tell", INLET + TELL + GRANT + NOBODY);
        board.rule("keep", INLET + "'out':'o'," + call("same"));
        board.rule("r", INLET + "'out':'o'," + call("same") + NOBODY).boot();
        board.arrive("tell", Ipld.of(1));
        board.arrive("keep", Ipld.of(1));
        board.arrive("r", Ipld.of(1));
        board.untilQuiet();
        assertThat(board.done()).hasSize(2);
        board.until(RuleBoard.START + 90_000);
        assertThat(new Sessions(board.platter).all()).isEmpty();
    }

    @Test
    void actsByItsDelegationAsLongAsThatHolds() {
        board.rule("tell", INLET + TELL + GRANT).boot();
        arrive("tell", 0, 1);
        assertThat(board.effects.seen).hasSize(1);
        board.delegations =
                (cid, now) ->
                        new Refusal(Refusal.Reason.REVOKED, cid, "revocation", "none", "revoked");
        arrive("tell", 1, 2);
        assertThat(board.effects.seen).hasSize(1);
        assertThat(board.state("tell").lastError().orElseThrow()).contains("grant does not hold");
    }

    @Test
    void asksForNoMoreThanItsDelegationGives() {
        board.delegations =
                (cid, now) ->
                        new Grant(
                                RuleBoard.KEY.did(),
                                RuleBoard.KEY.did(),
                                new Command("/wasm"),
                                Policy.ANYTHING,
                                Window.ALWAYS,
                                List.of(),
                                List.of());
        board.rule("tell", INLET + TELL + GRANT);
        board.rule("list", INLET + "'state':true,'out':'o'," + call("list") + GRANT).boot();
        arrive("tell", 0, 1);
        arrive("list", 0, 1);
        assertThat(board.effects.seen).isEmpty();
        assertThat(board.state("tell").lastError().orElseThrow()).contains("denied");
        assertThat(board.shown).hasSize(1);
        assertThat(board.said.getLast().text()).startsWith("fx 0 left out");
    }

    @Test
    void pausesAfterTwentyFailuresAndRestsAlsoAfterARestart() {
        board.rule("r", INLET + "'out':'o'," + call("fail")).boot();
        arrive("r", 0, 25);
        assertThat(board.runs).hasSize(20);
        assertThat(board.state("r").pausedWhy().orElseThrow()).contains("20 failures in a row");
        assertThat(board.stored("r").lines().getLast().text()).startsWith("paused");
        assertThat(board.stored("r").lines()).hasSize(20);

        board.boot();
        arrive("r", 25, 30);
        assertThat(board.runs).hasSize(20);
        assertThat(board.state("r").counts().dropped()).isEqualTo(10);
        board.order(new RuleOrder.Resume("r"));
        arrive("r", 30, 31);
        assertThat(board.runs).hasSize(21);
        assertThat(board.state("r").pausedWhy()).isEmpty();
    }

    @Test
    void keepsTimeWhenTheClocksJump() {
        board.rule("beat", "'on':{'every':'10s'},'state':true," + call("sum"));
        board.rule("hour", "'on':{'cron':'0 * * * *'},'out':'h'," + call("same"));
        board.boot().until(RuleBoard.START + 95_000);
        assertThat(board.state("beat").userState()).isEqualTo(Ipld.of(9));
        board.wall += 7_200_000;
        board.until(board.wall + 70_000);
        assertThat(board.state("beat").userState()).isEqualTo(Ipld.of(16));
        assertThat(board.shown).hasSize(1);
        assertThat(shown(board.shown.getFirst()))
                .isEqualTo(
                        Ipld.map("at", Ipld.of(RuleBoard.START + 7_200_000), "missed", Ipld.of(1)));
        board.wall -= 7_200_000;
        board.until(board.wall + 3_600_000);
        assertThat(board.shown).hasSize(1);
        board.isSet = false;
        board.until(board.wall + 10 * 3_600_000L);
        assertThat(board.shown).hasSize(1);
    }

    @Test
    void offersReceiptsToRulesThatWaitForThemAndNeverTheirOwn() {
        board.rule("log", "'on':{'receipt':[['==','.cmd','/sim/look']]},'out':'o'," + call("same"));
        board.rule("all", "'on':{'receipt':[]},'out':'a','do':{'cmd':'/sim/look','args':{}}");
        board.rule("also", "'on':{'receipt':[]},'out':'b'," + call("same")).boot();
        var look = new Task(RuleBoard.KEY.did(), new Command("/sim/look"), Ipld.map(), nonce("n"));
        board.ask(look);
        board.untilQuiet();
        assertThat(board.state("log").counts().fired()).isEqualTo(1);
        assertThat(board.state("all").counts().fired()).isEqualTo(1);
        assertThat(board.state("also").counts().fired()).isEqualTo(1);
        var event =
                (Ipld.Map)
                        board.shown.stream()
                                .filter(s -> s.out().equals("o"))
                                .findFirst()
                                .orElseThrow()
                                .value();
        assertThat(event.find("ran")).contains(Ipld.of(look.cid()));
        assertThat(event.find("out")).contains(Ipld.map("ok", Ipld.ofNull()));
    }

    private static Bytes nonce(String text) {
        return Bytes.utf8(text);
    }

    @Test
    void endsWithinTheFuelOfItsSpan() {
        board.rule("r", INLET + call("greedy") + ",'limit':{'fuel':'2500k/h'}").boot();
        for (int i = 0; i < 5; i++) {
            board.arrive("r", Ipld.of(i));
        }
        board.until(board.wall + 60_000);
        var fuel = board.runs.stream().mapToLong(run -> run.bounds().fuel()).toArray();
        assertThat(fuel).containsExactly(1_000_000, 1_000_000, 500_000);
        board.until(board.wall + 3_600_000);
        assertThat(board.runs).hasSize(5);
    }

    @Test
    void runsAWorkflowForEachEventAndItsCommandsOnce() {
        var run = "{'cmd':'/wasm/run','args':{'mod':'" + RuleModules.MODULE + "',";
        var tasks =
                "'do':{'v':'0.1.0','tasks':{'a':"
                        + run
                        + "'fun':'pick','params':[{'event':'.'}]}},'b':{'cmd':'/sim/tell','args':"
                        + "{'a':{'await/ok':'a'}},'nonce':'x'},'c':"
                        + run
                        + "'fun':'same','params':[{'await/ok':'a'}]}}}}";
        board.rule("r", INLET + "'out':'o'," + tasks + GRANT).boot();
        arrive("r", 12, 15);
        arrive("r", 12, 13);
        assertThat(board.effects.seen).hasSize(3).doesNotHaveDuplicates();
        assertThat(board.runs).hasSize(5);
        assertThat(board.shown)
                .extracting(Action.Show::value)
                .contains(Ipld.map("b", Ipld.ofNull(), "c", Ipld.of(14)));
        assertThat(board.state("r").counts().errors()).isEqualTo(1);
        assertThat(board.state("r").lastError().orElseThrow()).startsWith("TaskFailed: a: Bad: 13");
    }

    @Test
    void beginsAnewWhenItIsWrittenOtherwiseAndGoesWithItsFile() {
        board.rule("r", INLET + TELL + GRANT).rule("s", INLET + TELL + GRANT).boot();
        arrive("r", 0, 2);
        board.rules.remove("s");
        board.rule("r", INLET + TELL + GRANT + ",'limit':{'queue':5}");
        board.stand();
        arrive("r", 0, 1);
        assertThat(board.state("r").firings()).isEqualTo(1);
        assertThat(board.stored("r").generation()).isEqualTo(3);
        assertThat(board.effects.seen).hasSize(3).doesNotHaveDuplicates();
        assertThat(board.isStored("s")).isFalse();
        board.stand();
        assertThat(board.untilQuiet().state("r").firings()).isEqualTo(1);
    }

    @Test
    void isAddedOnceAndRemovedWithAllThatWasKnown() {
        board.boot();
        var text = Bytes.utf8(("{'name':'r'," + INLET + call("same") + "}").replace('\'', '"'));
        long added = board.order(new RuleOrder.Add(text));
        long again = board.order(new RuleOrder.Add(text));
        long bad = board.order(new RuleOrder.Add(Bytes.utf8("{\"name\":\"r\"\n,\"onn\":1}")));
        board.untilQuiet();
        assertThat(board.reply(added)).isInstanceOf(Reply.Accepted.class);
        assertThat(board.reply(again)).isInstanceOf(Reply.Refused.class);
        assertThat(((Reply.Refused) board.reply(bad)).why()).contains("line 2");
        long removed = board.order(new RuleOrder.Remove("r"));
        board.untilQuiet();
        assertThat(board.isAccepted(removed)).isTrue();
        assertThat(board.isStored("r")).isFalse();
        assertThat(board.reply(board.order(new RuleOrder.Remove("r"))))
                .isInstanceOf(Reply.Missing.class);
    }

    @Test
    void isPausedAndGoesOnWhileItSleeps() {
        board.rule("r", INLET + call("same")).boot();
        arrive("r", 0, 1);
        var asleep =
                new Node(
                        new Node.Self(
                                RuleBoard.KEY,
                                new Rights(
                                        RuleBoard.KEY.did(),
                                        ipvm.effect.Effects.of(List.of()),
                                        java.util.Set.of(),
                                        Limits.DEFAULT)),
                        board.platter,
                        RuleTerms.plain(Rights.ANY),
                        1);
        pauseAsleep(asleep, new RuleOrder.Pause("r"));
        assertThat(board.state("r").pausedWhy()).contains("by hand");
        board.boot();
        arrive("r", 1, 2);
        assertThat(board.state("r").firings()).isEqualTo(1);
        pauseAsleep(asleep, new RuleOrder.Resume("r"));
        board.boot();
        arrive("r", 2, 3);
        assertThat(board.state("r").firings()).isEqualTo(2);
    }

    private void pauseAsleep(Node asleep, RuleOrder order) {
        for (var action : asleep.step(new Event.Ruled(1, order), board.wall)) {
            try {
                board.platter.commit(((Action.Keep) action).changes());
            } catch (ipvm.store.StoreException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    @Test
    void doesNothingTwiceWhenNobodyKnowsWhetherItWasDone() {
        board.rule("r", INLET + TELL + GRANT).boot();
        board.effects.then(Drop.DURING_SEEN, ipvm.effect.Answer.done(Ipld.ofNull()));
        arrive("r", 0, 1);
        board.boot().untilQuiet();
        assertThat(board.effects.seen).hasSize(1);
        assertThat(board.state("r").lastError().orElseThrow()).contains("nobody knows");
    }
}
