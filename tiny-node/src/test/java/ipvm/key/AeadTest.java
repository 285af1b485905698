package ipvm.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ipvm.data.Bytes;
import ipvm.data.MalformedException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class AeadTest {

    @Test
    void agreesWithEveryChaCha20Poly1305Vector() throws MalformedException {
        Wycheproof.runAll("chacha20_poly1305_test.json", AeadTest::sealsAndOpensOrRefuses);
    }

    private static boolean sealsAndOpensOrRefuses(Wycheproof.Case vector)
            throws MalformedException {
        boolean valid = vector.result().equals("valid");
        if (vector.bytes("iv").size() != 12) {
            assertThatThrownBy(() -> aead(vector)).isInstanceOf(IllegalArgumentException.class);
            return !valid;
        }
        var message = vector.bytes("msg").toArray();
        var sealed = Bytes.concat(vector.bytes("ct"), vector.bytes("tag")).toArray();
        var opened = aead(vector).open(sealed);
        return valid
                ? Arrays.equals(opened.orElseThrow(), message)
                        && Arrays.equals(aead(vector).seal(message), sealed)
                : opened.isEmpty();
    }

    private static Aead aead(Wycheproof.Case vector) throws MalformedException {
        return new Aead(
                vector.bytes("key").toArray(), vector.bytes("iv").toArray(), vector.bytes("aad"));
    }

    @Test
    void opensNothingThatIsShorterThanATag() {
        for (int size = 0; size < 16; size++) {
            assertThat(Aead.once(new byte[32], Bytes.EMPTY).open(new byte[size])).isEmpty();
        }
    }

    @Test
    void takesKeysOfNoOtherSize() {
        assertThatThrownBy(() -> Aead.once(new byte[31], Bytes.EMPTY))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
