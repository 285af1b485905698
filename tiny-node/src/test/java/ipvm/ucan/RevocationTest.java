package ipvm.ucan;

import static ipvm.testkit.Malformed.assertThatRefuses;
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
import static ipvm.ucan.Cast.letting;
import static ipvm.ucan.Cast.list;
import static ipvm.ucan.Cast.policy;
import static ipvm.ucan.Cast.terms;
import static org.assertj.core.api.Assertions.assertThat;

import ipvm.data.Bytes;
import ipvm.data.Cid;
import ipvm.data.Ipld;
import ipvm.data.MalformedException;
import ipvm.key.KeyKind;
import ipvm.key.PrivateKey;
import ipvm.ucan.Refusal.Reason;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RevocationTest {

    private static final List<Delegation> CHAIN = aliceToDan();

    private static Revocation revocation(Invocation invocation) {
        try {
            return Revocation.of(invocation).orElseThrow();
        } catch (MalformedException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static Revocation by(PrivateKey revoker, Cid delegation) {
        return revocation(Invocation.sign(revoker, Revocation.request(revoker.did(), delegation)));
    }

    /// What a judge says of Dan's asking, given these revocations and more delegations.
    private static Verdict judged(Revocation revocation, Delegation... more) {
        var known = new ArrayList<>(CHAIN);
        known.addAll(List.of(more));
        return new Judge(Revocations.of(List.of(revocation)))
                .judge(asking(DAN, CHAIN), Proofs.of(known), NOW);
    }

    private static Refusal revoked(Delegation delegation, PrivateKey by) {
        return new Refusal(
                Reason.REVOKED, delegation.cid(), "revocation", "none", "revoked by " + by.did());
    }

    @Test
    void takesADelegationBackByItsIssuer() {
        for (int i = 0; i < 3; i++) {
            var issuer = List.of(ALICE, BOB, CAROL).get(i);

            assertThat(judged(by(issuer, CHAIN.get(i).cid())))
                    .isEqualTo(revoked(CHAIN.get(i), issuer));
        }
    }

    @Test
    void takesADelegationBackByAnybodyAboveIt() {
        var last = CHAIN.get(2);

        assertThat(judged(by(ALICE, last.cid()))).isEqualTo(revoked(last, ALICE));
        assertThat(judged(by(BOB, last.cid()))).isEqualTo(revoked(last, BOB));
    }

    @Test
    void ignoresStrangersAndThoseBelow() {
        assertThat(judged(by(MALLORY, CHAIN.get(0).cid()))).isInstanceOf(Grant.class);
        assertThat(judged(by(BOB, CHAIN.get(0).cid()))).isInstanceOf(Grant.class);
        assertThat(judged(by(DAN, CHAIN.get(2).cid()))).isInstanceOf(Grant.class);
        assertThat(judged(by(ALICE, letting(ALICE, MALLORY).cid()))).isInstanceOf(Grant.class);
    }

    /// Somebody above in another chain is nobody in this one.
    @Test
    void ignoresWhoeverIsAboveElsewhereOnly() {
        var toCarol = letting(ALICE, CAROL);
        var toDan = CHAIN.get(2);
        var judge = new Judge(Revocations.of(List.of(by(BOB, toDan.cid()))));
        var short2 = List.of(toCarol, toDan);

        assertThat(judge.judge(asking(DAN, short2), Proofs.of(short2), NOW))
                .isInstanceOf(Grant.class);
        assertThat(judge.judge(asking(DAN, CHAIN), Proofs.of(CHAIN), NOW))
                .isEqualTo(revoked(toDan, BOB));
    }

    @Test
    void ignoresAForgedOne() throws Exception {
        var request = Revocation.request(ALICE.did(), CHAIN.get(0).cid());
        var forged = Envelope.sign(MALLORY, Invocation.TAG, request.encode(ALICE.did()));

        assertThat(judged(revocation(Invocation.decode(forged.bytes())))).isInstanceOf(Grant.class);
    }

    @Test
    void takesOneFromWhomTheRevokerLets() {
        var proof = Delegation.sign(ALICE, terms(MALLORY, Revocation.COMMAND));
        var request =
                Revocation.request(ALICE.did(), CHAIN.get(1).cid()).provenBy(List.of(proof.cid()));
        var revocation = revocation(Invocation.sign(MALLORY, request));

        assertThat(judged(revocation, proof)).isEqualTo(revoked(CHAIN.get(1), MALLORY));
        assertThat(judged(revocation)).as("without its proof").isInstanceOf(Grant.class);
    }

    @Test
    void ignoresOneWhoseProofDoesNotCoverIt() throws Exception {
        var target = CHAIN.get(1).cid();
        var run = Delegation.sign(ALICE, terms(MALLORY, RUN));
        var other =
                Delegation.sign(
                        ALICE,
                        terms(MALLORY, Revocation.COMMAND)
                                .withPolicy(
                                        policy(
                                                list(
                                                        "==",
                                                        ".revoke",
                                                        Ipld.of(CHAIN.get(0).cid())))));
        var forged =
                Delegation.decode(
                        Envelope.sign(
                                        MALLORY,
                                        Delegation.TAG,
                                        terms(MALLORY, Revocation.COMMAND).encode(ALICE.did()))
                                .bytes());

        for (var proof : List.of(run, other, forged)) {
            var request = Revocation.request(ALICE.did(), target).provenBy(List.of(proof.cid()));
            var revocation = revocation(Invocation.sign(MALLORY, request));

            assertThat(judged(revocation, proof)).isInstanceOf(Grant.class);
        }
    }

    /// What was taken back stays so, though the right to take it back has ended.
    @Test
    void doesNotGrowOld() {
        var proof =
                Delegation.sign(
                        ALICE,
                        terms(MALLORY, Revocation.COMMAND).within(Window.until(NOW - 1_000)));
        var request =
                Revocation.request(ALICE.did(), CHAIN.get(1).cid())
                        .provenBy(List.of(proof.cid()))
                        .until(NOW - 2_000);

        assertThat(judged(revocation(Invocation.sign(MALLORY, request)), proof))
                .isEqualTo(revoked(CHAIN.get(1), MALLORY));
    }

    @Test
    void isAskedForEachTimeThoughSignaturesAreRemembered() {
        var said = new ArrayList<Revocation>();
        var judge = new Judge(cid -> Revocations.of(said).of(cid));
        var invocation = asking(DAN, CHAIN);
        var proofs = Proofs.of(CHAIN);

        assertThat(judge.judge(invocation, proofs, NOW)).isInstanceOf(Grant.class);
        said.add(by(BOB, CHAIN.get(1).cid()));
        assertThat(judge.judge(invocation, proofs, NOW)).isEqualTo(revoked(CHAIN.get(1), BOB));
    }

    /// Anybody can write another signature of the same delegation, which gives it another CID.
    @Test
    void reachesADelegationUnderItsOtherSignatureToo() throws Exception {
        for (var kind : List.of(KeyKind.P256, KeyKind.SECP256K1)) {
            var owner = Cast.key(kind, 6);
            var signed = Delegation.sign(owner, Terms.of(BOB.did(), owner.did(), RUN, NONCE));
            var twin = Delegation.decode(EnvelopeTest.twin(signed.envelope(), owner).bytes());
            for (var said : List.of(signed, twin)) {
                var judge = new Judge(Revocations.of(List.of(by(owner, said.cid()))));
                for (var used : List.of(signed, twin)) {
                    var request = Request.of(owner.did(), RUN, Ipld.map(), NONCE);
                    var invocation = Invocation.sign(BOB, request.provenBy(List.of(used.cid())));

                    assertThat(judge.judge(invocation, Proofs.of(List.of(used)), NOW))
                            .isEqualTo(revoked(used, owner));
                }
            }
        }
    }

    @Test
    void readsWhatItWrites() throws Exception {
        var cid = CHAIN.get(0).cid();
        var invocation = Invocation.sign(ALICE, Revocation.request(ALICE.did(), cid));

        assertThat(Revocation.of(invocation)).contains(new Revocation(invocation, cid));
        assertThat(invocation.request().nonce()).isEqualTo(Bytes.EMPTY);
        assertThat(invocation.request().command()).isEqualTo(Revocation.COMMAND);
        assertThat(invocation.request().expires()).isEmpty();
    }

    @Test
    void isNotSeenInOtherInvocations() throws Exception {
        assertThat(Revocation.of(asking(ALICE))).isEmpty();
    }

    @Test
    void takesAPathAndRefusesOtherArguments() throws Exception {
        var args = Ipld.map("revoke", Ipld.of(CHAIN.get(0).cid()));

        assertThat(Revocation.of(said(args.with("path", list(Ipld.of(CHAIN.get(0).cid()))))))
                .isPresent();
        assertThatRefuses(() -> Revocation.of(said(Ipld.map())))
                .hasWhat("revocation.revoke")
                .hasFound("nothing");
        assertThatRefuses(() -> Revocation.of(said(args.with("revoke", Ipld.of("x")))))
                .hasFound("text instead of a link");
        assertThatRefuses(() -> Revocation.of(said(args.with("until", Ipld.of(1)))))
                .hasWhat("revocation fields")
                .hasFound("unknown 'until'");
    }

    private static Invocation said(Ipld.Map args) {
        return Invocation.sign(
                ALICE, Request.of(ALICE.did(), Revocation.COMMAND, args, Bytes.EMPTY));
    }
}
