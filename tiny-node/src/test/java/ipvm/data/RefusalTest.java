package ipvm.data;

import static ipvm.testkit.Malformed.assertThatRefuses;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;

/// At which byte the two codecs say that an input is wrong.
class RefusalTest {

    @Test
    void namesTheByteInDagCbor() throws Exception {
        cbor("", "an item", "the end", 0);
        cbor("00 00", "end of the item", "1 more bytes", 1);
        cbor("82 00", "collection of at most 1", "length of 2", 0);
        cbor("9f ff", "definite length", "0x9f", 0);
        cbor("18 17", "shortest form", "23 in 1 bytes", 0);
        cbor("81 19 00 ff", "shortest form", "255 in 2 bytes", 1);
        cbor("19 00", "2 bytes of a number", "1 left", 1);
        cbor("81 f7", "false, true, null", "0xf7", 1);
        cbor("f9 7e 00", "64-bit float", "0xf9", 0);
        cbor("fb 7f f8 00 00 00 00 00 00", "finite float", "NaN", 1);
        cbor("fb 80 00 00 00 00 00 00 00", "negative zero", "-0.0", 1);
        cbor("a1 00 00", "text as a map's key", "0x0", 1);
        cbor("a2 61 61 00 61 61 00", "keys in order", "'a' twice", 5);
        cbor("a2 61 62 00 61 61 00", "keys in order", "'a' out of order", 5);
        cbor("81 c1 00", "tag 42", "tag 1", 1);
        cbor("d8 2a 60", "bytes of a link", "0x60", 2);
        cbor("d8 2a 41 01", "zero before a link", "01", 3);
        cbor("82 00 d8 2a 45 00 01 55 00 01", "digest", "0 of 1 bytes", 10);
        cbor("a1 62 61 ff 00", "UTF-8", "0xff", 3);
        cbor("5b ff ff ff ff ff ff ff ff", "bytes of at most 0", "18446744073709551615", 0);
    }

    @Test
    void namesTheByteInDagJson() {
        json("", "a value", "the end", 0);
        json("0 ", "end of the value", "' '", 1);
        json("[0;", "','", "';'", 2);
        json("[tru]", "'e'", "']'", 4);
        json("[-]", "digits", "']'", 2);
        json("[-0]", "integer", "-0", 1);
        json("[1.50]", "canonical form", "1.50", 1);
        json("[1e400]", "canonical form", "1e400", 1);
        json("[18446744073709551616]", "from -2^64", "18446744073709551616", 1);
        json("[\"a\\x\"]", "escape", "\\x", 3);
        json("[\"a\\u0041\"]", "canonical form", "u0041", 3);
        json("\"\\u00g0\"", "hex digit", "'g'", 5);
        json("\"\\ud800\"", "text", "half a surrogate", 1);
        json("\"\\udc00\\ud800\"", "text", "half a surrogate", 1);
        json("\"a\\ud83d\\u0041\"", "text", "half a surrogate", 2);
        json("\"\\ud83d\\n\"", "text", "half a surrogate", 1);
        json("\"\\ud83dx\"", "text", "half a surrogate", 1);
        json("\"\\ud83d\\ude00\"", "canonical form", "ud83d", 1);
        json("\"a\n\"", "text", "0xa", 2);
        json("{\"a\":0,\"a\":0}", "keys that differ", "'a' twice", 7);
        json("{\"b\":0,\"a\":0}", "keys in order", "'a' out of order", 7);
        json("{0:0}", "a key", "'0'", 1);
        json("[{\"/\":\"BAFKQAAA\"}]", "canonical base", "BAFKQAAA", 1);
        json("[{\"/\":0}]", "CID or bytes", "int", 1);
    }

    @Test
    void namesTheByteAtWhichAFaultySequenceOfUtf8Starts() throws Exception {
        for (var fault :
                new String[] {
                    "80", "c3", "c0 80", "e2 82", "ef bf", "ef bf 41", "f0 9f 98", "ed a0 80"
                }) {
            var text = Bytes.concat(Bytes.utf8("\u00e9\ufffda"), hex(fault));
            var found = "byte 0x" + fault.substring(0, 2);
            var cbor = Bytes.concat(Bytes.of(0x60 + text.size()), text);
            assertThatRefuses(() -> DagCbor.decode(cbor)).hasFound(found).hasOffset(7);
            var json = Bytes.concat(Bytes.of('"'), text, Bytes.of('"'));
            assertThatRefuses(() -> DagJson.decode(json)).hasFound(found).hasOffset(7);
        }
    }

    @Test
    void refusesAMapOfAnOddNumberOfThings() {
        assertThatIllegalArgumentException().isThrownBy(() -> Ipld.map("a", Ipld.of(1), "b"));
    }

    private static void cbor(String bytes, String what, String found, int offset)
            throws MalformedException {
        var input = hex(bytes);
        var slice =
                Bytes.concat(Bytes.of(0xff, 0xff), input, Bytes.of(0)).slice(2, 2 + input.size());
        for (var each : List.of(input, slice)) {
            assertThatRefuses(() -> DagCbor.decode(each))
                    .hasWhat(what)
                    .hasFound(found)
                    .hasOffset(offset);
        }
    }

    private static void json(String text, String what, String found, int offset) {
        assertThatRefuses(() -> DagJson.decode(Bytes.utf8(text)))
                .hasWhat(what)
                .hasFound(found)
                .hasOffset(offset);
    }

    private static Bytes hex(String bytes) throws MalformedException {
        return Bytes.fromHex(bytes.replace(" ", ""));
    }
}
