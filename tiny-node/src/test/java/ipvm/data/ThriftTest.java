package ipvm.data;

import static org.assertj.core.api.Assertions.assertThat;

import ipvm.testkit.Allocation;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Large documents made of the smallest things, which cost a decoder the most for each byte.
class ThriftTest {

    /// Just beyond a power of two, where arrays that grow have grown the most.
    private static final int COPIES = 16_500;

    private static final int BYTES_PER_BYTE_MAX = 64;
    private static final int BYTES_MAX = 64 << 10;

    private static final List<String> JSON_ITEMS =
            List.of(
                    "0",
                    "-1",
                    "18",
                    "256",
                    "18446744073709551615",
                    "-18446744073709551616",
                    "null",
                    "true",
                    "\"\"",
                    "\"a\"",
                    "\"\u00e9\"",
                    "\"\u4e2d\"",
                    "\"\ufffd\"",
                    "\"\ud83d\ude00\"",
                    "[]",
                    "[0]",
                    "[0,0]",
                    "[0,0,0]",
                    "[[]]",
                    "[[0]]",
                    "{}",
                    "{\"\":0}",
                    "{\"\":\"\"}",
                    "{\"\":{}}",
                    "{\"\":{\"\":0}}",
                    "{\"\":0,\"a\":0}",
                    "{\"a\":0,\"b\":0,\"c\":0}",
                    "{\"/\":0,\"a\":0}",
                    "{\"/\":\"bafkqaaa\"}",
                    "{\"/\":\"QmdfTbBqBPQ7VNxZEYEj14VmRuZBkqFbiwReogJgS1zR1n\"}",
                    "{\"/\":{\"bytes\":\"\"}}",
                    "{\"/\":{\"bytes\":\"AA\"}}",
                    "0.0",
                    "1.5",
                    "0.1",
                    "0.0001",
                    "10000000.0",
                    "1e-7",
                    "1e+21",
                    "1e+100",
                    "1e+308",
                    "1e-323",
                    "5e-324");

    private static final List<String> JSON_ESCAPES =
            List.of(
                    "\\n",
                    "\\\"",
                    "\\u0000",
                    "a\\n",
                    "\\n\u00e9",
                    "\u4e2d\\n",
                    "\\n\ud83d\ude00",
                    "\ufffd\\n");

    @Test
    void readsDenseDagCborWithin64BytesForEachByte() throws Exception {
        var item =
                List.of(
                        "00",
                        "17",
                        "1818",
                        "20",
                        "40",
                        "60",
                        "6161",
                        "80",
                        "a0",
                        "8100",
                        "8180",
                        "818100",
                        "8282000000",
                        "a16000",
                        "a16060",
                        "a160a0",
                        "a160a16000",
                        "f6",
                        "fb3ff8000000000000",
                        "d82a450001550000",
                        "4100",
                        "8160",
                        "a26000616100",
                        "841818181818181818",
                        "64f09f9880",
                        "62c3a9");
        for (var hex : item) {
            var one = HexFormat.of().parseHex(hex);
            var count = HexFormat.of().parseHex("994074");
            var dense = Bytes.concat(Bytes.wrap(count), repeated(one));
            requireThrift("[" + hex + " ...]", dense, DagCbor::decode);
        }
    }

    @Test
    void readsDenseDagJsonWithin64BytesForEachByte() throws Exception {
        for (var item : JSON_ITEMS) {
            requireThrift(listOf(item));
        }
    }

    @Test
    void readsFloatsOfAllLengthsWithin64BytesForEachByte() throws Exception {
        var digits = "12345678901234567";
        for (int size = 2; size <= digits.length(); size += 5) {
            var fraction = digits.charAt(0) + "." + digits.substring(1, size);
            for (var power : List.of("", "e-7", "e-99", "e-307", "e+21", "e+99", "e+307")) {
                requireThrift(listOf("-" + JsonNumber.text(Double.parseDouble(fraction + power))));
            }
        }
    }

