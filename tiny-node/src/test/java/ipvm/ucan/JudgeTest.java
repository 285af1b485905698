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
import static ipvm.ucan.Cast.asking;
import static ipvm.ucan.Cast.judged;
import static ipvm.ucan.Cast.letting;
import static ipvm.ucan.Cast.list;
import static ipvm.ucan.Cast.policy;
import static ipvm.ucan.Cast.request;
import static ipvm.ucan.Cast.terms;
import static org.assertj.core.api.Assertions.assertThat;

import ipvm.data.Bytes;
import ipvm.data.DagCbor;
import ipvm.data.Ipld;
import ipvm.key.Did;
import ipvm.key.KeyKind;
import ipvm.key.PublicKey;
import ipvm.key.Signer;
import ipvm.ucan.Refusal.Reason;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Signatures, time, policies, and what a grant says.
class JudgeTest {

    /// Signs with a key under a name that is not the key's.
    private record Posing(Did did, Signer key) implements Signer {
        @Override
        public PublicKey publicKey() {
            return key.publicKey();
        }

        @Override
        public Bytes sign(Bytes message) {
            return key.sign(message);
        }
    }

    private static Refusal refused(Verdict verdict) {
        assertThat(verdict).isInstanceOf(Refusal.class);
        return (Refusal) verdict;
    }

    private static Refusal forgery(Token token, String found) {
        var wanted = "a signature by " + token.issuer();
        return new Refusal(Reason.INVALID_SIGNATURE, token.cid(), "signature", wanted, found);
    }

    @ParameterizedTest
    @EnumSource(
            value = KeyKind.class,
            names = {"ED25519", "P256", "SECP256K1"})
    void knowsAllKindsOfKeyThatSign(KeyKind kind) {
        var owner = Cast.key(kind, 9);
        var toBob = Delegation.sign(owner, Terms.of(BOB.did(), owner.did(), RUN, NONCE));
        var request =
                Request.of(owner.did(), RUN, Ipld.map(), NONCE).provenBy(List.of(toBob.cid()));

        assertThat(judged(Invocation.sign(BOB, request), toBob)).isInstanceOf(Grant.class);
    }

    @Test
    void refusesAnInvocationSignedBySomebodyElse() {
        var toBob = letting(ALICE, BOB);
        var forged = Invocation.sign(new Posing(BOB.did(), MALLORY), request(List.of(toBob)));

        assertThat(judged(forged, toBob)).isEqualTo(forgery(forged, "another"));
    }

    @ParameterizedTest
    @CsvSource({"0", "1", "2"})
    void refusesAForgedProofWhereverItStands(int at) {
        var names = List.of(ALICE, BOB, CAROL, DAN);
        var chain = new java.util.ArrayList<>(aliceToDan());
        var forged =
                Delegation.sign(
                        new Posing(names.get(at).did(), MALLORY),
                        terms(names.get(at + 1), Command.ALL));
        chain.set(at, forged);

        assertThat(judged(asking(DAN, chain), chain)).isEqualTo(forgery(forged, "another"));
    }

    @Test
    void refusesATokenWhoseContentWasChangedAfterwards() throws Exception {
        var toBob = letting(ALICE, BOB, "/wasm/run");
        var body = (Ipld.Map) DagCbor.decode(toBob.envelope().signed());
        var payload = (Ipld.Map) body.find(Delegation.TAG).orElseThrow();
        var wider = body.with(Delegation.TAG, payload.with("cmd", Ipld.of("/")));
        var changed = Delegation.decode(DagCbor.encode(list(toBob.envelope().signature(), wider)));

        assertThat(judged(asking(BOB, changed), changed)).isEqualTo(forgery(changed, "another"));
    }

    @Test
    void refusesAnIssuerWhoseKeyNobodyCanTell() throws Exception {
        var web = Did.parse("did:web:example.com");
        var invocation =
                Invocation.sign(new Posing(web, MALLORY), Request.of(web, RUN, Ipld.map(), NONCE));
        var refusal = refused(judged(invocation));

        assertThat(refusal.reason()).isEqualTo(Reason.INVALID_SIGNATURE);
        assertThat(refusal.expected()).isEqualTo("a signature by did:web:example.com");
        assertThat(refusal.found()).contains("did:key").contains("did:web");
    }

