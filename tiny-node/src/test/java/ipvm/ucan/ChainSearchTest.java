package ipvm.ucan;

import static ipvm.ucan.Cast.ALICE;
import static ipvm.ucan.Cast.BOB;
import static ipvm.ucan.Cast.CAROL;
import static ipvm.ucan.Cast.DAN;
import static ipvm.ucan.Cast.MALLORY;
import static ipvm.ucan.Cast.NONCE;
import static ipvm.ucan.Cast.NOW;
import static ipvm.ucan.Cast.RUN;
import static ipvm.ucan.Cast.aliceToDan;
import static ipvm.ucan.Cast.everythingForDan;
import static ipvm.ucan.Cast.letting;
import static ipvm.ucan.Cast.terms;
import static org.assertj.core.api.Assertions.assertThat;

import ipvm.data.Bytes;
import ipvm.key.KeyKind;
import ipvm.key.PrivateKey;
import ipvm.ucan.Refusal.Reason;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Delegations that are judged themselves: which of the known ones lead to the subject.
class ChainSearchTest {

    private static final long STALE = NOW - 1_000;

    private static Verdict judged(Delegation last, List<Delegation> known) {
        return new Judge(Revocations.NONE).judge(last, known, NOW);
    }

    private static Delegation expired(PrivateKey from, PrivateKey to, int nonce) {
        var again = Terms.of(to.did(), ALICE.did(), Command.ALL, Bytes.of(nonce, nonce >> 8));
        return Delegation.sign(from, again.within(Window.until(STALE)));
    }

    @Test
    void findsTheRowWhoeverListsItsTokensInWhateverOrder() {
        var chain = aliceToDan();
        var known = List.of(chain.get(1), letting(MALLORY, BOB), chain.get(0), chain.get(2));

        assertThat(judged(chain.get(2), known)).isEqualTo(everythingForDan(chain));
    }

    @Test
    void needsNothingElseForTheSubjectsOwn() {
        var own = letting(ALICE, BOB);

        assertThat(judged(own, List.of()))
                .isInstanceOfSatisfying(
                        Grant.class, grant -> assertThat(grant.proofs()).containsExactly(own));
    }

    @Test
    void saysWhatIsMissing() {
        var last = letting(CAROL, DAN);

        assertThat(judged(last, List.of(letting(ALICE, BOB), last)))
                .isEqualTo(
                        new Refusal(
                                Reason.UNAVAILABLE_PROOF,
                                last.cid(),
                                "proofs",
                                "a delegation to " + CAROL.did(),
                                "none that leads to the subject"));
    }

    @Test
    void refusesALonePowerlineWhichSaysNothingOfItsOwn() {
        var powerline = Delegation.sign(BOB, terms(CAROL, RUN).asPowerline());

        assertThat(judged(powerline, List.of(letting(ALICE, BOB))))
                .isInstanceOfSatisfying(
                        Refusal.class,
                        refusal -> assertThat(refusal.rule()).isEqualTo("subject of the root"));
    }

    @Test
    void goesThroughAPowerline() {
        var toBob = letting(ALICE, BOB, "/wasm");
        var powerline = Delegation.sign(BOB, terms(CAROL, Command.ALL).asPowerline());
        var toDan = letting(CAROL, DAN, "/wasm/run");
        var verdict = judged(toDan, List.of(powerline, toBob));

        assertThat(verdict)
                .isInstanceOfSatisfying(
                        Grant.class,
                        grant -> {
                            assertThat(grant.proofs()).containsExactly(toBob, powerline, toDan);
                            assertThat(grant.command()).isEqualTo(RUN);
                        });
    }

    @Test
    void passesByDelegationsAboutOtherSubjects() {
        var aboutBob = Delegation.sign(BOB, Terms.of(CAROL.did(), BOB.did(), RUN, NONCE));
        var last = letting(CAROL, DAN);

        assertThat(judged(last, List.of(aboutBob)))
                .isInstanceOfSatisfying(
                        Refusal.class,
                        refusal ->
                                assertThat(refusal.reason()).isEqualTo(Reason.UNAVAILABLE_PROOF));
    }

    @Test
    void takesTheSecondRowWhereTheFirstHasExpired() {
        var stale = expired(ALICE, BOB, 1);
        var fresh = letting(ALICE, BOB);
        var last = letting(BOB, CAROL);

        assertThat(judged(last, List.of(stale, fresh)))
                .isInstanceOfSatisfying(
                        Grant.class,
                        grant -> assertThat(grant.proofs()).containsExactly(fresh, last));
        assertThat(judged(last, List.of(stale)))
                .isEqualTo(
                        new Refusal(
                                Reason.EXPIRED, stale.cid(), "time", "at most " + STALE, "" + NOW));
    }

