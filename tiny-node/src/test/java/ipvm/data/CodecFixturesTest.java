package ipvm.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import ipvm.testkit.Tally;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// The codec fixtures of IPLD: one value, two codecs, every byte and every name equal.
class CodecFixturesTest {

    private static final int FIXTURES = 128;

    @Test
    void readsAndWritesEveryDagCborFixture() throws Exception {
        Tally.all(
                "codec fixtures, DAG-CBOR",
                FIXTURES,
                Vectors.fixtures("dag-cbor"),
                fixture -> {
                    var value = DagCbor.decode(fixture.data());
                    assertThat(DagCbor.encode(value)).isEqualTo(fixture.data());
                    assertThat(DagCbor.block(value).cid()).isEqualTo(fixture.cid());
                });
    }

    @Test
    void readsAndWritesEveryDagJsonFixture() throws Exception {
        Tally.all(
                "codec fixtures, DAG-JSON",
                FIXTURES,
                Vectors.fixtures("dag-json"),
                fixture -> {
                    var value = DagJson.decode(fixture.data());
                    assertThat(DagJson.encode(value)).isEqualTo(fixture.data());
                    assertThat(Cid.of(Codec.DAG_JSON, fixture.data())).isEqualTo(fixture.cid());
                });
    }

    @Test
    void crossesFromDagCborToDagJson() throws Exception {
        var json = byName("dag-json");
        Tally.all(
                "codec fixtures, DAG-CBOR to DAG-JSON",
                FIXTURES,
                Vectors.fixtures("dag-cbor"),
                fixture ->
                        assertThat(DagJson.encode(DagCbor.decode(fixture.data())))
                                .isEqualTo(json.get(fixture.name())));
    }

    @Test
    void crossesFromDagJsonToDagCbor() throws Exception {
        var cbor = byName("dag-cbor");
        Tally.all(
                "codec fixtures, DAG-JSON to DAG-CBOR",
                FIXTURES,
                Vectors.fixtures("dag-json"),
                fixture ->
                        assertThat(DagCbor.encode(DagJson.decode(fixture.data())))
                                .isEqualTo(cbor.get(fixture.name())));
    }

    @Test
    void readsEveryDagJsonFixtureAsPeopleWriteItToo() throws Exception {
        Tally.all(
                "codec fixtures, relaxed DAG-JSON",
                FIXTURES,
                Vectors.fixtures("dag-json"),
                fixture ->
                        assertThat(DagJson.read(fixture.data(), Limits.DEFAULT))
                                .isEqualTo(DagJson.decode(fixture.data())));
    }

    @Test
    void refusesTheNegativeFixtureOfDagCbor() throws Exception {
        Tally.all(
                "negative fixtures, DAG-CBOR",
                1,
                cases("dag-cbor"),
                published ->
                        assertThatThrownBy(() -> DagCbor.decode(hex(published)))
                                .isInstanceOf(MalformedException.class)
                                .hasMessageContaining("'foo' twice"));
    }

    @Test
    void refusesTheNegativeFixtureOfDagJsonHoweverItIsRead() throws Exception {
        Tally.all(
                "negative fixtures, DAG-JSON",
                1,
                cases("dag-json"),
                published -> {
                    assertThatThrownBy(() -> DagJson.decode(hex(published)))
                            .isInstanceOf(MalformedException.class)
                            .hasMessageContaining("'foo' twice");
                    assertThatThrownBy(() -> DagJson.read(hex(published), Limits.DEFAULT))
                            .isInstanceOf(MalformedException.class)
                            .hasMessageContaining("'foo' twice");
                });
    }

    private static Map<String, Bytes> byName(String codec) {
        Function<Vectors.Fixture, Bytes> data = Vectors.Fixture::data;
        return Vectors.fixtures(codec).stream()
                .collect(Collectors.toMap(Vectors.Fixture::name, data));
    }

    private static List<JsonNode> cases(String codec) {
        return Vectors.json("ipld/negative/" + codec + "/decode/duplicate-keys.json")
                .valueStream()
                .toList();
    }

    private static Bytes hex(JsonNode published) throws MalformedException {
        return Bytes.fromHex(published.get("hex").textValue());
    }
}
