package ipvm.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ipvm.data.Bytes;
import ipvm.data.MalformedException;
import java.math.BigInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class PublicKeyTest {

    private static final Bytes MESSAGE = Bytes.utf8("a message");

    @Test
    void agreesWithEveryEd25519Vector() throws MalformedException {
        Wycheproof.runAll(
                "ed25519_test.json",
                vector -> {
                    var raw = vector.group().get("publicKey").get("pk").asText();
                    return verdict(KeyKind.ED25519, Bytes.fromHex(raw), vector);
                });
    }

    @Test
    void agreesWithEveryP256Vector() throws MalformedException {
        Wycheproof.runAll(
                "ecdsa_secp256r1_sha256_p1363_test.json",
                vector -> verdict(KeyKind.P256, compressed(vector), vector));
    }

    @Test
    void agreesWithEverySecp256k1Vector() throws MalformedException {
        Wycheproof.runAll(
                "ecdsa_secp256k1_sha256_p1363_test.json",
                vector -> verdict(KeyKind.SECP256K1, compressed(vector), vector));
    }

    private static boolean verdict(KeyKind kind, Bytes raw, Wycheproof.Case vector)
            throws MalformedException {
        boolean accepted = PublicKey.of(kind, raw).verify(vector.bytes("msg"), vector.bytes("sig"));
        return accepted == vector.result().equals("valid");
    }

    private static Bytes compressed(Wycheproof.Case vector) throws MalformedException {
        var full = Bytes.fromHex(vector.group().get("publicKey").get("uncompressed").asText());
        return compressed(full.slice(1, 33), full.from(33));
    }

    static Bytes compressed(Bytes x, Bytes y) {
        return Bytes.concat(Bytes.of(2 + y.at(31) % 2), x);
    }

    /// The JDK's Ed25519 on 17 takes an appended byte, its ECDSA on 17 and 25 shortened r and s.
    @ParameterizedTest
    @EnumSource(names = {"ED25519", "P256", "SECP256K1"})
    void refusesASignatureOfAnyOtherLength(KeyKind kind) {
        var key = Keys.some(kind);
        var right = key.sign(MESSAGE);

        assertThat(key.publicKey().verify(MESSAGE, right)).isTrue();
        for (int size = 0; size < 64; size++) {
            assertThat(key.publicKey().verify(MESSAGE, right.slice(0, size))).isFalse();
        }
        assertThat(key.publicKey().verify(MESSAGE, Bytes.concat(right, Bytes.of(0)))).isFalse();
        assertThat(key.publicKey().verify(MESSAGE, Bytes.concat(Bytes.of(0), right))).isFalse();
        assertThat(key.publicKey().verify(MESSAGE, widened(right))).isFalse();
    }

    /// The same r and s in 33 bytes each.
    private static Bytes widened(Bytes signature) {
        var zero = Bytes.of(0);
        return Bytes.concat(zero, signature.slice(0, 32), zero, signature.from(32));
    }

    @ParameterizedTest
    @EnumSource(names = {"ED25519", "P256", "SECP256K1"})
    void refusesEverySignatureWithOneBitChanged(KeyKind kind) {
        var key = Keys.some(kind);
        var right = key.sign(MESSAGE).toArray();

        for (int bit = 0; bit < right.length * 8; bit += 7) {
            var wrong = right.clone();
            wrong[bit / 8] ^= (byte) (1 << bit % 8);
            assertThat(key.publicKey().verify(MESSAGE, Bytes.wrap(wrong)))
                    .as("bit " + bit)
                    .isFalse();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"ED25519", "P256", "SECP256K1"})
    void refusesASignatureByAnotherKeyOrOverAnotherMessage(KeyKind kind) {
        var key = Keys.some(kind);
        var other = PrivateKey.generate(kind, Keys.seed(77));

        assertThat(other.publicKey().verify(MESSAGE, key.sign(MESSAGE))).isFalse();
        assertThat(key.publicKey().verify(Bytes.utf8("a massage"), key.sign(MESSAGE))).isFalse();
    }

    @ParameterizedTest
    @EnumSource(names = {"P256", "SECP256K1"})
    void acceptsBothValuesOfSButNoneOfZeroOrTheOrder(KeyKind kind) throws MalformedException {
        var key = Keys.some(kind);
        var low = key.sign(MESSAGE);
        var order = Keys.order(kind);
        var s = new BigInteger(1, low.from(32).toArray());
        var high = Keys.withS(low, order.subtract(s));

        assertThat(s).isLessThan(order.shiftRight(1));
        assertThat(key.publicKey().verify(MESSAGE, high)).isTrue();
        assertThat(key.publicKey().verify(MESSAGE, Keys.withS(low, order.add(s)))).isFalse();
        assertThat(key.publicKey().verify(MESSAGE, Keys.withS(low, order))).isFalse();
        assertThat(key.publicKey().verify(MESSAGE, Bytes.wrap(new byte[64]))).isFalse();
    }

    @ParameterizedTest
    @EnumSource(names = {"P256", "SECP256K1"})
    void knowsTheOtherSignatureThatCountsWhereOneDoes(KeyKind kind) throws MalformedException {
        var key = Keys.some(kind);
        var low = key.sign(MESSAGE);
        var high = kind.twin(low).orElseThrow();

        assertThat(high).isNotEqualTo(low);
        assertThat(key.publicKey().verify(MESSAGE, high)).isTrue();
        assertThat(kind.twin(high)).contains(low);
        assertThat(kind.twin(low.from(1))).isEmpty();
        assertThat(kind.twin(Keys.withS(low, BigInteger.ZERO))).isEmpty();
        assertThat(kind.twin(Keys.withS(low, Keys.order(kind)))).isEmpty();
        assertThat(kind.twin(Keys.withS(low, Keys.order(kind).subtract(BigInteger.ONE))))
                .contains(Keys.withS(low, BigInteger.ONE));
    }

    @Test
    void knowsNoOtherSignatureOfKindsThatHaveOne() {
        var key = Keys.some(KeyKind.ED25519);

        assertThat(key.kind().twin(key.sign(MESSAGE))).isEmpty();
        assertThat(KeyKind.X25519.twin(key.sign(MESSAGE))).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void refusesAKeyOfAnyOtherSize(KeyKind kind) {
        var raw = Keys.some(kind).publicKey().raw();

        assertThatThrownBy(() -> PublicKey.of(kind, raw.from(1)))
                .isInstanceOf(MalformedException.class)
                .hasMessageContaining(kind.label())
                .hasMessageContaining(kind.publicBytes() - 1 + " bytes");
        assertThatThrownBy(() -> PublicKey.of(kind, Bytes.concat(raw, Bytes.of(0))))
                .isInstanceOf(MalformedException.class);
        assertThatThrownBy(() -> PublicKey.of(kind, Bytes.EMPTY))
                .isInstanceOf(MalformedException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0000000000000000000000000000000000000000000000000000000000000000",
                "0000000000000000000000000000000000000000000000000000000000000080",
                "0100000000000000000000000000000000000000000000000000000000000000",
                "0100000000000000000000000000000000000000000000000000000000000080",
                "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
                "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
                "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
                "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
                "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85",
                // the neutral point again, as p + 1
                "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
                // no point has this y
                "0200000000000000000000000000000000000000000000000000000000000000"
            })
    void refusesEd25519KeysUnderWhichAnybodyCanSign(String raw) {
        assertThatThrownBy(() -> PublicKey.of(KeyKind.ED25519, Bytes.fromHex(raw)))
                .isInstanceOf(MalformedException.class)
                .hasMessageContaining("Ed25519 key");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0000000000000000000000000000000000000000000000000000000000000000",
                "0100000000000000000000000000000000000000000000000000000000000000",
                "e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800",
                "5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157",
                "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
                "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff"
            })
    void refusesX25519KeysThatShareZeroWithEverybody(String raw) {
        assertThatThrownBy(() -> PublicKey.of(KeyKind.X25519, Bytes.fromHex(raw)))
                .isInstanceOf(MalformedException.class)
                .hasMessageContaining("small order");
    }

    @ParameterizedTest
    @EnumSource(names = {"P256", "SECP256K1"})
    void refusesWhatIsNoCompressedPointOfTheCurve(KeyKind kind) {
        var x = Keys.some(kind).publicKey().raw().from(1);
        var tooLarge = Bytes.wrap(new byte[32]).hex().replace('0', 'f');

        for (int head : new int[] {0, 1, 4, 5, 0xff}) {
            assertThatThrownBy(() -> PublicKey.of(kind, Bytes.concat(Bytes.of(head), x)))
                    .isInstanceOf(MalformedException.class)
                    .hasMessageContaining("compressed");
        }
        assertThatThrownBy(() -> PublicKey.of(kind, Bytes.fromHex("02" + tooLarge)))
                .isInstanceOf(MalformedException.class);
        assertThatThrownBy(() -> PublicKey.of(kind, Keys.offCurve(kind)))
                .isInstanceOf(MalformedException.class)
                .hasMessageContaining("no point");
    }

    @Test
    void callsSigningWithX25519ABug() {
        var key = Keys.some(KeyKind.X25519);

        assertThat(key.kind().signs()).isFalse();
        assertThatThrownBy(() -> key.publicKey().verify(MESSAGE, Bytes.wrap(new byte[64])))
                .isInstanceOf(IllegalStateException.class);
    }

    @ParameterizedTest
    @EnumSource(names = {"ED25519", "P256", "SECP256K1"})
    void judgesManySignaturesAtOnce(KeyKind kind) {
        var key = Keys.some(kind);
        var right = key.sign(MESSAGE);
        var wrong = PrivateKey.generate(kind, Keys.seed(77)).sign(MESSAGE);

        var accepted =
                IntStream.range(0, 400)
                        .parallel()
                        .filter(i -> key.publicKey().verify(MESSAGE, i % 2 == 0 ? right : wrong))
                        .boxed()
                        .toList();

        assertThat(accepted).hasSize(200).allMatch(i -> i % 2 == 0);
    }

    @ParameterizedTest
    @EnumSource
    void writesAndReadsItsBinaryForm(KeyKind kind) throws MalformedException {
        var key = Keys.some(kind).publicKey();

        assertThat(PublicKey.decode(key.encode())).isEqualTo(key).hasSameHashCodeAs(key);
        assertThat(key.kind()).isEqualTo(kind);
        assertThat(key).hasToString(key.did().text()).isNotEqualTo(key.raw());
        assertThat(key).isNotEqualTo(PrivateKey.generate(kind, Keys.seed(78)).publicKey());
    }

    @Test
    void tellsAnEd25519KeyFromAnX25519KeyOfTheSameBytes() throws MalformedException {
        var raw = Keys.some(KeyKind.ED25519).publicKey().raw();

        assertThat(PublicKey.of(KeyKind.X25519, raw))
                .isNotEqualTo(PublicKey.of(KeyKind.ED25519, raw));
    }
}
