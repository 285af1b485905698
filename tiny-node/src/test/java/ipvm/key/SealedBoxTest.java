package ipvm.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ipvm.data.Bytes;
import ipvm.data.MalformedException;
import ipvm.testkit.Fuzz;
import ipvm.testkit.Seeds;
import java.util.List;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.generators.HKDFBytesGenerator;
import org.bouncycastle.crypto.modes.ChaCha20Poly1305;
import org.bouncycastle.crypto.params.AEADParameters;
import org.bouncycastle.crypto.params.HKDFParameters;
import org.bouncycastle.crypto.params.KeyParameter;
import org.bouncycastle.math.ec.rfc7748.X25519;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SealedBoxTest {

    private static final Bytes SECRET = Bytes.utf8("the gate opens at nine");
    private static final Bytes SEED = Keys.seed(42);

    @ParameterizedTest
    @EnumSource(names = {"ED25519", "X25519"})
    void opensForItsRecipientAlone(KeyKind kind) throws MalformedException {
        var recipient = Keys.some(kind);
        var other = PrivateKey.generate(kind, Keys.seed(8));
        var box = SealedBox.seal(recipient.publicKey(), SECRET, SEED);

        assertThat(SealedBox.open(recipient, box)).isEqualTo(SECRET);
        assertThat(box.size()).isEqualTo(SECRET.size() + SealedBox.OVERHEAD_BYTES);
        assertThatThrownBy(() -> SealedBox.open(other, box))
                .isInstanceOf(MalformedException.class)
                .hasMessageContaining(other.did().text())
                .hasMessageContaining("for another key");
    }

    @Test
    void opensForBothFormsOfOneKey() throws MalformedException {
        var recipient = Keys.ed25519(1);
        var box = SealedBox.seal(recipient.publicKey().forAgreement(), SECRET, SEED);

        assertThat(SealedBox.open(recipient, box)).isEqualTo(SECRET);
    }

    @Test
    void sealsWhatIsEmptyAndWhatIsLarge() throws Exception {
        Seeds.forEach(
                20,
                random -> {
                    var content = new byte[random.nextInt(200_000)];
                    random.nextBytes(content);
                    roundTrips(Bytes.wrap(content));
                });
        roundTrips(Bytes.EMPTY);
    }

    private static void roundTrips(Bytes content) throws MalformedException {
        var recipient = Keys.ed25519(1);
        var box = SealedBox.seal(recipient.publicKey(), content, SEED);
        assertThat(SealedBox.open(recipient, box)).isEqualTo(content);
    }

    /// The documented format, put together once more from the other library's parts.
    @Test
    void isWhatItsDescriptionSays() throws Exception {
        var recipient = Keys.some(KeyKind.X25519);
        var box = SealedBox.seal(recipient.publicKey(), SECRET, SEED).toArray();
        var to = recipient.publicKey().raw().toArray();

        var shared = new byte[32];
        X25519.calculateAgreement(Keys.seed(7).toArray(), 0, box, 1, shared, 0);
        var salt = Bytes.concat(Bytes.copyOf(box).slice(1, 33), Bytes.wrap(to)).toArray();
        var hkdf = new HKDFBytesGenerator(new SHA256Digest());
        var info = Bytes.utf8("ipvm/sealed-box@1 key").toArray();
        hkdf.init(new HKDFParameters(shared, salt, info));
        var key = new byte[32];
        hkdf.generateBytes(key, 0, 32);
        var head = Bytes.copyOf(box).slice(0, 33).toArray();
        var cipher = new ChaCha20Poly1305();
        cipher.init(false, new AEADParameters(new KeyParameter(key), 128, new byte[12], head));
        var opened = new byte[SECRET.size()];
        int done = cipher.processBytes(box, 33, box.length - 33, opened, 0);
        cipher.doFinal(opened, done);

        assertThat(box[0]).isEqualTo((byte) 1);
        assertThat(Bytes.wrap(opened)).isEqualTo(SECRET);
    }

    @Test
    void givesTwoBoxesTwoKeysEvenFromOneSeed() {
        var recipient = Keys.ed25519(1).publicKey();
        var box = SealedBox.seal(recipient, SECRET, SEED);
        var same = SealedBox.seal(recipient, SECRET, SEED);
        var otherContent = SealedBox.seal(recipient, Bytes.utf8("at ten"), SEED);
        var otherSeed = SealedBox.seal(recipient, SECRET, Keys.seed(43));
        var otherRecipient = SealedBox.seal(Keys.ed25519(2).publicKey(), SECRET, SEED);

        assertThat(same).isEqualTo(box);
        assertThat(List.of(key(otherContent), key(otherSeed), key(otherRecipient)))
                .doesNotHaveDuplicates()
                .doesNotContain(key(box));
    }

    private static Bytes key(Bytes box) {
        return box.slice(1, 33);
    }

    @Test
    void refusesABoxWhoseKeyIsOfSmallOrder() {
        var recipient = Keys.ed25519(1);
        var box = Bytes.concat(Bytes.of(1), Bytes.wrap(new byte[32]), Bytes.wrap(new byte[40]));

        assertThatThrownBy(() -> SealedBox.open(recipient, box))
                .isInstanceOf(MalformedException.class)
                .hasMessageContaining("small order");
    }

    /// X25519 reads a key with the top bit set as the same key; the box must not.
    @Test
    void refusesASecondEncodingOfItsKey() {
        var recipient = Keys.ed25519(1);
        var box = SealedBox.seal(recipient.publicKey(), SECRET, SEED).toArray();
        box[32] ^= (byte) 0x80;

        assertThatThrownBy(() -> SealedBox.open(recipient, Bytes.wrap(box)))
                .isInstanceOf(MalformedException.class);
    }

    @Test
    void refusesOtherVersionsAndEverythingTooShort() {
        var recipient = Keys.ed25519(1);
        var box = SealedBox.seal(recipient.publicKey(), SECRET, SEED);

        assertThatThrownBy(() -> SealedBox.open(recipient, Bytes.concat(Bytes.of(2), box.from(1))))
                .isInstanceOf(MalformedException.class)
                .hasMessageContaining("version");
        for (int size = 0; size < SealedBox.OVERHEAD_BYTES; size++) {
            var part = box.slice(0, size);
            assertThatThrownBy(() -> SealedBox.open(recipient, part))
                    .isInstanceOf(MalformedException.class);
        }
    }

    @Test
    void sealsToNoKeyThatCannotAgree() {
        assertThatThrownBy(() -> SealedBox.seal(Keys.some(KeyKind.P256).publicKey(), SECRET, SEED))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void survivesMutation() throws Exception {
        var recipient = Keys.ed25519(1);
        var box = SealedBox.seal(recipient.publicKey(), SECRET, SEED);

        Fuzz.of("sealed box", List.of(box), bytes -> SealedBox.open(recipient, bytes))
                .holding((bytes, opened) -> assertThat(bytes).isEqualTo(box))
                .run();
    }
}
