package ipvm.data;

import static org.assertj.core.api.Assertions.assertThat;

import ipvm.testkit.RandomIpld;
import ipvm.testkit.Seeds;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Random values through both codecs and across them.
class RoundTripTest {

    private static final int VALUES = 10_000;

    /// Written without a look at the code under test: arrays of UTF-8, compared as the texts say.
    private static final Comparator<String> BYTEWISE =
            Comparator.comparing(RoundTripTest::utf8, Arrays::compareUnsigned);

    private static final Comparator<String> LENGTH_FIRST =
            Comparator.<String>comparingInt(key -> utf8(key).length).thenComparing(BYTEWISE);

    @Test
    void returnsEveryValueThroughDagCbor() throws Exception {
        Seeds.forEach(
                VALUES,
                random -> {
                    var value = new RandomIpld(random).value();
                    var bytes = DagCbor.encode(value);
                    assertThat(DagCbor.decode(bytes)).isEqualTo(value);
                    assertThat(DagCbor.encode(DagCbor.decode(bytes))).isEqualTo(bytes);
                });
    }

    @Test
    void returnsEveryValueThroughDagJson() throws Exception {
        Seeds.forEach(
                VALUES,
                random -> {
                    var value = new RandomIpld(random).value();
                    var bytes = DagJson.encode(value);
                    assertThat(DagJson.decode(bytes)).isEqualTo(value);
                    assertThat(DagJson.read(bytes, Limits.DEFAULT)).isEqualTo(value);
                    assertThat(DagJson.encode(DagJson.decode(bytes))).isEqualTo(bytes);
                });
    }

    @Test
    void keepsEveryByteAcrossBothCodecs() throws Exception {
        Seeds.forEach(
                VALUES,
                random -> {
                    var cbor = DagCbor.encode(new RandomIpld(random).value());
                    var json = DagJson.encode(DagCbor.decode(cbor));
                    assertThat(DagCbor.encode(DagJson.decode(json))).isEqualTo(cbor);
                });
    }

    /// Arrays grow at some of these sizes.
    @Test
    void returnsListsAndMapsOfEverySize() throws Exception {
        for (int size = 0; size < 140; size++) {
            var items = new Ipld[size];
            var entries = new Ipld.Entry[size];
            for (int i = 0; i < size; i++) {
                items[i] = Ipld.of(i);
                entries[i] = new Ipld.Entry("key " + i, Ipld.of(i));
            }
            var value = Ipld.list(Ipld.list(items), new Ipld.Map(List.of(entries)));
            assertThat(DagCbor.decode(DagCbor.encode(value))).isEqualTo(value);
            assertThat(DagJson.decode(DagJson.encode(value))).isEqualTo(value);
        }
    }

    @Test
    void readsASliceOfALargerBlock() throws Exception {
        Seeds.forEach(
                500,
                random -> {
                    var value = new RandomIpld(random).value();
                    var cbor = DagCbor.encode(value);
                    var json = DagJson.encode(value);
                    var block = Bytes.concat(Bytes.of(0xff), cbor, json, Bytes.of(0xff));
                    int middle = 1 + cbor.size();
                    assertThat(DagCbor.decode(block.slice(1, middle))).isEqualTo(value);
                    assertThat(DagJson.decode(block.slice(middle, middle + json.size())))
                            .isEqualTo(value);
                });
    }

    @Test
    void ordersKeysAsTheirUtf8FormsAreOrdered() throws Exception {
        Seeds.forEach(
                5_000,
                random -> {
                    var values = new RandomIpld(random);
                    var left = values.text();
                    var right = random.nextBoolean() ? values.text() : left + values.text();
                    assertThat(Integer.signum(Keys.BYTEWISE.compare(left, right)))
                            .isEqualTo(Integer.signum(BYTEWISE.compare(left, right)));
                    assertThat(Integer.signum(Keys.LENGTH_FIRST.compare(left, right)))
                            .isEqualTo(Integer.signum(LENGTH_FIRST.compare(left, right)));
                    assertThat(Keys.utf8Size(left)).isEqualTo(utf8(left).length);
                });
    }

    @Test
    void writesTheKeysOfEachCodecInItsOwnOrder() throws Exception {
        var keys = List.of("b", "aa", "", "\ud83d\ude00", "\uffee", "a", "\u00e9", "zzzz");
        var map = new Ipld.Map(keys.stream().map(key -> new Ipld.Entry(key, Ipld.of(1))).toList());

        assertThat(map.entries().stream().map(Ipld.Entry::key))
                .containsExactlyElementsOf(keys.stream().sorted(LENGTH_FIRST).toList());
        assertThat(DagJson.text(map).replaceAll(":1|[{}\"]", "").split(",", -1))
                .containsExactlyElementsOf(keys.stream().sorted(BYTEWISE).toList());
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
