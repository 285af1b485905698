package ipvm.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ipvm.data.Bytes;
import ipvm.data.MalformedException;
import ipvm.key.KeyKind;
import ipvm.key.PrivateKey;
import ipvm.testkit.Fuzz;
import java.util.List;
import org.junit.jupiter.api.Test;

class FrameTest {

    private static final Limits LIMITS = Limits.DEFAULT;

    private static List<Frame> all() {
        var signer = PrivateKey.generate(KeyKind.ED25519, Bytes.wrap(new byte[32]));
        var key = PrivateKey.generate(KeyKind.X25519, Bytes.wrap(new byte[32])).publicKey();
        return List.of(
                new Frame.Hello(Greeting.sign(signer, key, 1_800_000_000, List.of("coap", "ble"))),
                new Frame.Handshake(0xffff_ffffL, Bytes.of(1, 2, 3)),
                new Frame.Sealed(7, 1L << 40, Bytes.wrap(new byte[40])),
                new Frame.Refusal(Frame.Why.BUSY, "1000"),
                new Frame.Open(Bytes.of(0x40)));
    }

    @Test
    void readsBackWhatItWrote() throws Exception {
        for (var frame : all()) {
            assertThat(Frame.decode(frame.encode(), LIMITS)).isEqualTo(frame);
        }
    }

    @Test
    void nothingButMalformedComesOfChangedFrames() throws Exception {
        var seeds = all().stream().map(Frame::encode).toList();
        Fuzz.run("frames", seeds, source -> Frame.decode(source, LIMITS));
    }

    @Test
    void namesWhatIsWrong() {
        refuses("830200f6", "frame of version 1: found version 2");
        refuses("830119010000", "kind of a frame (0 to 255): found 256");
        refuses("83010900", "kind of a frame (0 to 4): found 9");
        refuses("8401018001", "session");
        refuses("a0", "frame");
        refuses("8501010143000102" + "00", "frame of 4 items");
        refuses("8401030902", "code of a refusal");
    }

    private static void refuses(String hex, String what) {
        assertThatThrownBy(() -> Frame.decode(Bytes.fromHex(hex), LIMITS))
                .isInstanceOf(MalformedException.class)
                .hasMessageContaining(what);
    }

    @Test
    void looksAtTheSizeFirst() {
        var large = Bytes.wrap(new byte[LIMITS.frameBytesMax() + 1]);
        assertThatThrownBy(() -> Frame.decode(large, LIMITS)).hasMessageContaining("16384 bytes");
    }

    @Test
    void aGreetingHoldsForWhoSignedItUntilItEnds() throws Exception {
        var greeting = ((Frame.Hello) all().getFirst()).greeting();
        assertThat(greeting.holds(1_800_000_000)).isTrue();
        assertThat(greeting.holds(1_800_000_001)).isFalse();
        var altered =
                new Greeting(
                        greeting.did(),
                        greeting.key(),
                        greeting.expSeconds() + 1,
                        greeting.links(),
                        greeting.maxBytes(),
                        greeting.sig());
        assertThat(altered.holds(1_800_000_000)).isFalse();
    }
}
