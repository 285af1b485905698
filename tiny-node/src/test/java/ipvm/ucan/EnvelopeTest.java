package ipvm.ucan;

import static ipvm.testkit.Malformed.assertThatRefuses;
import static ipvm.ucan.Cast.ALICE;
import static ipvm.ucan.Cast.BOB;
import static ipvm.ucan.Cast.list;
import static org.assertj.core.api.Assertions.assertThat;

import ipvm.data.Bytes;
import ipvm.data.Cid;
import ipvm.data.Codec;
import ipvm.data.DagCbor;
import ipvm.data.Ipld;
import ipvm.key.KeyKind;
import ipvm.key.PrivateKey;
import ipvm.key.Varsig;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class EnvelopeTest {

    private static final Ipld HEADER = Ipld.of(Varsig.header(KeyKind.ED25519));
    private static final Ipld PAYLOAD = Ipld.map("x", Ipld.of(1));

    private static Envelope decode(Ipld envelope) throws Exception {
        return Envelope.decode(DagCbor.encode(envelope), Limits.DEFAULT);
    }

    @ParameterizedTest
    @EnumSource(
            value = KeyKind.class,
            names = {"ED25519", "P256", "SECP256K1"})
    void readsWhatItSigns(KeyKind kind) throws Exception {
        var key = Cast.key(kind, 1);
        var signed = Envelope.sign(key, "tag", PAYLOAD);

        assertThat(Envelope.decode(signed.bytes(), Limits.DEFAULT)).isEqualTo(signed);
        assertThat(signed.cid()).isEqualTo(Cid.of(Codec.DAG_CBOR, signed.bytes()));
        assertThat(signed.isSignedBy(key.publicKey())).isTrue();
        assertThat(signed.isSignedBy(Cast.key(kind, 2).publicKey())).isFalse();
    }

    /// Signatures of every size have to leave the signed bytes where they are.
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 23, 24, 63, 64, 65, 255, 256, 65_535, 65_536})
    void findsTheSignedBytesBehindASignatureOfAnySize(int size) throws Exception {
        var signature = Bytes.wrap(new byte[size]);
        var body = Ipld.map("h", HEADER, "tag", PAYLOAD);
        var envelope = decode(list(signature, body));

        assertThat(envelope.signature()).isEqualTo(signature);
        assertThat(envelope.signed()).isEqualTo(DagCbor.encode(body));
        assertThat(envelope.isSignedBy(ALICE.publicKey())).isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 63, 65, 128})
    void takesNoSignatureOfAnotherSizeThan64(int size) throws Exception {
        var signed = Envelope.sign(ALICE, "tag", PAYLOAD);
        var long128 = Bytes.concat(signed.signature(), signed.signature());
        var body = Ipld.map("h", HEADER, "tag", PAYLOAD);

        assertThat(decode(list(long128.slice(0, size), body)).isSignedBy(ALICE.publicKey()))
                .isFalse();
    }

    @Test
    void takesNoSignatureUnderTheHeaderOfAnotherKind() throws Exception {
        var signed = Envelope.sign(ALICE, "tag", PAYLOAD);
        for (var kind : List.of(KeyKind.P256, KeyKind.SECP256K1)) {
            var body = Ipld.map("h", Ipld.of(Varsig.header(kind)), "tag", PAYLOAD);

            assertThat(decode(list(signed.signature(), body)).isSignedBy(ALICE.publicKey()))
                    .isFalse();
        }
        var other = Ipld.map("h", HEADER, "tag", PAYLOAD);
        var p256 = Cast.key(KeyKind.P256, 1);
        var signature = p256.sign(DagCbor.encode(other));
        assertThat(decode(list(signature, other)).isSignedBy(p256.publicKey())).isFalse();
    }

    /// Before version 1 the payload's encoding came after the key's code alone.
    @Test
    void refusesAHeaderFromBeforeVersion1EvenOverAGoodSignature() throws Exception {
        var header = Ipld.of(Bytes.fromHex("34ed011371"));
        var body = Ipld.map("h", header, "tag", PAYLOAD);
        var envelope = decode(list(ALICE.sign(DagCbor.encode(body)), body));

        assertThatRefuses(() -> envelope.isSignedBy(ALICE.publicKey()))
                .hasWhat("varsig version 1")
                .hasFound("pre-v1");
    }

    @Test
    void coversHeaderAndTagByItsSignature() throws Exception {
        var signed = Envelope.sign(ALICE, Delegation.TAG, PAYLOAD);
        var retagged =
                decode(list(signed.signature(), Ipld.map("h", HEADER, Invocation.TAG, PAYLOAD)));

        assertThat(retagged.isSignedBy(ALICE.publicKey())).isFalse();
    }

    @Test
    void refusesEveryOtherShapeAndNamesTheFault() {
        var signature = Bytes.wrap(new byte[64]);
        var body = Ipld.map("h", HEADER, "tag", PAYLOAD);

        assertThatRefuses(() -> decode(Ipld.of(1)))
                .hasWhat("token")
                .hasFound("no list")
                .hasOffset(0);
        assertThatRefuses(() -> decode(list(signature))).hasFound("no list of signature");
        assertThatRefuses(() -> decode(list(signature, body, 1))).hasFound("no list of signature");
        assertThatRefuses(() -> decode(list("sig", body)))
                .hasWhat("token signature")
                .hasFound("text")
                .hasOffset(1);
        assertThatRefuses(() -> decode(list(signature, 1))).hasFound("no map of header");
        assertThatRefuses(() -> decode(list(signature, Ipld.map("h", HEADER))))
                .hasFound("no map of header");
        assertThatRefuses(() ->
                        decode(list(signature, Ipld.map("h", HEADER, "b", HEADER, "c", HEADER))))
                .hasFound("no map of header");
        assertThatRefuses(() -> decode(list(signature, Ipld.map("a", HEADER, "tag", PAYLOAD))))
                .hasWhat("token header 'h'")
                .hasFound("a");
        assertThatRefuses(
                        () -> decode(list(signature, Ipld.map("h", Ipld.of("x"), "tag", PAYLOAD))))
                .hasWhat("token header 'h'");
    }

    @Test
    void refusesATokenBeyondItsLimit() {
        var limits = new Limits(300, 32, 1_024, 1_000, 1_024, 1_024, 1 << 20);
        var token = Envelope.sign(BOB, "tag", Ipld.of("x".repeat(300))).bytes();

        assertThatRefuses(() -> Envelope.decode(token, limits)).hasWhat("at most 300 bytes");
    }

    @Test
    void refusesBytesAfterTheToken() {
        var token = Bytes.concat(Cast.letting(ALICE, BOB).bytes(), Bytes.of(0));

        assertThatRefuses(() -> Token.decode(token)).hasWhat("end of the item");
    }

    @Test
    void hasOneNameWhereOneSignatureCounts() {
        var signed = Envelope.sign(ALICE, "tag", PAYLOAD);

        assertThat(signed.names()).containsExactly(signed.cid());
    }

    @ParameterizedTest
    @EnumSource(
            value = KeyKind.class,
            names = {"P256", "SECP256K1"})
    void hasTwoNamesWhereTwoSignaturesCount(KeyKind kind) throws Exception {
        var key = Cast.key(kind, 1);
        var signed = Envelope.sign(key, "tag", PAYLOAD);
        var twin = twin(signed, key);

        assertThat(twin.isSignedBy(key.publicKey())).isTrue();
        assertThat(signed.names()).containsExactly(signed.cid(), twin.cid());
        assertThat(twin.names()).as("the lasting one first").isEqualTo(signed.names());
    }

    @Test
    void hasItsOwnNameOnlyUnderAHeaderOrSignatureThatNeverCounts() throws Exception {
        var header = Ipld.of(Varsig.header(KeyKind.P256));
        var body = Ipld.map("h", header, "tag", PAYLOAD);
        var zero = decode(list(Bytes.wrap(new byte[64]), body));
        var shorter = decode(list(Bytes.wrap(new byte[63]), body));
        var unknown =
                decode(
                        list(
                                Bytes.wrap(new byte[64]),
                                Ipld.map("h", Ipld.of(Bytes.EMPTY), "t", body)));

        for (var envelope : List.of(zero, shorter, unknown)) {
            assertThat(envelope.names()).containsExactly(envelope.cid());
        }
    }

    /// The same token under the other signature, which anybody can make.
    static Envelope twin(Envelope envelope, PrivateKey key) throws Exception {
        var other = key.kind().twin(envelope.signature()).orElseThrow();
        return decode(list(other, DagCbor.decode(envelope.signed())));
    }
}
