package ipvm.ucan;

import static ipvm.ucan.Cast.ALICE;
import static ipvm.ucan.Cast.BOB;
import static ipvm.ucan.Cast.CAROL;
import static ipvm.ucan.Cast.DAN;
import static ipvm.ucan.Cast.MALLORY;
import static ipvm.ucan.Cast.NONCE;
import static ipvm.ucan.Cast.RUN;
import static ipvm.ucan.Cast.aliceToDan;
import static ipvm.ucan.Cast.asking;
import static ipvm.ucan.Cast.everythingForDan;
import static ipvm.ucan.Cast.judged;
import static ipvm.ucan.Cast.letting;
import static ipvm.ucan.Cast.request;
import static ipvm.ucan.Cast.terms;
import static org.assertj.core.api.Assertions.assertThat;

import ipvm.data.Ipld;
import ipvm.ucan.Refusal.Reason;
import java.util.List;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

/// Whether delegations in a row hand on what was handed to them.
class ChainTest {

    private static Delegation powerline(
            ipvm.key.PrivateKey from, ipvm.key.PrivateKey to, String command) {
        return Delegation.sign(from, terms(to, new Command(command)).asPowerline());
    }

    private static Command granted(Invocation invocation, Delegation... proofs) {
        return assertThat(judged(invocation, proofs))
                .asInstanceOf(InstanceOfAssertFactories.type(Grant.class))
                .actual()
                .command();
    }

    @Test
    void letsTheSubjectAskWithoutProofs() {
        var invocation = asking(ALICE);

        assertThat(judged(invocation))
                .isEqualTo(
                        new Grant(
                                ALICE.did(),
                                ALICE.did(),
                                Command.ALL,
                                Policy.ANYTHING,
                                Window.ALWAYS,
                                List.of(),
                                List.of()));
    }

    @Test
    void letsTheLastOfARowAsk() {
        var chain = aliceToDan();
        var verdict = judged(asking(DAN, chain), chain);

        assertThat(verdict).isEqualTo(everythingForDan(chain));
    }

    @Test
    void readsProofsLeafFirstAsWell() {
        var chain = aliceToDan();
        var verdict = judged(asking(DAN, chain.reversed()), chain);

        assertThat(verdict)
                .isInstanceOfSatisfying(Grant.class, g -> assertThat(g.proofs()).isEqualTo(chain));
    }

    @Test
    void refusesProofsInNoOrderAndBlamesTheStandardOne() {
        var chain = aliceToDan();
        var mixed = List.of(chain.get(1), chain.get(0), chain.get(2));

        assertThat(judged(asking(DAN, mixed), chain))
                .isEqualTo(
                        new Refusal(
                                Reason.INVALID_SUBJECT,
                                chain.get(1).cid(),
                                "issuer of the root",
                                ALICE.did().text(),
                                BOB.did().text()));
    }

    @Test
    void refusesAStrangerWithoutProofs() {
        var invocation = asking(MALLORY);

        assertThat(judged(invocation))
                .isEqualTo(
                        new Refusal(
                                Reason.INVALID_CLAIM,
                                invocation.cid(),
                                "proofs",
                                "a delegation from " + ALICE.did(),
                                "none"));
    }

    @Test
    void refusesAProofThatIsNotThere() {
        var chain = aliceToDan();
        var invocation = asking(DAN, chain);

        assertThat(judged(invocation, chain.get(0), chain.get(2)))
                .isEqualTo(
                        new Refusal(
                                Reason.UNAVAILABLE_PROOF,
                                invocation.cid(),
                                "proofs",
                                chain.get(1).cid().toString(),
                                "no such token"));
    }

    @Test
    void refusesARowWithAGap() {
        var first = letting(ALICE, BOB);
        var third = letting(CAROL, DAN);

        assertThat(judged(asking(DAN, first, third), first, third))
                .isEqualTo(
                        new Refusal(
                                Reason.INVALID_AUDIENCE,
                                first.cid(),
                                "audience",
                                CAROL.did().text(),
                                BOB.did().text()));
    }

    @Test
    void refusesAnIssuerWhomTheRowDoesNotLeadTo() {
        var toBob = letting(ALICE, BOB);

        assertThat(judged(asking(MALLORY, toBob), toBob))
                .isEqualTo(
                        new Refusal(
                                Reason.INVALID_AUDIENCE,
                                toBob.cid(),
                                "audience",
                                MALLORY.did().text(),
                                BOB.did().text()));
    }

    @Test
    void refusesARootThatTheSubjectDidNotIssue() {
        var claimed = letting(MALLORY, BOB);

        assertThat(judged(asking(BOB, claimed), claimed))
                .isEqualTo(
                        new Refusal(
                                Reason.INVALID_SUBJECT,
                                claimed.cid(),
                                "issuer of the root",
                                ALICE.did().text(),
                                MALLORY.did().text()));
    }

    @Test
    void refusesAProofAboutAnotherSubject() {
        var toBob = letting(ALICE, BOB);
        var aboutBob = Delegation.sign(BOB, Terms.of(CAROL.did(), BOB.did(), Command.ALL, NONCE));

        assertThat(judged(asking(CAROL, toBob, aboutBob), toBob, aboutBob))
                .isEqualTo(
                        new Refusal(
                                Reason.INVALID_SUBJECT,
                                aboutBob.cid(),
                                "subject",
                                ALICE.did().text(),
                                BOB.did().text()));
    }

