package ipvm.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import ipvm.data.Bytes;
import ipvm.data.MalformedException;
import ipvm.data.Vectors;
import ipvm.key.KeyKind;
import ipvm.key.PrivateKey;
import org.junit.jupiter.api.Test;

class NoiseTest {

    @Test
    void saysWhatOthersSayByteForByte() throws Exception {
        int messages = 0;
        for (var vector : Vectors.json("noise/noise-xx.json")) {
            messages += agrees(vector);
        }
        assertThat(messages).isEqualTo(11);
    }

    private static int agrees(JsonNode vector) throws MalformedException {
        var first =
                Noise.first(
                        key(vector, "init_static"),
                        key(vector, "init_ephemeral"),
                        hex(vector, "init_prologue"));
        var second =
                Noise.second(
                        key(vector, "resp_static"),
                        key(vector, "resp_ephemeral"),
                        hex(vector, "resp_prologue"));
        var messages = vector.get("messages");
        for (int i = 0; i < 3; i++) {
            var speaker = i % 2 == 0 ? first : second;
            var listener = i % 2 == 0 ? second : first;
            var said = speaker.write(Bytes.fromHex(messages.get(i).get(0).asText()));
            assertThat(said.hex()).isEqualTo(messages.get(i).get(1).asText());
            assertThat(listener.read(said).hex()).isEqualTo(messages.get(i).get(0).asText());
        }
        assertThat(first.hash()).isEqualTo(second.hash());
        if (vector.get("handshake_hash").isTextual()) {
            assertThat(first.hash()).isEqualTo(hex(vector, "handshake_hash"));
        }
        assertThat(first.theirs()).isEqualTo(key(vector, "resp_static").publicKey());
        assertThat(second.theirs()).isEqualTo(key(vector, "init_static").publicKey());
        transport(messages, first, second);
        return messages.size();
    }

    /// After the handshake both sides still take turns, so whoever was second speaks next.
    private static void transport(JsonNode messages, Noise first, Noise second)
            throws MalformedException {
        for (int i = 3; i < messages.size(); i++) {
            var plain = Bytes.fromHex(messages.get(i).get(0).asText());
            var box = Bytes.fromHex(messages.get(i).get(1).asText());
            int direction = i % 2;
            int number = i / 2 - 1 - (direction == 0 ? 1 : 0);
            assertThat(first.split()[direction].seal(number, Bytes.EMPTY, plain)).isEqualTo(box);
            assertThat(second.split()[direction].open(number, Bytes.EMPTY, box)).contains(plain);
        }
    }

    @Test
    void endsWhereOneBitOfAMessageWasTurned() throws Exception {
        for (int message = 1; message < 3; message++) {
            for (int bit = 0; bit < 8 * 64; bit += 7) {
                refusesBit(message, bit);
            }
        }
    }

    private static void refusesBit(int number, int bit) throws MalformedException {
        var first = Noise.first(key(1), key(2), Bytes.EMPTY);
        var second = Noise.second(key(3), key(4), Bytes.EMPTY);
        second.read(first.write(Bytes.EMPTY));
        var answer = second.write(Bytes.utf8("who I am"));
        if (number == 1) {
            assertThatThrownBy(() -> first.read(turned(answer, bit)))
                    .isInstanceOf(MalformedException.class);
            return;
        }
        first.read(answer);
        var last = first.write(Bytes.utf8("who I am"));
        assertThatThrownBy(() -> second.read(turned(last, bit)))
                .isInstanceOf(MalformedException.class);
    }

    @Test
    void fitsNobodyWhoBeganOtherwise() throws Exception {
        var first = Noise.first(key(1), key(2), Bytes.utf8("one"));
        var second = Noise.second(key(3), key(4), Bytes.utf8("other"));
        second.read(first.write(Bytes.EMPTY));
        var answer = second.write(Bytes.EMPTY);
        assertThatThrownBy(() -> first.read(answer)).isInstanceOf(MalformedException.class);
    }

    @Test
    void isTakenInTurns() {
        var first = Noise.first(key(1), key(2), Bytes.EMPTY);
        first.write(Bytes.EMPTY);
        assertThatThrownBy(() -> first.write(Bytes.EMPTY))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(first::split).isInstanceOf(IllegalStateException.class);
    }

    private static Bytes turned(Bytes message, int bit) {
        var bytes = message.toArray();
        bytes[bit / 8] ^= (byte) (1 << bit % 8);
        return Bytes.wrap(bytes);
    }

    private static Bytes hex(JsonNode vector, String field) throws MalformedException {
        return Bytes.fromHex(vector.get(field).asText());
    }

    private static PrivateKey key(JsonNode vector, String field) throws MalformedException {
        return PrivateKey.of(KeyKind.X25519, hex(vector, field));
    }

    private static PrivateKey key(int of) {
        var seed = new byte[32];
        seed[0] = (byte) of;
        return PrivateKey.generate(KeyKind.X25519, Bytes.wrap(seed));
    }
}