    /// Only the relaxed reader takes them, and not all of them are finite.
    @Test
    void readsFloatsThatAreNotCanonicalWithin64BytesForEachByte() throws Exception {
        for (var number :
                List.of(
                        "1e9",
                        "9E9",
                        "1e99",
                        "9e-99",
                        "1e308",
                        "5e-324",
                        "-0",
                        "-0.0",
                        "0e0",
                        "1e-999",
                        "12345678901234567890e-330",
                        "17976931348623157081e289",
                        "2." + "2".repeat(800) + "e-308")) {
            requireRelaxedThrift(listOf(number));
        }
    }

    @Test
    void readsTextOfEscapesWithin64BytesForEachByte() throws Exception {
        for (var text : JSON_ESCAPES) {
            requireThrift(Bytes.utf8("\"" + text.repeat(COPIES) + "\""));
            requireThrift(listOf("\"" + text + "\""));
            requireThrift(listOf("{\"" + text + "\":0}"));
        }
        requireRelaxedThrift(Bytes.utf8("\"" + "\\u0041".repeat(COPIES) + "\""));
        requireRelaxedThrift(Bytes.utf8("\"" + "\\ud83d\\ude00".repeat(COPIES) + "\""));
    }

    @Test
    void readsDeepDagJsonWithin64BytesForEachByte() throws Exception {
        int depth = Limits.DEFAULT.depthMax() - 1;
        requireThrift(listOf("[".repeat(depth) + "]".repeat(depth)));
        requireThrift(listOf("{\"\":".repeat(depth) + "0" + "}".repeat(depth)));
        requireThrift(listOf("[{\"\":".repeat(depth / 2) + "0" + "}]".repeat(depth / 2)));
    }

    @Test
    void readsMapsOfManyKeysWithinTheBoundOfTheirCodec() throws Exception {
        var cbor = new StringBuilder("b94074");
        var json = new StringBuilder("{");
        for (int key = 0; key < COPIES; key++) {
            var four = String.format("%04x", key);
            cbor.append("64")
                    .append(HexFormat.of().formatHex(Bytes.utf8(four).toArray()))
                    .append("00");
            json.append(key == 0 ? "" : ",").append('"').append(four).append("\":0");
        }
        requireThrift("{....:0}", Bytes.fromHex(cbor.toString()), DagCbor::decode);
        requireThrift(Bytes.utf8(json.append('}').toString()));
    }

    @Test
    void readsKeysInAnyOrderWithin64BytesForEachByte() throws Exception {
        var backwards = new StringBuilder("{");
        for (int key = COPIES; key > 0; key--) {
            backwards.append('"').append(Integer.toString(key, 36)).append("\":0,");
        }
        requireRelaxedThrift(Bytes.utf8(backwards.append("\"\":0}").toString()));
        requireRelaxedThrift(listOf("{\"a\":0,\"\":0}"));
    }

    private static Bytes listOf(String item) {
        int copies = Math.max(COPIES / item.length(), 1_000);
        return Bytes.utf8("[" + (item + ",").repeat(copies - 1) + item + "]");
    }

    private static void requireThrift(Bytes json) throws MalformedException {
        requireThrift("strict " + shown(json), json, DagJson::decode);
        requireRelaxedThrift(json);
    }

    private static void requireRelaxedThrift(Bytes json) throws MalformedException {
        var what = "relaxed " + shown(json);
        requireThrift(what, json, input -> DagJson.read(input, Limits.DEFAULT));
    }

    private static String shown(Bytes json) {
        return new String(json.slice(0, 60).toArray(), StandardCharsets.UTF_8);
    }

    private interface Decoder {
        Ipld decode(Bytes input) throws MalformedException;
    }

    private static void requireThrift(String what, Bytes input, Decoder decoder)
            throws MalformedException {
        var first = decoder.decode(input);
        long before = Allocation.soFar();
        var second = decoder.decode(input);
        long used = Allocation.soFar() - before;
        assertThat(second).isEqualTo(first);
        assertThat(used).as(what).isLessThan(BYTES_MAX + (long) BYTES_PER_BYTE_MAX * input.size());
    }

    private static Bytes repeated(byte[] item) {
        var all = new byte[item.length * COPIES];
        for (int i = 0; i < all.length; i++) {
            all[i] = item[i % item.length];
        }
        return Bytes.wrap(all);
    }
}
