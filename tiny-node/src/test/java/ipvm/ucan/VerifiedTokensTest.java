package ipvm.ucan;

import static ipvm.ucan.Cast.ALICE;
import static ipvm.ucan.Cast.BOB;
import static ipvm.ucan.Cast.NOW;
import static ipvm.ucan.Cast.RUN;
import static ipvm.ucan.Cast.asking;
import static ipvm.ucan.Cast.terms;
import static org.assertj.core.api.Assertions.assertThat;

import ipvm.data.Bytes;
import ipvm.data.Cid;
import ipvm.data.Codec;
import ipvm.ucan.Refusal.Reason;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What is remembered of a token that was verified, and what never is.
class VerifiedTokensTest {

    private static final Cid A = Cid.of(Codec.RAW, Bytes.of(1));
    private static final Cid B = Cid.of(Codec.RAW, Bytes.of(2));
    private static final Cid C = Cid.of(Codec.RAW, Bytes.of(3));

    @Test
    void forgetsWhatWasUsedLongestAgo() {
        var tokens = new VerifiedTokens(2);
        tokens.add(A);
        tokens.add(B);
        assertThat(tokens.contains(A)).isTrue();
        tokens.add(C);

        assertThat(tokens.contains(B)).isFalse();
        assertThat(tokens.contains(A)).isTrue();
        assertThat(tokens.contains(C)).isTrue();
    }

    /// A token under the same name, with a signature that no check would let pass.
    private static Invocation unsigned(Invocation invocation) {
        return new Invocation(
                unsigned(invocation.envelope()), invocation.issuer(), invocation.request());
    }

    private static Delegation unsigned(Delegation delegation) {
        return new Delegation(
                unsigned(delegation.envelope()), delegation.issuer(), delegation.terms());
    }

    private static Envelope unsigned(Envelope e) {
        var zeros = Bytes.wrap(new byte[64]);
        return new Envelope(
                e.bytes(), e.cid(), zeros, e.header(), e.tag(), e.payload(), e.signed());
    }

    @Test
    void checksNoSignatureTwice() {
        var judge = new Judge(Revocations.NONE);
        var toBob = Delegation.sign(ALICE, terms(BOB, RUN));
        var invocation = asking(BOB, toBob);
        var again = Proofs.of(List.of(unsigned(toBob)));

        assertThat(judge.judge(unsigned(invocation), again, NOW)).isInstanceOf(Refusal.class);
        assertThat(judge.judge(invocation, Proofs.of(List.of(toBob)), NOW))
                .isInstanceOf(Grant.class);
        assertThat(judge.judge(unsigned(invocation), again, NOW)).isInstanceOf(Grant.class);
    }

    @Test
    void remembersNoBadSignatureAsGood() {
        var judge = new Judge(Revocations.NONE);
        var toBob = unsigned(Delegation.sign(ALICE, terms(BOB, RUN)));
        var invocation = asking(BOB, toBob);

        for (int i = 0; i < 3; i++) {
            assertThat(judge.judge(invocation, Proofs.of(List.of(toBob)), NOW))
                    .isInstanceOfSatisfying(
                            Refusal.class,
                            r -> assertThat(r.reason()).isEqualTo(Reason.INVALID_SIGNATURE));
        }
    }

    @Test
    void asksForTheTimeAgain() {
        var judge = new Judge(Revocations.NONE);
        var toBob = Delegation.sign(ALICE, terms(BOB, RUN).within(Window.until(NOW)));
        var invocation = asking(BOB, toBob);
        var proofs = Proofs.of(List.of(toBob));

        assertThat(judge.judge(invocation, proofs, NOW)).isInstanceOf(Grant.class);
        assertThat(judge.judge(invocation, proofs, NOW + 61))
                .isInstanceOfSatisfying(
                        Refusal.class, r -> assertThat(r.reason()).isEqualTo(Reason.EXPIRED));
    }
}
