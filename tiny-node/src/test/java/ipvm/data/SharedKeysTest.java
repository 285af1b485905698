package ipvm.data;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SharedKeysTest {

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "seventh", "eight678", "käse", "\uD83D\uDE00", "\u0000\u007f"})
    void writesAKeyThatWasReadAsOneThatWasNot(String key) throws MalformedException {
        assertWritten(key);
    }

    @Test
    void writesKeysOfEveryLength() throws MalformedException {
        for (int length = 0; length < 300; length++) {
            assertWritten("k".repeat(length));
        }
    }

    @Test
    void findsAKeyOnceItWasRead() throws MalformedException {
        var bytes = "found-by-its-text".getBytes(UTF_8);
        var read = SharedKeys.read(bytes, 0, bytes.length);

        var key = SharedKeys.find("found-by-its-" + "text".toLowerCase(Locale.ROOT));

        assertThat(key).isNotNull();
        assertThat(key.text()).isSameAs(read);
        assertThat(SharedKeys.read(bytes, 0, bytes.length)).isSameAs(read);
    }

    @Test
    void keepsKeysOfOneSlotApart() throws MalformedException {
        assertThat("AaAa").hasSameHashCodeAs("BBBB");
        assertWritten("AaAa");
        assertWritten("BBBB");
        assertThat(SharedKeys.find("AaAa")).isNull();
    }

    @Test
    void keepsNoKeyOf24Bytes() throws MalformedException {
        var bytes = "x".repeat(24).getBytes(UTF_8);
        SharedKeys.read(bytes, 0, 24);
        SharedKeys.read(bytes, 0, 23);

        assertThat(SharedKeys.find("x".repeat(24))).isNull();
        assertThat(SharedKeys.find("x".repeat(23))).isNotNull();
    }

    /// The last key of a full buffer needs more room than its form.
    @Test
    void writesKeysAcrossTheEdgesOfABuffer() throws MalformedException {
        for (int filled = 200; filled < 260; filled++) {
            var item = Ipld.map("key", Ipld.of(1));
            var list = Ipld.list(Ipld.of("f".repeat(filled)), item, item);
            var encoded = DagCbor.encode(list);

            assertThat(DagCbor.encode(DagCbor.decode(encoded))).isEqualTo(encoded);
            assertThat(encoded.hex()).endsWith("a1636b657901".repeat(2));
        }
    }

    private static void assertWritten(String key) throws MalformedException {
        var value = Ipld.map(key, Ipld.ofNull());
        var expected = Bytes.concat(Bytes.of(0xa1), DagCbor.encode(Ipld.of(key)), Bytes.of(0xf6));

        assertThat(DagCbor.encode(value)).isEqualTo(expected);
        assertThat(DagCbor.encode(DagCbor.decode(expected))).isEqualTo(expected);
        assertThat(DagCbor.encode(value)).isEqualTo(expected);
    }
}
