package ipvm.data;

import static org.assertj.core.api.Assertions.assertThat;

import ipvm.testkit.Allocation;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Large documents made of the smallest things, which cost a decoder the most for each byte.
class ThriftTest {

    private static final int COPIES = 40_000;
    private static final int CBOR_BYTES_MAX = 64;

    /// A float in strict DAG-JSON is written again to see that it was canonical, which costs most.
    private static final int JSON_BYTES_MAX = 640;

    private static final int BYTES_MAX = 64 << 10;

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
            var count = HexFormat.of().parseHex("999c40");
            var dense = Bytes.concat(Bytes.wrap(count), repeated(one));
            requireThrift("[" + hex + " ...]", dense, DagCbor::decode, CBOR_BYTES_MAX);
        }
    }

    @Test
    void readsDenseDagJsonWithin640BytesForEachByte() throws Exception {
        for (var item : jsonItems()) {
            var dense = Bytes.utf8("[" + (item + ",").repeat(COPIES - 1) + item + "]");
            requireThrift("[" + item + ",...]", dense, DagJson::decode, JSON_BYTES_MAX);
            requireThrift(
                    "[" + item + ",...]",
                    dense,
                    in -> DagJson.read(in, Limits.DEFAULT),
                    JSON_BYTES_MAX);
        }
    }

    @Test
    void readsTextOfEscapesWithin640BytesForEachByte() throws Exception {
        for (var escape : List.of("\\n", "\\\"", "\\u0000", "a\\n", "\\n\u00e9")) {
            var dense = Bytes.utf8("\"" + escape.repeat(COPIES) + "\"");
            requireThrift("\"" + escape + "...\"", dense, DagJson::decode, JSON_BYTES_MAX);
            requireThrift(
                    "\"" + escape + "...\"",
                    dense,
                    in -> DagJson.read(in, Limits.DEFAULT),
                    JSON_BYTES_MAX);
        }
    }

    @Test
    void readsMapsOfManyKeysWithinTheBoundOfTheirCodec() throws Exception {
        var cbor = new StringBuilder("b99c40");
        var json = new StringBuilder("{");
        for (int key = 0; key < COPIES; key++) {
            var four = String.format("%04x", key);
            cbor.append("64")
                    .append(HexFormat.of().formatHex(Bytes.utf8(four).toArray()))
                    .append("00");
            json.append(key == 0 ? "" : ",").append('"').append(four).append("\":0");
        }
        var sorted = Bytes.utf8(json.append('}').toString());
        requireThrift("{....:0}", Bytes.fromHex(cbor.toString()), DagCbor::decode, CBOR_BYTES_MAX);
        requireThrift("{....:0}", sorted, DagJson::decode, JSON_BYTES_MAX);
        requireThrift("{....:0}", sorted, in -> DagJson.read(in, Limits.DEFAULT), JSON_BYTES_MAX);
    }

    private static List<String> jsonItems() {
        return List.of(
                "0",
                "-1",
                "18",
                "\"\"",
                "\"a\"",
                "[]",
                "{}",
                "[0]",
                "[[]]",
                "[[0]]",
                "{\"\":0}",
                "{\"\":\"\"}",
                "{\"\":{\"\":0}}",
                "null",
                "1.5",
                "{\"/\":\"bafkqaaa\"}",
                "{\"/\":{\"bytes\":\"\"}}",
                "[0,0]",
                "{\"\":0,\"a\":0}",
                "\"\u00e9\"",
                "\"\ud83d\ude00\"",
                "1e+100",
                "5e-324",
                "18446744073709551615");
    }

    private interface Decoder {
        Ipld decode(Bytes input) throws MalformedException;
    }

    private static void requireThrift(
            String shape, Bytes input, Decoder decoder, int bytesPerByteMax)
            throws MalformedException {
        var first = decoder.decode(input);
        long before = Allocation.soFar();
        var second = decoder.decode(input);
        long used = Allocation.soFar() - before;
        assertThat(second).isEqualTo(first);
        assertThat(used).as(shape).isLessThan(BYTES_MAX + (long) bytesPerByteMax * input.size());
    }

    private static Bytes repeated(byte[] item) {
        var all = new byte[item.length * COPIES];
        for (int i = 0; i < all.length; i++) {
            all[i] = item[i % item.length];
        }
        return Bytes.wrap(all);
    }
}
