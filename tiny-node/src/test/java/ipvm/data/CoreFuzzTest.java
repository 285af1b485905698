package ipvm.data;

import static org.assertj.core.api.Assertions.assertThat;

import ipvm.testkit.Fuzz;
import ipvm.testkit.RandomIpld;
import ipvm.testkit.Seeds;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Damaged inputs for every decoder of the core; a strict one must write an accepted input again.
class CoreFuzzTest {

    private static final RandomIpld VALUES = new RandomIpld(Seeds.random(1));
    private static final List<Bytes> CBOR = fixtures("dag-cbor");
    private static final List<Bytes> JSON = fixtures("dag-json");

    @Test
    void survivesDamagedDagCbor() throws Exception {
        Fuzz.of("DAG-CBOR", CBOR, DagCbor::decode)
                .holding((input, value) -> assertThat(DagCbor.encode(value)).isEqualTo(input))
                .run();
    }

    @Test
    void survivesDamagedDagJson() throws Exception {
        Fuzz.of("DAG-JSON", JSON, DagJson::decode)
                .holding((input, value) -> assertThat(DagJson.encode(value)).isEqualTo(input))
                .run();
    }

    @Test
    void survivesDamagedRelaxedDagJson() throws Exception {
        Fuzz.of("relaxed DAG-JSON", JSON, input -> DagJson.read(input, Limits.DEFAULT))
                .holding((input, value) -> requireSurvivesStrictly(value))
                .run();
    }

    @Test
    void survivesDamagedCids() throws Exception {
        Fuzz.of("CID", cids(Cid::encode), Cid::decode)
                .holding((input, cid) -> assertThat(cid.encode()).isEqualTo(input))
                .run();
    }

    @Test
    void survivesDamagedCidTexts() throws Exception {
        Fuzz.of("CID text", cidTexts(), input -> Cid.parse(latin1(input)))
                .holding((input, cid) -> assertThat(Cid.parse(cid.toString())).isEqualTo(cid))
                .run();
    }

    @Test
    void survivesDamagedMultibase() throws Exception {
        Fuzz.of("multibase", cidTexts(), input -> Multibase.decode(latin1(input)))
                .holding((input, bytes) -> requireSameText(latin1(input), bytes))
                .run();
    }

    @Test
    void survivesDamagedMultihashes() throws Exception {
        Fuzz.of("multihash", cids(cid -> cid.hash().encode()), Multihash::decode)
                .holding((input, hash) -> assertThat(hash.encode()).isEqualTo(input))
                .run();
    }

    @Test
    void survivesDamagedHex() throws Exception {
        var texts = cids(cid -> Bytes.utf8(cid.encode().hex()));
        Fuzz.of("hex", texts, input -> Bytes.fromHex(latin1(input)))
                .holding((input, bytes) ->
                        assertThat(bytes.hex()).isEqualToIgnoringCase(latin1(input)))
                .run();
    }

    /// What a person may write has a canonical form, or was refused.
    private static void requireSurvivesStrictly(Ipld value) throws MalformedException {
        assertThat(DagCbor.decode(DagCbor.encode(value))).isEqualTo(value);
        assertThat(DagJson.decode(DagJson.encode(value))).isEqualTo(value);
    }

    private static void requireSameText(String text, Bytes bytes) throws MalformedException {
        assertThat(Multibase.of(text).encode(bytes)).isEqualToIgnoringCase(text);
    }

    private static List<Bytes> fixtures(String codec) {
        return Vectors.fixtures(codec).stream().map(Vectors.Fixture::data).toList();
    }

    private static List<Bytes> cids(Function<Cid, Bytes> form) {
        return Stream.generate(VALUES::cid).limit(100).map(form).toList();
    }

    private static List<Bytes> cidTexts() {
        return cids(cid -> {
            var bases = Multibase.values();
            return Bytes.utf8(cid.toV1().text(bases[cid.hashCode() & 7]));
        });
    }

    private static String latin1(Bytes input) {
        return new String(input.toArray(), StandardCharsets.ISO_8859_1);
    }
}
