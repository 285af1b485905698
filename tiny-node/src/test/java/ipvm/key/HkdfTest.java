package ipvm.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ipvm.data.Bytes;
import ipvm.data.MalformedException;
import org.junit.jupiter.api.Test;

class HkdfTest {

    @Test
    void agreesWithEveryHkdfSha256Vector() throws MalformedException {
        Wycheproof.runAll("hkdf_sha256_test.json", HkdfTest::derivesOrRefuses);
    }

    private static boolean derivesOrRefuses(Wycheproof.Case vector) throws MalformedException {
        if (vector.result().equals("invalid")) {
            assertThatThrownBy(() -> derived(vector)).isInstanceOf(IllegalArgumentException.class);
            return true;
        }
        return derived(vector).equals(vector.bytes("okm"));
    }

    private static Bytes derived(Wycheproof.Case vector) throws MalformedException {
        return Bytes.wrap(
                Hkdf.derive(
                        vector.bytes("ikm").toArray(),
                        vector.bytes("salt").toArray(),
                        vector.bytes("info").toArray(),
                        vector.test().get("size").asInt()));
    }

    @Test
    void hasAnythingFromNoneTo255BlocksToGive() {
        var none = new byte[0];

        assertThat(Hkdf.derive(none, none, none, 0)).isEmpty();
        assertThat(Hkdf.derive(none, none, none, 255 * 32)).hasSize(255 * 32);
        assertThatThrownBy(() -> Hkdf.derive(none, none, none, 255 * 32 + 1))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Hkdf.derive(none, none, none, -1))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
