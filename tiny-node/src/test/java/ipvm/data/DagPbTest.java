package ipvm.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import ipvm.testkit.Fuzz;
import ipvm.testkit.Seeds;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class DagPbTest {

    private static final Bytes IDENTITY = hex("01550005 0001020304");

    @Test
    void readsAndWritesEveryFixtureUnderItsName() throws Exception {
        var fixtures = Vectors.fixtures("dag-pb");
        for (var fixture : fixtures) {
            assertThat(Block.of(Codec.DAG_PB, fixture.data()).cid()).isEqualTo(fixture.cid());
            assertThat(DagPb.encode(DagPb.decode(fixture.data())))
                    .as(fixture.toString())
                    .isEqualTo(fixture.data());
        }
        assertThat(fixtures).hasSize(17);
    }

    @Test
    void saysTheSameAsTheOtherCodecsOfEachFixture() throws Exception {
        var others = new HashMap<String, Ipld>();
        for (var fixture : Vectors.fixtures("dag-cbor")) {
            others.put("cbor " + fixture.name(), DagCbor.decode(fixture.data()));
        }
        for (var fixture : Vectors.fixtures("dag-json")) {
            others.put("json " + fixture.name(), DagJson.decode(fixture.data()));
        }
        for (var fixture : Vectors.fixtures("dag-pb")) {
            var value = DagPb.decode(fixture.data());
            assertThat(others.get("cbor " + fixture.name())).isEqualTo(value);
            assertThat(others.get("json " + fixture.name())).isEqualTo(value);
        }
    }

    static Stream<JsonNode> edges() {
        return Vectors.json("ipld/negative/dag-pb/decode/edges.json").valueStream();
    }

    @ParameterizedTest
    @MethodSource("edges")
    void refusesTheBytesThatNoNodeHas(JsonNode edge) {
        assertThatThrownBy(() -> DagPb.decode(Bytes.fromHex(edge.get("hex").textValue())))
                .isInstanceOf(MalformedException.class)
                .hasMessageContaining(
                        edge.get("error").textValue().contains("Hash")
                                ? "Hash"
                                : "dag-pb Links in one run")
                .satisfies(e -> assertThat(((MalformedException) e).offset()).isNotNegative());
    }

    static Stream<JsonNode> forms() {
        return Stream.of("invalid-forms", "basic-datamodel-kinds")
                .flatMap(name ->
                        Vectors.json("ipld/negative/dag-pb/encode/" + name + ".json")
                                .valueStream());
    }

    @ParameterizedTest
    @MethodSource("forms")
    void refusesTheValuesThatNoNodeHas(JsonNode form) {
        assertThatThrownBy(() -> DagPb.encode(Vectors.ipld(form.get("dag-json"))))
                .isInstanceOf(MalformedException.class)
                .hasMessageStartingWith("dag-pb ");
    }

    @Test
    void hasAllNegativeVectors() {
        assertThat(edges()).hasSize(9);
        assertThat(forms()).hasSize(78);
    }

    @ParameterizedTest
    @CsvSource(
            textBlock =
                    """
                    0a 02 01,                     dag-pb Data, 1 of 2 bytes, 2
                    0a ffffffffffffffff7f,        dag-pb Data, 0 of 9223372036854775807 bytes, 10
                    0a ffffffffffffffffff01,      length of dag-pb Data, a varint of more than 9 bytes, 1
                    0a 8100 01,                   length of dag-pb Data, a varint with leading zeros, 1
                    8a00 01 01,                   dag-pb field, a varint with leading zeros, 0
                    0a00 0a00,                    dag-pb one Data, field 1 of wire type 2, 2
                    08 01,                        dag-pb Links or Data, field 1 of wire type 0, 0
                    1a 00,                        dag-pb Links or Data, field 3 of wire type 2, 0
                    f8ffffffff01 00,              dag-pb Links or Data, field 268435455 of wire type 7, 0
                    12 04 0a02 0155,              link 0: Hash: hash function, the end, 6
                    12 0d 0a09@ 1a00,             'link 0: dag-pb Hash, Name and Tsize in this order', field 3 of wire type 2, 13
                    12 0f 0a09@ 1800 1200,        'link 0: dag-pb Hash, Name and Tsize in this order', field 2 of wire type 2, 15
                    12 16 0a09@ 0a09@,            'link 0: dag-pb Hash, Name and Tsize in this order', field 1 of wire type 2, 13
                    12 0f 0a09@ 1200 1200,        'link 0: dag-pb Hash, Name and Tsize in this order', field 2 of wire type 2, 15
                    12 0f 0a09@ 1800 1800,        'link 0: dag-pb Hash, Name and Tsize in this order', field 3 of wire type 0, 15
                    12 0d 1200 0a09@,             link 0: dag-pb Hash, field 2 of wire type 2, 2
                    12 0e 0a09@ 1201ff,           link 0: Name: UTF-8 text, byte 0xff, 15
                    12 15 0a09@ 18ffffffffffffffffff01, link 0: dag-pb Tsize, a varint of more than 9 bytes, 14
                    """)
    void refusesWhatProtobufWouldLetPass(String hex, String what, String found, long offset) {
        var input = hex(hex.replace("@", IDENTITY.hex()));
        assertThatThrownBy(() -> DagPb.decode(input))
                .isInstanceOf(MalformedException.class)
                .hasMessage(what + ": found " + found + " at byte " + offset);
    }

    private static Bytes hex(String digits) {
        try {
            return Bytes.fromHex(digits.replace(" ", ""));
        } catch (MalformedException e) {
            throw new IllegalArgumentException(e);
        }
    }

    @Test
    void readsDataBeforeLinksButWritesItBehind() throws Exception {
        var link = "120b0a09" + IDENTITY.hex();
        var node = DagPb.decode(hex("0a03010203" + link));
        assertThat(DagPb.encode(node).hex()).isEqualTo(link + "0a03010203");
    }

    @Test
    void keepsTheOrderOfUnsortedLinksAndRefusesToWriteIt() throws Exception {
        var b = "120e0a09" + IDENTITY.hex() + "120162";
        var a = "120e0a09" + IDENTITY.hex() + "120161";
        var node = DagPb.decode(hex(b + a));
        assertThat(PbNode.decode(hex(b + a), Limits.DEFAULT).links())
                .extracting(PbLink::nameOrEmpty)
                .containsExactly("b", "a");
        assertThatThrownBy(() -> DagPb.encode(node))
                .hasMessage("dag-pb Links sorted by Name: found 'a' after 'b'");
    }

    @Test
    void sortsNamesByTheirBytesNotByTheirCharacters() throws Exception {
        var link = Ipld.of(Cid.decode(IDENTITY));
        var plane0 = Ipld.map("Hash", link, "Name", Ipld.of("\uFF5E"));
        var plane1 = Ipld.map("Hash", link, "Name", Ipld.of("\uD83D\uDE00"));
        var sorted = Ipld.map("Links", Ipld.list(plane0, plane1));
        assertThat(DagPb.decode(DagPb.encode(sorted))).isEqualTo(sorted);
        assertThatThrownBy(() -> DagPb.encode(Ipld.map("Links", Ipld.list(plane1, plane0))))
                .hasMessageContaining("sorted by Name");
    }

    @Test
    void refusesASizeThatIsNone() throws Exception {
        var link = Ipld.of(Cid.decode(IDENTITY));
        for (var size : List.of(new Ipld.Int(false, -1), Ipld.Int.of(-1))) {
            var node = Ipld.map("Links", Ipld.list(Ipld.map("Hash", link, "Tsize", size)));
            assertThatThrownBy(() -> DagPb.encode(node))
                    .hasMessage("dag-pb Tsize as an int from 0 to 2^63-1: found " + size);
        }
    }

    @Test
    void holdsItsLimits() throws Exception {
        var link = "120e0a09" + IDENTITY.hex() + "120161";
        var two = hex(link + link);
        assertThat(DagPb.decode(two, new Limits(1, 2, 1, two.size()))).isNotNull();
        assertThatThrownBy(() -> DagPb.decode(two, new Limits(1, 1, 1, two.size())))
                .hasMessage("dag-pb at most 1 Links: found field 2 of wire type 2 at byte 16");
        assertThatThrownBy(() -> DagPb.decode(two, new Limits(1, 2, 1, two.size() - 1)))
                .hasMessage("dag-pb block of at most 31 bytes: found 32 bytes at byte 0");
        assertThatThrownBy(() ->
                        DagPb.decode(
                                hex(link.replace("120e", "120f").replace("120161", "12026161")),
                                new Limits(1, 2, 1, 99)))
                .hasMessage("link 0: dag-pb Name of at most 1 bytes: found 2 bytes at byte 15");
    }

    @Test
    void bringsRandomNodesBackAsTheyWere() throws Exception {
        Seeds.forEach(
                2_000,
                random -> {
                    var node = node(random);
                    var encoded = node.encode();
                    assertThat(PbNode.decode(encoded, Limits.DEFAULT)).isEqualTo(node);
                    assertThat(DagPb.encode(DagPb.decode(encoded))).isEqualTo(encoded);
                });
    }

    private static PbNode node(RandomGenerator random) {
        var links = new ArrayList<PbLink>();
        for (int i = random.nextInt(6); i > 0; i--) {
            links.add(link(random));
        }
        links.sort(Comparator.comparing(PbLink::nameOrEmpty, Keys.BYTEWISE));
        return new PbNode(
                links, random.nextBoolean() ? Optional.of(bytes(random)) : Optional.empty());
    }

    private static PbLink link(RandomGenerator random) {
        var cid = Cid.of(random.nextBoolean() ? Codec.RAW : Codec.DAG_PB, bytes(random));
        return new PbLink(
                random.nextBoolean() || cid.codec() == Codec.RAW
                        ? cid
                        : new Cid(0, cid.codec(), cid.hash()),
                random.nextBoolean()
                        ? Optional.of("n\u00e4".substring(random.nextInt(3)) + random.nextInt(3))
                        : Optional.empty(),
                random.nextBoolean()
                        ? OptionalLong.of(random.nextLong() >>> (1 + random.nextInt(63)))
                        : OptionalLong.empty());
    }

    private static Bytes bytes(RandomGenerator random) {
        var bytes = new byte[random.nextInt(300)];
        random.nextBytes(bytes);
        return Bytes.wrap(bytes);
    }

    @Test
    void survivesMutationOfItsFixtures() throws Exception {
        var good = Vectors.fixtures("dag-pb").stream().map(Vectors.Fixture::data).toList();
        Fuzz.of("dag-pb", good, input -> PbNode.decode(input, Limits.DEFAULT))
                .holding((input, node) -> assertThat(written(input, node)).isEqualTo(input))
                .run();
        Fuzz.run("dag-pb to value", good, DagPb::decode);
    }

    /// What was read with its data in front is written with its links in front.
    private static Bytes written(Bytes input, PbNode node) {
        var encoded = node.encode();
        boolean dataFirst = !input.isEmpty() && input.at(0) == PbNode.KEY_DATA;
        return dataFirst && !node.links().isEmpty() ? swapped(encoded, node) : encoded;
    }

    private static Bytes swapped(Bytes encoded, PbNode node) {
        int links = new PbNode(node.links(), Optional.empty()).encode().size();
        return Bytes.concat(encoded.from(links), encoded.slice(0, links));
    }
}
