package ipvm.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ipvm.data.Bytes;
import ipvm.data.DagCbor;
import ipvm.data.Ipld;
import ipvm.data.MalformedException;
import ipvm.testkit.Fuzz;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class SuccessionTest {

    private static final PrivateKey OLD = Keys.ed25519(1);
    private static final PrivateKey NEXT = Keys.ed25519(2);
    private static final PrivateKey OWNER = Keys.ed25519(3);
    private static final Succession SUCCESSION = new Succession(OLD.did(), NEXT.did(), 1);

    @Test
    void saysWhoseWordItIs() {
        assertThat(SUCCESSION.sign(OLD).verify(OWNER.did())).contains(Succession.By.OLD);
        assertThat(SUCCESSION.sign(OWNER).verify(OWNER.did())).contains(Succession.By.OWNER);
        assertThat(SUCCESSION.sign(NEXT).verify(OWNER.did())).isEmpty();
        assertThat(SUCCESSION.sign(OWNER).verify(NEXT.did())).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(names = {"ED25519", "P256", "SECP256K1"})
    void isSignedByKeysOfEveryKindThatSigns(KeyKind kind) throws MalformedException {
        var old = Keys.some(kind);
        var signed = new Succession(old.did(), NEXT.did(), 0).sign(old);

        var read = Succession.decode(signed.encode());

        assertThat(read).isEqualTo(signed);
        assertThat(read.kind()).isEqualTo(kind);
        assertThat(read.verify(OWNER.did())).contains(Succession.By.OLD);
    }

    @Test
    void hasTheShapeOfAnEnvelope() throws MalformedException {
        var signed = SUCCESSION.sign(OLD);
        var map =
                Ipld.map(
                        "h", Ipld.of(Bytes.fromHex("3401ed01ed011371")),
                        "ipvm/succeed@1",
                                Ipld.map(
                                        "old", Ipld.of(OLD.did().text()),
                                        "new", Ipld.of(NEXT.did().text()),
                                        "seq", Ipld.of(1)));

        assertThat(signed.signature()).isEqualTo(OLD.sign(DagCbor.encode(map)));
        assertThat(DagCbor.decode(signed.encode()))
                .isEqualTo(Ipld.list(Ipld.of(signed.signature()), map));
    }

    @Test
    void isNobodysWordOnceItSaysSomethingElse() {
        var signature = SUCCESSION.sign(OLD).signature();
        var others =
                List.of(
                        new Succession(OLD.did(), NEXT.did(), 2),
                        new Succession(OLD.did(), Keys.ed25519(4).did(), 1),
                        new Succession(Keys.ed25519(4).did(), NEXT.did(), 1));

        for (var other : others) {
            var forged = new Succession.Signed(other, KeyKind.ED25519, signature);
            assertThat(forged.verify(OWNER.did())).isEmpty();
        }
    }

    @Test
    void isNobodysWordWhereTheHeaderNamesAnotherKindOrTheNameHasNoKey() {
        var signature = SUCCESSION.sign(OLD).signature();
        var web = new Succession(new Did("did:web:example.com"), NEXT.did(), 1);

        assertThat(new Succession.Signed(SUCCESSION, KeyKind.P256, signature).verify(OWNER.did()))
                .isEmpty();
        assertThat(web.sign(OLD).verify(new Did("did:web:example.org"))).isEmpty();
        assertThat(web.sign(OWNER).verify(OWNER.did())).contains(Succession.By.OWNER);
    }

    @Test
    void callsASuccessionByItselfOrBelowZeroABug() {
        assertThatThrownBy(() -> new Succession(OLD.did(), OLD.did(), 1))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Succession(OLD.did(), NEXT.did(), -1))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @MethodSource("brokenEnvelopes")
    void refusesEveryOtherShape(Ipld envelope, String message) {
        assertThatThrownBy(() -> Succession.decode(DagCbor.encode(envelope)))
                .isInstanceOf(MalformedException.class)
                .hasMessageContaining(message);
    }

    static Stream<Arguments> brokenEnvelopes() {
        var header = Ipld.of(Varsig.header(KeyKind.ED25519));
        var good = payload(OLD.did().text(), NEXT.did().text(), Ipld.of(1));
        var signed = Ipld.map("h", header, "ipvm/succeed@1", good);
        var signature = Ipld.of(SUCCESSION.sign(OLD).signature());
        return Stream.of(
                Arguments.of(signed, "[signature, {...}]"),
                Arguments.of(Ipld.list(), "[signature, {...}]"),
                Arguments.of(Ipld.list(signature), "[signature, {...}]"),
                Arguments.of(Ipld.list(Ipld.of("s"), signed), "[signature, {...}]"),
                Arguments.of(Ipld.list(signature, signature), "[signature, {...}]"),
                Arguments.of(Ipld.list(signature, signed, signature), "[signature, {...}]"),
                with(signature, Ipld.map("h", header), "'ipvm/succeed@1'"),
                with(signature, Ipld.map("ipvm/succeed@1", good), "'h'"),
                with(signature, signed.with("h", Ipld.of("3401")), "'h'"),
                with(signature, signed.with("h", Ipld.of(Bytes.of(0x34, 1))), "varsig"),
                with(signature, signed.with("ipvm/succeed@1", header), "succeed@1'"),
                with(signature, signed.with("x", header), "2 entries"),
                of(signature, header, good.with("x", header), "3 entries"),
                of(signature, header, good.with("old", Ipld.of("me")), "did:METHOD:ID"),
                of(signature, header, good.with("new", Ipld.of(1)), "'new'"),
                of(signature, header, good.with("new", Ipld.of(OLD.did().text())), "the same"),
                of(signature, header, good.with("seq", Ipld.of("1")), "'seq'"),
                of(signature, header, good.with("seq", Ipld.of(-1)), "seq"),
                of(signature, header, good.with("seq", new Ipld.Int(false, -1)), "18446744"));
    }

    private static Ipld.Map payload(String old, String next, Ipld seq) {
        return Ipld.map("old", Ipld.of(old), "new", Ipld.of(next), "seq", seq);
    }

    private static Arguments of(Ipld signature, Ipld header, Ipld payload, String what) {
        return with(signature, Ipld.map("h", header, "ipvm/succeed@1", payload), what);
    }

    private static Arguments with(Ipld signature, Ipld signed, String what) {
        return Arguments.of(Ipld.list(signature, signed), what);
    }

    @Test
    void survivesMutation() throws Exception {
        var signed = SUCCESSION.sign(OLD).encode();
        var byP256 = SUCCESSION.sign(Keys.some(KeyKind.P256)).encode();

        Fuzz.of("succession", List.of(signed, byP256), Succession::decode)
                .holding((bytes, read) -> assertThat(read.encode()).isEqualTo(bytes))
                .run();
    }
}
