package ipvm.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ipvm.testkit.Tally;
import java.math.BigInteger;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The strictness cases of dasl-testing that speak of DAG-CBOR or of every profile.
class DaslVectorsTest {

    private static final List<String> FILES =
            List.of(
                    "cid",
                    "concat",
                    "floats",
                    "indefinite",
                    "integer_range",
                    "map_keys",
                    "numeric_reduction",
                    "short_form",
                    "simple",
                    "tags",
                    "utf8");

    /// One case; its name says what is being tried.
    private record Case(String name, String type, List<String> tags, Bytes data) {}

    @Test
    void treatsEveryCaseAsItsTypeSays() throws Exception {
        var cases = cases().filter(DaslVectorsTest::concernsUs).toList();
        Tally.all("DASL", 85, cases, DaslVectorsTest::check);
    }

    private static void check(Case published) throws MalformedException {
        switch (published.type()) {
            case "roundtrip" ->
                    assertThat(DagCbor.encode(DagCbor.decode(published.data())))
                            .isEqualTo(published.data());
            case "invalid_in" -> requireRefused(published.data());
            case "invalid_out" -> requireUnwritable(published);
            default -> throw new IllegalArgumentException(published.type());
        }
    }

    private static void requireRefused(Bytes data) {
        assertThatThrownBy(() -> DagCbor.decode(data)).isInstanceOf(MalformedException.class);
    }

    /// No value of ours stands for it: its constructor refuses, or no type can hold it.
    private static void requireUnwritable(Case published) {
        requireRefused(published.data());
        switch (published.data().hex()) {
            case "f97e00" -> requireNoFloat(Double.NaN);
            case "f97c00" -> requireNoFloat(Double.POSITIVE_INFINITY);
            case "f9fc00" -> requireNoFloat(Double.NEGATIVE_INFINITY);
            case "fb8000000000000000" ->
                    assertThat(DagCbor.encode(Ipld.of(-0.0)).hex()).isEqualTo("fb0000000000000000");
            case "c249010000000000000000" ->
                    assertThat(Ipld.Int.of(BigInteger.ONE.shiftLeft(64))).isEmpty();
            case "a10000" ->
                    assertThat(Ipld.Entry.class.getRecordComponents()[0].getType())
                            .isEqualTo(String.class);
            default ->
                    // Undefined, simple values and foreign tags: there is no tenth kind.
                    assertThat(Ipld.class.getPermittedSubclasses())
                            .containsExactlyInAnyOrder(
                                    Ipld.Null.class,
                                    Ipld.Bool.class,
                                    Ipld.Int.class,
                                    Ipld.Float64.class,
                                    Ipld.Text.class,
                                    Ipld.Binary.class,
                                    Ipld.List.class,
                                    Ipld.Map.class,
                                    Ipld.Link.class);
        }
    }

    private static void requireNoFloat(double value) {
        assertThatIllegalArgumentException().isThrownBy(() -> Ipld.of(value));
    }

    private static boolean concernsUs(Case published) {
        return published.tags().contains("dag-cbor") || published.tags().contains("basic");
    }

    private static Stream<Case> cases() {
        return FILES.stream()
                .flatMap(file -> Vectors.json("ipld/dag-cbor-dasl/" + file + ".json").valueStream())
                .map(node ->
                        new Case(
                                node.get("name").asText(),
                                node.get("type").asText(),
                                node.get("tags").valueStream().map(t -> t.asText()).toList(),
                                hex(node.get("data").asText())));
    }

    private static Bytes hex(String text) {
        return Bytes.wrap(java.util.HexFormat.of().parseHex(text));
    }
}
