package ipvm.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ipvm.data.Bytes;
import ipvm.data.HashFunction;
import ipvm.data.MalformedException;
import ipvm.data.Multihash;
import ipvm.testkit.Allocation;
import ipvm.testkit.Fuzz;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PassphraseBoxTest {

    private static final Bytes SALT = Keys.seed(3).slice(0, 16);
    private static final Bytes SECRET = Bytes.utf8("owner key and store roots");
    private static final PassphraseBox.Cost CHEAP = new PassphraseBox.Cost(1, 1, 1);

    /// Small enough that a fuzzer's luck with the parameters costs it nothing.
    private static final Limits LOW = new Limits(4 << 10, 64, 1);

    @Test
    void opensUnderItsPassphraseAlone() throws MalformedException {
        var box = PassphraseBox.seal(SECRET, "correct horse".toCharArray(), SALT);

        assertThat(PassphraseBox.open(box, "correct horse".toCharArray())).contains(SECRET);
        assertThat(PassphraseBox.open(box, "correct house".toCharArray())).isEmpty();
        assertThat(box.slice(0, 12).hex()).isEqualTo("6970766d2d626f78" + "01" + "0f0803");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ü", "ß€", "𝄞 clef", " ", "\uD800"})
    void takesPassphrasesOfAnyCharacters(String passphrase) throws MalformedException {
        var box = cheap(passphrase);

        assertThat(open(box, passphrase)).isTrue();
        assertThat(open(box, passphrase + "x")).isFalse();
        assertThat(open(box, "")).isFalse();
    }

    /// The documented derivation, with RFC 7914's function called directly.
    @Test
    void derivesItsKeyWithScryptOfTheUtf8Passphrase() throws MalformedException {
        var box = cheap("ü");
        var utf8 = new byte[] {(byte) 0xc3, (byte) 0xbc};
        var salt = SALT.toArray();
        var key = org.bouncycastle.crypto.generators.SCrypt.generate(utf8, salt, 2, 1, 1, 32);
        var head = box.slice(0, 28);

        var opened = Aead.once(key, head).open(box.slice(28, box.size() - 8).toArray());

        assertThat(opened.map(Bytes::wrap)).contains(SECRET);
    }

    @Test
    void leavesThePassphraseToItsCaller() {
        var passphrase = "correct horse".toCharArray();
        PassphraseBox.seal(SECRET.toArray(), passphrase, SALT, CHEAP);

        assertThat(passphrase).isEqualTo("correct horse".toCharArray());
    }

    @Test
    void callsAnEmptyPassphraseOrAShortSaltABug() {
        var some = "some".toCharArray();

        assertThatThrownBy(() -> PassphraseBox.seal(SECRET, new char[0], SALT))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> PassphraseBox.seal(SECRET, some, SALT.from(1)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void tellsADamagedBoxFromAWrongPassphrase() {
        var box = cheap("correct horse");

        for (int at = 0; at < box.size(); at++) {
            var damaged = box.toArray();
            damaged[at] ^= 1;
            assertThatThrownBy(() -> open(Bytes.wrap(damaged), "correct horse"))
                    .as("byte " + at)
                    .isInstanceOf(MalformedException.class);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "0, 1, 1", // no N of one
        "31, 1, 1",
        "255, 255, 255",
        "16, 1, 1", // more than RFC 7914 allows for r of one
        "15, 0, 1",
        "15, 8, 0",
        "16, 8, 1", // 64 MiB, and a little for the blocks
        "17, 4, 1",
        "14, 8, 33", // too much work
        "30, 1, 1", // too much of both
    })
    void refusesParametersThatWouldStopASmallBoard(int logN, int r, int p) {
        var costly = withCost(logN, r, p);
        requireTooCostly(costly);
        long before = Allocation.soFar(); // the first time it may be classes that are loaded

        requireTooCostly(costly);
        assertThat(Allocation.soFar() - before).isLessThan(1 << 20);
    }

    private static void requireTooCostly(Bytes box) {
        assertThatThrownBy(() -> PassphraseBox.open(box, "correct horse".toCharArray()))
                .isInstanceOf(MalformedException.class)
                .hasMessageContaining("scrypt parameters within 64 MiB");
    }

    @ParameterizedTest
    @CsvSource({"1, 1, 1", "15, 1, 1", "10, 255, 1", "4, 1, 255", "13, 8, 4"})
    void readsWeakerAndStrongerParametersThanItWrites(int logN, int r, int p)
            throws MalformedException {
        assertThat(PassphraseBox.open(withCost(logN, r, p), "wrong".toCharArray())).isEmpty();
    }

    /// A well-formed box with other parameters in its head.
    private static Bytes withCost(int logN, int r, int p) {
        var box = cheap("correct horse");
        return summed(Bytes.concat(box.slice(0, 9), Bytes.of(logN, r, p), box.from(12)));
    }

    @Test
    void refusesWhatIsNoBoxAndSaysSo() {
        for (var text : List.of("", "ipvm-bo", "ipvm-key 1\nkind Ed25519\n")) {
            assertThatThrownBy(() -> open(Bytes.utf8(text), "x"))
                    .isInstanceOf(MalformedException.class)
                    .hasMessageContaining("passphrase box");
        }
        var next = Bytes.concat(Bytes.utf8("ipvm-box"), Bytes.of(2), cheap("x").from(9));
        assertThatThrownBy(() -> open(next, "x"))
                .isInstanceOf(MalformedException.class)
                .hasMessageContaining("version 1");
    }

    @Test
    void survivesMutation() throws Exception {
        var box = cheap("correct horse");

        Fuzz.of("passphrase box", List.of(box), bytes -> opened(bytes))
                .holding((bytes, opened) -> assertThat(bytes).isEqualTo(box))
                .run();
    }

    /// With a right checksum the inner checks are reached as well.
    @Test
    void survivesMutationByWhoKnowsTheChecksum() throws Exception {
        var box = cheap("correct horse");

        Fuzz.of("passphrase box, summed", List.of(box), bytes -> opened(summed(bytes)))
                .holding((bytes, opened) -> assertThat(summed(bytes)).isEqualTo(box))
                .run();
    }

    private static Bytes opened(Bytes box) throws MalformedException {
        return PassphraseBox.open(box, "correct horse".toCharArray(), LOW)
                .map(Bytes::wrap)
                .orElseThrow(() -> new MalformedException("passphrase", "a wrong one"));
    }

    private static Bytes summed(Bytes box) {
        var summed = box.slice(0, Math.max(0, box.size() - 8));
        var sum = Multihash.of(HashFunction.SHA2_256, summed).digest().slice(0, 8);
        return Bytes.concat(summed, sum);
    }

    private static Bytes cheap(String passphrase) {
        return PassphraseBox.seal(SECRET.toArray(), passphrase.toCharArray(), SALT, CHEAP);
    }

    private static boolean open(Bytes box, String passphrase) throws MalformedException {
        return PassphraseBox.open(box, passphrase.toCharArray()).map(SECRET::equals).orElse(false);
    }
}