    @Test
    void takesTheSecondRowWhereTheFirstIsForgedOrTooNarrow() throws Exception {
        var terms = terms(BOB, Command.ALL);
        var forgery = Envelope.sign(MALLORY, Delegation.TAG, terms.encode(ALICE.did()));
        var forged = Delegation.decode(forgery.bytes());
        var narrow = letting(ALICE, BOB, "/pin");
        var good = letting(ALICE, BOB);
        var last = letting(BOB, CAROL, "/wasm");

        assertThat(judged(last, List.of(forged, narrow, good))).isInstanceOf(Grant.class);
        assertThat(judged(last, List.of(forged)))
                .isInstanceOfSatisfying(
                        Refusal.class,
                        refusal ->
                                assertThat(refusal.reason()).isEqualTo(Reason.INVALID_SIGNATURE));
        assertThat(judged(last, List.of(narrow, forged)))
                .as("the first row is blamed")
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.rule()).isEqualTo("command"));
    }

    @Test
    void refusesWhatWasRevoked() {
        var toBob = letting(ALICE, BOB);
        var last = letting(BOB, CAROL);
        var said = Invocation.sign(ALICE, Revocation.request(ALICE.did(), toBob.cid()));
        var judge = new Judge(Revocations.of(List.of(new Revocation(said, toBob.cid()))));

        assertThat(judge.judge(last, List.of(toBob), NOW))
                .isInstanceOfSatisfying(
                        Refusal.class,
                        refusal -> assertThat(refusal.reason()).isEqualTo(Reason.REVOKED));
    }

    /// A grant that is renewed each day leaves a year of old ones behind.
    @Test
    void findsTheOneThatHoldsBehindAYearOfRenewals() {
        var known = new ArrayList<Delegation>();
        for (int day = 0; day < 365; day++) {
            known.add(expired(ALICE, BOB, day));
        }
        var fresh = letting(ALICE, BOB);
        known.add(fresh);

        assertThat(judged(letting(BOB, CAROL), known)).isInstanceOf(Grant.class);
    }

    @Test
    void endsInACircle() {
        var there = letting(BOB, CAROL);
        var back = letting(CAROL, BOB);
        var last = letting(BOB, DAN);

        assertThat(judged(last, List.of(there, back, last))).isInstanceOf(Refusal.class);
        assertThat(judged(last, List.of(there, back, last, letting(ALICE, BOB))))
                .isInstanceOf(Grant.class);
    }

    @Test
    void passesThroughNoTokenTwice() {
        var last = letting(BOB, CAROL);
        var known = List.of(letting(ALICE, BOB), letting(CAROL, BOB), last);

        assertThat(ChainSearch.to(last, known, Limits.DEFAULT))
                .containsExactly(new Chain(ALICE.did(), List.of(known.getFirst(), last)));
    }

    @Test
    void offersABoundedNumberOfRows() {
        var known = new ArrayList<Delegation>();
        for (int i = 0; i < 70; i++) {
            known.add(expired(ALICE, BOB, i));
        }

        assertThat(ChainSearch.to(letting(BOB, CAROL), known, Limits.DEFAULT)).hasSize(64);
    }

    @Test
    void looksAtABoundedNumberOfTokens() {
        var last = letting(BOB, CAROL);
        var known = List.of(letting(MALLORY, DAN), letting(ALICE, BOB));

        assertThat(ChainSearch.to(last, known, ofSteps(3))).hasSize(1);
        assertThat(ChainSearch.to(last, known, ofSteps(2))).isEmpty();
    }

    private static Limits ofSteps(int steps) {
        return new Limits(1 << 18, 32, 1_024, steps, 1_024, 1_024, 1 << 20);
    }

    @Test
    void followsARowAsLongAsItMayBeAndNoLonger() {
        int max = Limits.DEFAULT.proofsMax();
        var people = new ArrayList<PrivateKey>();
        for (int i = 0; i <= max + 1; i++) {
            people.add(i == 0 ? ALICE : Cast.key(KeyKind.ED25519, 100 + i));
        }
        var row = new ArrayList<Delegation>();
        for (int i = 0; i <= max; i++) {
            row.add(letting(people.get(i), people.get(i + 1)));
        }

        assertThat(judged(row.get(max - 1), row)).isInstanceOf(Grant.class);
        assertThat(judged(row.get(max), row)).isInstanceOf(Refusal.class);
    }

    /// Everybody lets everybody, and nobody has it from Alice: there are more paths than atoms.
    @Test
    @Timeout(30)
    void givesUpInADenseGraphThatLeadsNowhere() {
        var people = new ArrayList<PrivateKey>();
        for (int i = 0; i < 15; i++) {
            people.add(Cast.key(KeyKind.ED25519, 100 + i));
        }
        var known = new ArrayList<Delegation>();
        for (var from : people) {
            for (var to : people) {
                if (from != to) {
                    known.add(letting(from, to));
                }
            }
        }
        var last = letting(people.getFirst(), MALLORY);

        assertThat(known).hasSize(210);
        assertThat(ChainSearch.to(last, known, Limits.DEFAULT)).isEmpty();
        known.add(letting(ALICE, people.getLast()));
        assertThat(ChainSearch.to(last, known, Limits.DEFAULT)).hasSizeBetween(1, 64);
    }
}
