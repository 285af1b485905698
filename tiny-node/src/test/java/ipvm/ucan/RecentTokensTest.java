package ipvm.ucan;

import static ipvm.ucan.Cast.ALICE;
import static ipvm.ucan.Cast.BOB;
import static ipvm.ucan.Cast.RUN;
import static ipvm.ucan.Cast.letting;
import static ipvm.ucan.Cast.terms;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ipvm.data.Bytes;
import ipvm.data.Ipld;
import ipvm.data.MalformedException;
import ipvm.testkit.Seeds;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// What is kept of tokens that were read: the same bytes give the same token, all others do not.
class RecentTokensTest {

    private static final Delegation SMALL = letting(ALICE, BOB);

    private static Bytes copy(Bytes bytes) {
        return Bytes.wrap(bytes.toArray());
    }

    private static Delegation ofSize(int least) {
        var meta = Ipld.map("note", Ipld.of("x".repeat(least)));
        return Delegation.sign(ALICE, terms(BOB, RUN).withMeta(meta));
    }

    private static Limits tokensOfAtMost(int bytes) {
        var usual = Limits.DEFAULT;
        return new Limits(
                bytes,
                usual.proofsMax(),
                usual.statementsMax(),
                usual.stepsMax(),
                usual.selectorCharsMax(),
                usual.tokensMax(),
                usual.inflatedBytesMax());
    }

    @Test
    void readsEqualBytesOnce() throws Exception {
        var first = Token.decode(copy(SMALL.bytes()));

        assertThat(Token.decode(copy(SMALL.bytes()))).isSameAs(first).isEqualTo(SMALL);
    }

    @Test
    void takesNoOtherTokenForOneItKnows() throws Exception {
        var known = Token.decode(SMALL.bytes());
        var other = letting(ALICE, BOB, "/wasm");
        var sameSignature =
                Bytes.concat(SMALL.bytes().slice(0, 67), other.bytes().from(67)); // 82 58 40, 64

        var read = Token.decode(sameSignature);

        assertThat(read).isNotEqualTo(known);
        assertThat(((Delegation) read).terms()).isEqualTo(other.terms());
        assertThat(read.envelope().isSignedBy(ALICE.publicKey())).isFalse();
    }

    @Test
    void refusesUnderNarrowerLimitsWhatItReadUnderWiderOnes() throws Exception {
        var narrow = tokensOfAtMost(SMALL.bytes().size() - 1);
        Token.decode(SMALL.bytes());

        assertThatThrownBy(() -> Token.decode(SMALL.bytes(), narrow))
                .isInstanceOf(MalformedException.class);
    }

    @Test
    void refusesWhatIsMalformedEachTime() {
        var cut = SMALL.bytes().slice(0, SMALL.bytes().size() - 1);

        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() -> Token.decode(cut)).isInstanceOf(MalformedException.class);
            assertThatThrownBy(() -> Token.decode(Bytes.EMPTY))
                    .isInstanceOf(MalformedException.class);
        }
    }

    @Test
    void readsALargeTokenAnewEachTime() throws Exception {
        var large = ofSize(2_048);
        var nearly = ofSize(1_500);
        assertThat(nearly.bytes().size()).isLessThanOrEqualTo(2_048);

        assertThat(Token.decode(large.bytes())).isNotSameAs(Token.decode(large.bytes()));
        assertThat(Token.decode(nearly.bytes())).isSameAs(Token.decode(nearly.bytes()));
    }

    @Test
    void keepsNothingOfTheMessageThatATokenCameIn() throws Exception {
        var message = Bytes.concat(Bytes.wrap(new byte[100]), ofSize(300).bytes());

        var token = Token.decode(message.from(100));

        assertThat(token.bytes().detached()).isSameAs(token.bytes());
    }

    @Test
    void keepsABoundedNumber() throws Exception {
        Set<Token> first = Collections.newSetFromMap(new IdentityHashMap<>());
        var random = Seeds.random(1);
        for (int i = 0; i < 600; i++) {
            first.add(Token.decode(renamed(SMALL.bytes(), random.nextLong())));
        }

        long kept = 0;
        for (var token : List.copyOf(first)) {
            kept += first.contains(Token.decode(copy(token.bytes()))) ? 1 : 0;
        }

        assertThat(kept).isBetween(100L, 256L);
    }

    /// Another token, with a signature that nobody made.
    private static Bytes renamed(Bytes token, long number) {
        var bytes = token.toArray();
        for (int i = 0; i < Long.BYTES; i++) {
            bytes[3 + i] = (byte) (number >>> (8 * i));
        }
        return Bytes.wrap(bytes);
    }
}