    @Test
    void refusesADelegationThatWidensItsCommand() {
        var narrow = letting(ALICE, BOB, "/wasm/run");
        var wide = letting(BOB, CAROL, "/wasm");

        assertThat(judged(asking(CAROL, narrow, wide), narrow, wide))
                .isEqualTo(
                        new Refusal(
                                Reason.INVALID_CLAIM,
                                wide.cid(),
                                "command",
                                "/wasm/run or below",
                                "/wasm"));
    }

    @Test
    void refusesADelegationOfAnotherCommand() {
        var run = letting(ALICE, BOB, "/wasm/run");
        var stop = letting(BOB, CAROL, "/wasm/stop");

        assertThat(judged(asking(CAROL, run, stop), run, stop))
                .isInstanceOfSatisfying(
                        Refusal.class, r -> assertThat(r.found()).isEqualTo("/wasm/stop"));
    }

    @Test
    void refusesToAskMoreThanWasHandedOn() {
        var all = letting(ALICE, BOB);
        var pins = letting(BOB, CAROL, "/pin");
        var invocation = asking(CAROL, all, pins);

        assertThat(judged(invocation, all, pins))
                .isEqualTo(
                        new Refusal(
                                Reason.INVALID_CLAIM,
                                invocation.cid(),
                                "command",
                                "/pin or below",
                                "/wasm/run"));
    }

    @Test
    void letsACommandNarrowStepByStep() {
        var all = letting(ALICE, BOB);
        var wasm = letting(BOB, CAROL, "/wasm");
        var run = letting(CAROL, DAN, "/wasm/run");

        assertThat(granted(asking(DAN, all, wasm, run), all, wasm, run)).isEqualTo(RUN);
    }

    @Test
    void refusesAPowerlineAsRoot() {
        var root = powerline(ALICE, BOB, "/");

        assertThat(judged(asking(BOB, root), root))
                .isEqualTo(
                        new Refusal(
                                Reason.INVALID_CLAIM,
                                root.cid(),
                                "subject of the root",
                                ALICE.did().text(),
                                "null"));
    }

    /// It was signed before anybody knew what would come; so it may say more than comes.
    @Test
    void passesOnByAWiderPowerlineOnlyWhatItMeets() {
        var run = letting(ALICE, BOB, "/wasm/run");
        var all = powerline(BOB, CAROL, "/");

        assertThat(granted(asking(CAROL, run, all), run, all)).isEqualTo(RUN);
        var other = Invocation.sign(CAROL, pin(List.of(run, all)));
        assertThat(judged(other, run, all))
                .isEqualTo(
                        new Refusal(
                                Reason.INVALID_CLAIM,
                                other.cid(),
                                "command",
                                "/wasm/run or below",
                                "/pin/write"));
    }

    private static Request pin(List<Delegation> proofs) {
        var cids = proofs.stream().map(Delegation::cid).toList();
        return Request.of(ALICE.did(), new Command("/pin/write"), Ipld.map(), NONCE).provenBy(cids);
    }

    @Test
    void narrowsByAPowerlineToo() {
        var all = letting(ALICE, BOB);
        var wasm = powerline(BOB, CAROL, "/wasm");

        assertThat(granted(asking(CAROL, all, wasm), all, wasm)).isEqualTo(new Command("/wasm"));
    }

    @Test
    void refusesAPowerlineOfAnotherCommand() {
        var wasm = letting(ALICE, BOB, "/wasm");
        var pin = powerline(BOB, CAROL, "/pin");

        assertThat(judged(asking(CAROL, wasm, pin), wasm, pin))
                .isEqualTo(
                        new Refusal(
                                Reason.INVALID_CLAIM,
                                pin.cid(),
                                "command",
                                "/wasm or below",
                                "/pin"));
    }

    /// After a wide powerline the row still holds only what came before it.
    @Test
    void remembersWhatWasHeldBeforeAWiderPowerline() {
        var run = letting(ALICE, BOB, "/wasm/run");
        var all = powerline(BOB, CAROL, "/");
        var wasm = letting(CAROL, DAN, "/wasm");

        assertThat(judged(asking(DAN, run, all, wasm), run, all, wasm))
                .isEqualTo(
                        new Refusal(
                                Reason.INVALID_CLAIM,
                                wasm.cid(),
                                "command",
                                "/wasm/run or below",
                                "/wasm"));
    }

    @Test
    void passesOnThroughPowerlinesInARow() {
        var wasm = letting(ALICE, BOB, "/wasm");
        var first = powerline(BOB, CAROL, "/");
        var second = powerline(CAROL, DAN, "/wasm/run");

        assertThat(granted(asking(DAN, wasm, first, second), wasm, first, second)).isEqualTo(RUN);
    }

    @Test
    void ignoresProofsOfWhoeverAsksAboutItself() {
        var others = letting(MALLORY, BOB);

        assertThat(judged(Invocation.sign(ALICE, request(List.of(others)))))
                .isInstanceOf(Grant.class);
    }
}
