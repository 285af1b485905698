package ipvm.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ipvm.data.Bytes;
import ipvm.data.Ipld;
import ipvm.key.KeyKind;
import ipvm.key.PrivateKey;
import ipvm.ucan.Command;
import ipvm.ucan.Delegation;
import ipvm.ucan.Invocation;
import ipvm.ucan.Request;
import ipvm.ucan.Revocation;
import ipvm.ucan.Terms;
import ipvm.ucan.Token;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Which of several tokens is judged when none is named.
class TokenChoiceTest {

    private static final PrivateKey ALICE = key(1);
    private static final PrivateKey BOB = key(2);
    private static final PrivateKey CAROL = key(3);

    private static final Token TO_BOB = letting(ALICE, BOB);
    private static final Token TO_CAROL = letting(BOB, CAROL);
    private static final Token BACK = letting(CAROL, BOB);
    private static final Token REQUEST = asking("/x");
    private static final Token REVOCATION =
            Invocation.sign(ALICE, Revocation.request(ALICE.did(), TO_BOB.cid()));

    private static PrivateKey key(int value) {
        var seed = new byte[32];
        seed[0] = (byte) value;
        return PrivateKey.generate(KeyKind.ED25519, Bytes.wrap(seed));
    }

    private static Token letting(PrivateKey from, PrivateKey to) {
        return Delegation.sign(from, Terms.of(to.did(), ALICE.did(), Command.ALL, Bytes.of(1, 2)));
    }

    private static Token asking(String command) {
        return Invocation.sign(
                CAROL, Request.of(ALICE.did(), new Command(command), Ipld.map(), Bytes.of(1)));
    }

    private static Token chosen(Token... tokens) throws Stop {
        return TokenChoice.of(List.of(tokens), Optional.empty(), "f");
    }

    private static void requireQuestion(String said, Token... tokens) {
        assertThatThrownBy(() -> chosen(tokens))
                .isInstanceOfSatisfying(
                        Stop.class,
                        stop -> {
                            assertThat(stop.exit()).isEqualTo(Exit.USAGE);
                            assertThat(stop.line()).startsWith("f: holds ").contains(said);
                        });
    }

    @Test
    void takesTheOneRequestAmongProofsAndRevocations() throws Exception {
        assertThat(chosen(TO_BOB, REQUEST, TO_CAROL)).isEqualTo(REQUEST);
        assertThat(chosen(REVOCATION, TO_BOB, REQUEST)).isEqualTo(REQUEST);
        assertThat(chosen(TO_BOB, REVOCATION)).isEqualTo(REVOCATION);
    }

    @Test
    void takesTheDelegationThatBacksNoOther() throws Exception {
        assertThat(chosen(TO_CAROL, TO_BOB)).isEqualTo(TO_CAROL);
        assertThat(chosen(TO_BOB)).isEqualTo(TO_BOB);
    }

    @Test
    void takesTheOneThatIsNamed() throws Exception {
        assertThat(TokenChoice.of(List.of(TO_BOB, REQUEST), Optional.of(TO_BOB.cid()), "f"))
                .isEqualTo(TO_BOB);
        assertThatThrownBy(() -> TokenChoice.of(List.of(TO_BOB), Optional.of(REQUEST.cid()), "f"))
                .isInstanceOfSatisfying(
                        Stop.class, stop -> assertThat(stop.exit()).isEqualTo(Exit.NOT_FOUND));
    }

    @Test
    void asksWhereSeveralMightBeMeant() {
        requireQuestion(REQUEST.cid().toString(), REQUEST, asking("/y"), TO_BOB);
        requireQuestion("--token: " + TO_CAROL.cid(), TO_CAROL, BACK);
        requireQuestion("no token to judge");
    }
}
