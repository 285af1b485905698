package ipvm.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ipvm.data.Bytes;
import ipvm.data.MalformedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class PrivateKeyTest {

    private static final Bytes MESSAGE = Bytes.utf8("a message");

    /// RFC 8032, section 7.1: tests 1, 2 and 3.
    @ParameterizedTest
    @CsvSource({
        "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60,"
                + "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a,'',"
                + "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555"
                + "fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
        "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb,"
                + "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c,72,"
                + "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da0"
                + "85ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
        "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7,"
                + "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025,af82,"
                + "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac1"
                + "8ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a",
    })
    void signsAsRfc8032Does(String secret, String publicKey, String message, String signature)
            throws MalformedException {
        var key = PrivateKey.of(KeyKind.ED25519, Bytes.fromHex(secret));

        assertThat(key.publicKey().raw().hex()).isEqualTo(publicKey);
        assertThat(key.sign(Bytes.fromHex(message)).hex()).isEqualTo(signature);
    }

    /// RFC 6979, section A.2.5 with SHA-256; the last case is widely used for secp256k1.
    @ParameterizedTest
    @CsvSource({
        "P256,c9afa9d845ba75166b5c215767b1d6934e50c3db36e89b127b8a622b120f6721,sample,"
                + "efd48b2aacb6a8fd1140dd9cd45e81d69d2c877b56aaf991c34d0ea84eaf3716,"
                + "f7cb1c942d657c41d436c7a1b6e29f65f3e900dbb9aff4064dc4ab2f843acda8",
        "P256,c9afa9d845ba75166b5c215767b1d6934e50c3db36e89b127b8a622b120f6721,test,"
                + "f1abb023518351cd71d881567b1ea663ed3efcf6c5132b354f28d3b0b7d38367,"
                + "019f4113742a2b14bd25926b49c649155f267e60d3814b4c0cc84250e46f0083",
        "SECP256K1,0000000000000000000000000000000000000000000000000000000000000001,"
                + "Satoshi Nakamoto,"
                + "934b1ea10a4b3c1757e2b0c017d0b6143ce3c9a7e6a4a49860d7a6ab210ee3d8,"
                + "2442ce9d2b916064108014783e923ec36b49743e2ffa1c4496f01a512aafd9e5",
    })
    void signsWithTheNonceOfRfc6979AndTheSmallerS(
            KeyKind kind, String secret, String message, String r, String s)
            throws MalformedException {
        var key = PrivateKey.of(kind, Bytes.fromHex(secret));
        var published = new java.math.BigInteger(s, 16);
        var smaller = published.min(Keys.order(kind).subtract(published));
        var wanted = Keys.withS(Bytes.fromHex(r + s), smaller);

        assertThat(key.sign(Bytes.utf8(message))).isEqualTo(wanted);
        assertThat(key.publicKey().verify(Bytes.utf8(message), wanted)).isTrue();
    }

    @Test
    void agreesWithEveryX25519VectorAndRefusesEveryZeroSecret() throws MalformedException {
        Wycheproof.runAll("x25519_test.json", PrivateKeyTest::agreesOrRefuses);
    }

    /// "acceptable" means points of the twist, second encodings and small orders: RFC 7748 wants
    /// the first two computed, and the last, which share zero with everybody, are refused as keys.
    private static boolean agreesOrRefuses(Wycheproof.Case vector) throws MalformedException {
        var wanted = vector.bytes("shared");
        var secret = PrivateKey.of(KeyKind.X25519, vector.bytes("private"));
        if (wanted.equals(Bytes.wrap(new byte[32]))) {
            return isRefused(vector.bytes("public"));
        }
        var peer = PublicKey.of(KeyKind.X25519, vector.bytes("public"));
        return secret.agree(peer).equals(wanted);
    }

    private static boolean isRefused(Bytes raw) {
        try {
            PublicKey.of(KeyKind.X25519, raw);
            return false;
        } catch (MalformedException e) {
            return true;
        }
    }

    @Test
    void agreesAcrossBothKindsOfKeyThatAgree() {
        var ed = Keys.ed25519(1);
        var other = Keys.ed25519(2);
        var x = Keys.some(KeyKind.X25519);

        assertThat(ed.agree(other.publicKey())).isEqualTo(other.agree(ed.publicKey()));
        assertThat(ed.agree(x.publicKey())).isEqualTo(x.agree(ed.publicKey()));
        assertThat(x.publicKey().forAgreement()).isSameAs(x.publicKey());
    }

    @ParameterizedTest
    @EnumSource(names = {"P256", "SECP256K1"})
    void callsAgreeingWithEcdsaKeysABug(KeyKind kind) {
        var key = Keys.some(kind);
        var x = Keys.some(KeyKind.X25519);

        assertThat(kind.agrees()).isFalse();
        assertThatThrownBy(() -> key.agree(x.publicKey()))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> x.agree(key.publicKey()))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void callsSigningWithX25519ABug() {
        assertThatThrownBy(() -> Keys.some(KeyKind.X25519).sign(MESSAGE))
                .isInstanceOf(IllegalStateException.class);
    }

    @ParameterizedTest
    @EnumSource
    void generatesTheSameKeyFromTheSameSeed(KeyKind kind) throws MalformedException {
        var key = PrivateKey.generate(kind, Keys.seed(9));

        assertThat(key.publicKey()).isEqualTo(PrivateKey.generate(kind, Keys.seed(9)).publicKey());
        assertThat(key.publicKey()).isEqualTo(PrivateKey.of(kind, Keys.seed(9)).publicKey());
        assertThat(key.kind()).isEqualTo(kind);
        assertThat(key.did()).isEqualTo(key.publicKey().did());
    }

    @ParameterizedTest
    @EnumSource(names = {"P256", "SECP256K1"})
    void refusesScalarsOutOfRangeAndGeneratesPastThem(KeyKind kind) throws MalformedException {
        for (var bad : new Bytes[] {Keys.seed(0), Keys.seed(0xff), orderOf(kind)}) {
            assertThatThrownBy(() -> PrivateKey.of(kind, bad))
                    .isInstanceOf(MalformedException.class)
                    .hasMessageContaining(kind.label());
            var generated = PrivateKey.generate(kind, bad);
            assertThat(generated.publicKey().verify(MESSAGE, generated.sign(MESSAGE))).isTrue();
        }
    }

    private static Bytes orderOf(KeyKind kind) throws MalformedException {
        return Bytes.fromHex(Keys.order(kind).toString(16));
    }

    @ParameterizedTest
    @EnumSource
    void refusesASecretOfAnyOtherSize(KeyKind kind) {
        assertThatThrownBy(() -> PrivateKey.of(kind, Keys.seed(1).from(1)))
                .isInstanceOf(MalformedException.class)
                .hasMessageContaining("31 bytes");
        assertThatThrownBy(() -> PrivateKey.generate(kind, Keys.seed(1).from(1)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void isOfNoUseOnceClosed() {
        var key = Keys.ed25519(3);
        var peer = Keys.ed25519(4).publicKey();
        key.close();
        key.close();

        assertThatThrownBy(() -> key.sign(MESSAGE)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> key.agree(peer)).isInstanceOf(IllegalStateException.class);
        assertThat(key.did()).isEqualTo(Keys.ed25519(3).did());
    }

    @Test
    void wipesItsOwnSecretAndNobodyElses() throws ReflectiveOperationException, MalformedException {
        var secret = Keys.seed(5);
        var key = PrivateKey.of(KeyKind.ED25519, secret);
        var field = PrivateKey.class.getDeclaredField("secret");
        field.setAccessible(true);
        var held = (byte[]) field.get(key);
        assertThat(held).isEqualTo(secret.toArray());

        key.close();

        assertThat(held).containsOnly(0);
        assertThat(secret).isEqualTo(Keys.seed(5));
    }

    @Test
    void doesNotShowItsSecret() {
        var key = Keys.ed25519(6);

        assertThat(key.toString()).contains(key.did().text()).doesNotContain("0606");
    }
}