    @Test
    void refusesAHeaderOfAnotherKindThanTheIssuersKey() {
        var p256 = Cast.key(KeyKind.P256, 1);
        var invocation =
                Invocation.sign(
                        new Posing(ALICE.did(), p256),
                        Request.of(ALICE.did(), RUN, Ipld.map(), NONCE));

        assertThat(judged(invocation)).isEqualTo(forgery(invocation, "another"));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 63, 65})
    void refusesASignatureOfAnotherSizeThan64(int size) throws Exception {
        var toBob = letting(ALICE, BOB).envelope();
        var resized = Bytes.concat(toBob.signature(), Bytes.of(0)).slice(0, size);
        var token = DagCbor.encode(list(resized, DagCbor.decode(toBob.signed())));
        var proof = Delegation.decode(token);

        assertThat(judged(asking(BOB, proof), proof)).isEqualTo(forgery(proof, "another"));
    }

    @Test
    void letsADidWebBeAudienceOrSubject() throws Exception {
        var web = Did.parse("did:web:example.com");

        assertThat(judged(Invocation.sign(ALICE, request(List.of()).to(web))))
                .isInstanceOf(Grant.class);
    }

    @ParameterizedTest
    @CsvSource({"-61, false", "-60, true", "0, true"})
    void letsANeighboursClockBeAMinuteAheadOfABeginning(long offset, boolean admitted) {
        var window = new Window(OptionalLong.of(NOW), OptionalLong.empty());
        var toBob = Delegation.sign(ALICE, terms(BOB, RUN).within(window));
        var verdict =
                new Judge(Revocations.NONE)
                        .judge(asking(BOB, toBob), Proofs.of(List.of(toBob)), NOW + offset);

        assertThat(verdict instanceof Grant).isEqualTo(admitted);
        if (!admitted) {
            assertThat(verdict)
                    .isEqualTo(
                            new Refusal(
                                    Reason.TOO_EARLY,
                                    toBob.cid(),
                                    "time",
                                    "at least " + NOW,
                                    "" + (NOW + offset)));
        }
    }

    @ParameterizedTest
    @CsvSource({"61, false", "60, true", "0, true"})
    void letsANeighboursClockBeAMinuteBehindAnEnd(long offset, boolean admitted) {
        var toBob = Delegation.sign(ALICE, terms(BOB, RUN).within(Window.until(NOW)));
        var judge = new Judge(Revocations.NONE);
        var verdict = judge.judge(asking(BOB, toBob), Proofs.of(List.of(toBob)), NOW + offset);
        var request = request(List.of()).until(NOW);
        var own = Invocation.sign(ALICE, request);

        assertThat(verdict instanceof Grant).isEqualTo(admitted);
        assertThat(judge.judge(own, Proofs.NONE, NOW + offset) instanceof Grant)
                .isEqualTo(admitted);
        if (!admitted) {
            assertThat(verdict)
                    .isEqualTo(
                            new Refusal(
                                    Reason.EXPIRED,
                                    toBob.cid(),
                                    "time",
                                    "at most " + NOW,
                                    "" + (NOW + offset)));
        }
    }

    @Test
    void takesTheSkewItIsGiven() {
        var own = Invocation.sign(ALICE, request(List.of()).until(NOW));
        var strict = new Judge(Limits.DEFAULT, 0, Revocations.NONE);

        assertThat(strict.judge(own, Proofs.NONE, NOW)).isInstanceOf(Grant.class);
        assertThat(strict.judge(own, Proofs.NONE, NOW + 1)).isInstanceOf(Refusal.class);
    }

    @Test
    void refusesAChainOfWhichOneTokenHasExpired() {
        var toBob = letting(ALICE, BOB);
        var toCarol = Delegation.sign(BOB, terms(CAROL, RUN).within(Window.until(NOW - 100)));
        var toDan = letting(CAROL, DAN, "/wasm/run");
        var refusal = refused(judged(asking(DAN, toBob, toCarol, toDan), toBob, toCarol, toDan));

        assertThat(refusal.reason()).isEqualTo(Reason.EXPIRED);
        assertThat(refusal.token()).isEqualTo(toCarol.cid());
    }

    @Test
    void holdsTheArgumentsAgainstEveryPolicyOfTheChain() throws Exception {
        var small = Delegation.sign(ALICE, terms(BOB, RUN).withPolicy(policy(list("<", ".n", 10))));
        var large = Delegation.sign(BOB, terms(CAROL, RUN).withPolicy(policy(list(">", ".n", 5))));
        var chain = List.of(small, large);

        assertThat(judged(Invocation.sign(CAROL, asked(chain, 7)), chain))
                .isInstanceOf(Grant.class);
        assertThat(judged(Invocation.sign(CAROL, asked(chain, 10)), chain))
                .isEqualTo(
                        new Refusal(
                                Reason.MATCH_ERROR,
                                small.cid(),
                                "policy",
                                "[\"<\",\".n\",10]",
                                "{\"n\":10}"));
        assertThat(judged(Invocation.sign(CAROL, asked(chain, 5)), chain))
                .isEqualTo(
                        new Refusal(
                                Reason.MATCH_ERROR,
                                large.cid(),
                                "policy",
                                "[\">\",\".n\",5]",
                                "{\"n\":5}"));
    }

    private static Request asked(List<Delegation> chain, int n) {
        return Request.of(ALICE.did(), RUN, Ipld.map("n", Ipld.of(n)), NONCE)
                .provenBy(chain.stream().map(Delegation::cid).toList());
    }

    @Test
    void quotesWholeWhatIsJustShortEnough() {
        var fits = "x".repeat(240);
        var cid = letting(ALICE, BOB).cid();

        assertThat(new Refusal(Reason.EXPIRED, cid, "time", fits, "").expected()).isEqualTo(fits);
        assertThat(new Refusal(Reason.EXPIRED, cid, "time", fits + "x", "").expected())
                .isEqualTo("x".repeat(237) + "...");
    }

    @Test
    void clipsWhatARefusalQuotes() throws Exception {
        var none = Delegation.sign(ALICE, terms(BOB, RUN).withPolicy(policy(list("==", ".n", 1))));
        var args = Ipld.map("n", Ipld.of("x".repeat(100_000)));
        var request = Request.of(ALICE.did(), RUN, args, NONCE).provenBy(List.of(none.cid()));
        var refusal = refused(judged(Invocation.sign(BOB, request), none));

        assertThat(refusal.found()).hasSize(240).startsWith("{\"n\":\"xxx").endsWith("...");
        assertThat(refusal.message())
                .isEqualTo(
                        "policy of token "
                                + none.cid()
                                + ": expected [\"==\",\".n\",1], found "
                                + refusal.found());
    }

    @Test
    void quotesArgumentsThatHaveNoJsonByTheirKind() throws Exception {
        var none = Delegation.sign(ALICE, terms(BOB, RUN).withPolicy(policy(list("==", ".n", 1))));
        var args = Ipld.map("/", Ipld.of("not a link"));
        var request = Request.of(ALICE.did(), RUN, args, NONCE).provenBy(List.of(none.cid()));

        assertThat(refused(judged(Invocation.sign(BOB, request), none)).found()).isEqualTo("map");
    }

    @Test
    void grantsWhatAllTokensTogetherSay() throws Exception {
        var first = list("<", ".n", 10);
        var second = list(">", ".n", 5);
        var early = new Window(OptionalLong.of(NOW - 10), OptionalLong.of(NOW + 90));
        var late = new Window(OptionalLong.of(NOW - 20), OptionalLong.of(NOW + 70));
        var toBob = Delegation.sign(ALICE, terms(BOB, RUN).withPolicy(policy(first)).within(early));
        var toCarol =
                Delegation.sign(BOB, terms(CAROL, RUN).withPolicy(policy(second)).within(late));
        var chain = List.of(toBob, toCarol);

        assertThat(judged(Invocation.sign(CAROL, asked(chain, 7).until(NOW + 80)), chain))
                .isEqualTo(
                        new Grant(
                                ALICE.did(),
                                CAROL.did(),
                                RUN,
                                policy(first, second),
                                new Window(OptionalLong.of(NOW - 10), OptionalLong.of(NOW + 70)),
                                List.of(),
                                chain));
    }

    /// Which fault is named when several are there does not depend on chance.
    @Test
    void looksAtSignaturesBeforeTimeAndAtTimeBeforePolicy() throws Exception {
        var bad =
                terms(BOB, RUN)
                        .within(Window.until(NOW - 100))
                        .withPolicy(policy(list("==", ".n", 1)));
        var forged = Delegation.sign(new Posing(ALICE.did(), MALLORY), bad);
        var expired = Delegation.sign(ALICE, bad);

        assertThat(refused(judged(asking(BOB, forged), forged)).reason())
                .isEqualTo(Reason.INVALID_SIGNATURE);
        assertThat(refused(judged(asking(BOB, expired), expired)).reason())
                .isEqualTo(Reason.EXPIRED);
    }

    @Test
    void labelsReasonsAsOtherImplementationsDo() {
        assertThat(Reason.values())
                .extracting(Reason::label)
                .containsExactly(
                        "InvalidClaim",
                        "UnavailableProof",
                        "Expired",
                        "TooEarly",
                        "InvalidAudience",
                        "InvalidSubject",
                        "InvalidSignature",
                        "MatchError",
                        "Revoked",
                        "Replayed");
    }
}
