package ipvm.ucan;

import static ipvm.ucan.Cast.ALICE;
import static ipvm.ucan.Cast.NOW;
import static ipvm.ucan.Cast.RUN;
import static org.assertj.core.api.Assertions.assertThat;

import ipvm.data.Bytes;
import ipvm.data.Ipld;
import ipvm.key.KeyKind;
import ipvm.key.PrivateKey;
import ipvm.ucan.Refusal.Reason;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReplayWindowTest {

    private static final long SKEW = 60;

    private final ReplayWindow window = new ReplayWindow(3, SKEW);

    private static Request request(int nonce) {
        return Request.of(ALICE.did(), RUN, Ipld.map(), Bytes.of(nonce));
    }

    private static Invocation until(long end, int nonce) {
        return Invocation.sign(ALICE, request(nonce).until(end));
    }

    private static Refusal replayed(Invocation invocation, String expected, String found) {
        return new Refusal(Reason.REPLAYED, invocation.cid(), "replay window", expected, found);
    }

    @Test
    void letsAnInvocationInOnce() {
        var invocation = until(NOW + 10, 1);

        assertThat(window.admit(invocation, NOW)).isEmpty();
        assertThat(window.admit(invocation, NOW))
                .contains(replayed(invocation, "an invocation not seen before", "one seen before"));
        assertThat(window.admit(until(NOW + 10, 2), NOW)).isEmpty();
        assertThat(window.size()).isEqualTo(2);
    }

    /// As long as a judge still admits it, it is remembered; afterwards the judge refuses it.
    @Test
    void remembersUntilTheEndAndTheSkewAreOver() {
        var invocation = until(NOW, 1);
        window.admit(invocation, NOW);
        var judge = new Judge(Limits.DEFAULT, SKEW, Revocations.NONE);

        assertThat(window.admit(invocation, NOW + SKEW)).isPresent();
        assertThat(judge.judge(invocation, Proofs.NONE, NOW + SKEW)).isInstanceOf(Grant.class);
        assertThat(window.admit(invocation, NOW + SKEW + 1)).isEmpty();
        assertThat(judge.judge(invocation, Proofs.NONE, NOW + SKEW + 1))
                .isInstanceOf(Refusal.class);
    }

    @Test
    void forgetsInTheOrderOfEnds() {
        window.admit(until(NOW + 30, 1), NOW);
        window.admit(until(NOW + 10, 2), NOW);
        window.admit(until(NOW + 20, 3), NOW);

        assertThat(window.admit(until(NOW + 99, 4), NOW + 10 + SKEW)).isPresent();
        assertThat(window.admit(until(NOW + 99, 4), NOW + 11 + SKEW)).isEmpty();
        assertThat(window.size()).isEqualTo(3);
        assertThat(window.admit(until(NOW + 30, 1), NOW + 11 + SKEW)).isPresent();
        assertThat(window.admit(until(NOW + 99, 5), NOW + 31 + SKEW)).isEmpty();
        assertThat(window.size()).isEqualTo(2);
    }

    /// Forgetting one to make room would let it in again.
    @Test
    void refusesWhenItIsFull() {
        for (int nonce = 1; nonce <= 3; nonce++) {
            assertThat(window.admit(until(NOW + 10, nonce), NOW)).isEmpty();
        }
        var fourth = until(NOW + 10, 4);

        assertThat(window.admit(fourth, NOW))
                .contains(
                        replayed(fourth, "room for one more invocation", "3 that have not ended"));
        assertThat(window.size()).isEqualTo(3);
    }

    @Test
    void letsOneWithoutNonceInAsOftenAsItComes() {
        var pure = Invocation.sign(ALICE, Request.of(ALICE.did(), RUN, Ipld.map(), Bytes.EMPTY));

        for (int i = 0; i < 5; i++) {
            assertThat(window.admit(pure, NOW)).isEmpty();
        }
        assertThat(window.size()).isZero();
    }

    @Test
    void neverForgetsOneWithoutAnEnd() {
        var endless = Invocation.sign(ALICE, request(1));
        window.admit(endless, NOW);

        assertThat(window.admit(endless, Window.SECONDS_MAX)).isPresent();
    }

    @Test
    void knowsAnInvocationUnderItsOtherSignature() throws Exception {
        for (var kind : List.of(KeyKind.P256, KeyKind.SECP256K1)) {
            PrivateKey key = Cast.key(kind, 3);
            var invocation =
                    Invocation.sign(key, Request.of(key.did(), RUN, Ipld.map(), Bytes.of(1)));
            var twin = Invocation.decode(EnvelopeTest.twin(invocation.envelope(), key).bytes());

            assertThat(window.admit(twin, NOW)).isEmpty();
            assertThat(window.admit(invocation, NOW)).isPresent();
        }
    }
}
