package ipvm.data;

import static ipvm.testkit.Malformed.assertThatRefuses;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import ipvm.testkit.RandomIpld;
import ipvm.testkit.Seeds;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class CidTest {

    private static final String V0 = "QmbWqxBEKC3P8tqsKc98xmWNzrzDtRLMiMPL8wBuTGsMnR";
    private static final String V1 = "bafybeigdyrzt5sfp7udm7hu76uh7y26nf3efuylqabf3oclgtqy55fbzdi";
    private static final Bytes CONTENT = Bytes.utf8("hello");

    @Test
    void namesOneContentInBothVersions() throws Exception {
        var v0 = Cid.parse(V0);
        var v1 = Cid.parse(V1);

        assertThat(v0.version()).isZero();
        assertThat(v0.codec()).isEqualTo(Codec.DAG_PB);
        assertThat(v0.toString()).isEqualTo(V0);
        assertThat(v1.version()).isEqualTo(1);
        assertThat(v1.toString()).isEqualTo(V1);
        assertThat(v0).isNotEqualTo(v1);
        assertThat(v0.toV1()).isEqualTo(v1);
        assertThat(v1.toV1()).isSameAs(v1);
        assertThat(v0.encode()).isEqualTo(v1.encode().from(2));
    }

    @Test
    void namesContentBySha256AsEveryPeerDoes() throws Exception {
        assertThat(Cid.of(Codec.RAW, CONTENT))
                .hasToString("bafkreibm6jg3ux5qumhcn2b3flc3tyu6dmlb4xa7u5bf44yegnrjhc4yeq");
        assertThat(Cid.parse("bafkqaaa"))
                .isEqualTo(Cid.of(Codec.RAW, HashFunction.IDENTITY, Bytes.EMPTY));
    }

    @Test
    void readsItselfInEveryBase() throws Exception {
        Seeds.forEach(
                500,
                random -> {
                    var cid = new RandomIpld(random).cid();
                    assertThat(Cid.decode(cid.encode())).isEqualTo(cid);
                    assertThat(Cid.parse(cid.toString())).isEqualTo(cid);
                    for (var base : Multibase.values()) {
                        assertThat(Cid.parse(cid.toV1().text(base))).isEqualTo(cid.toV1());
                    }
                });
    }

    @Test
    void readsThePublishedNamesOfTheFixtures() {
        for (var codec : java.util.List.of("dag-cbor", "dag-json", "dag-pb")) {
            for (var fixture : Vectors.fixtures(codec)) {
                assertThat(Cid.of(fixture.cid().codec(), fixture.data())).isEqualTo(fixture.cid());
            }
        }
    }

    @Test
    void saysWhetherItNamesAContent() throws Exception {
        var cid = Cid.of(Codec.RAW, CONTENT);

        assertThat(cid.names(CONTENT)).isTrue();
        assertThat(cid.names(Bytes.utf8("hullo"))).isFalse();
        assertThat(Block.verified(cid, CONTENT)).isEqualTo(Block.of(Codec.RAW, CONTENT));
        assertThatRefuses(() -> Block.verified(cid, Bytes.EMPTY))
                .hasWhat("content of " + cid)
                .hasFound("bytes with another hash");
    }

    @Test
    void readsOneNameAndLeavesWhatFollows() throws Exception {
        var cid = Cid.of(Codec.RAW, CONTENT);
        var in = new Cursor(Bytes.concat(cid.encode(), Bytes.of(7)));

        assertThat(Cid.read(in)).isEqualTo(cid);
        assertThat(in.remaining()).isEqualTo(1);
    }

    @Test
    void comparesInBinary() throws Exception {
        var first = Cid.of(Codec.RAW, HashFunction.IDENTITY, Bytes.of(1));
        var second = Cid.of(Codec.RAW, HashFunction.IDENTITY, Bytes.of(0x80));
        var third = Cid.of(Codec.DAG_PB, HashFunction.IDENTITY, Bytes.EMPTY);

        assertThat(first).isLessThan(second).isEqualByComparingTo(Cid.parse(first.toString()));
        assertThat(second).isLessThan(third);
    }

    @Test
    void refusesTruncationAtEveryByte() {
        var whole = Cid.of(Codec.RAW, CONTENT).encode();
        for (int size = 0; size < whole.size(); size++) {
            var cut = whole.slice(0, size);
            assertThatRefuses(() -> Cid.decode(cut)).hasOffset(Math.min(size, 4));
        }
        var v0 = Cid.of(Codec.DAG_PB, CONTENT).hash().encode();
        for (int size = 1; size < v0.size(); size++) {
            var cut = v0.slice(0, size);
            assertThatRefuses(() -> Cid.decode(cut)).hasOffset(Math.min(size, 2));
        }
    }

    @Test
    void refusesWhatFollows() {
        var cid = Cid.of(Codec.RAW, CONTENT).encode();
        assertThatRefuses(() -> Cid.decode(Bytes.concat(cid, Bytes.of(0))))
                .hasWhat("end of CID")
                .hasFound("1 more bytes")
                .hasOffset(36);
    }

    @Test
    void refusesVersionsThatDoNotExist() {
        assertThatRefuses(() -> decode("00550000")).hasWhat("CID version").hasFound("0");
        assertThatRefuses(() -> decode("02550000")).hasWhat("CID version").hasFound("2");
        assertThatRefuses(() -> decode("81005500")).hasFound("leading zeros").hasOffset(0);
        assertThatRefuses(() -> decode("121f" + "00".repeat(31)))
                .hasWhat("digest length of a version 0 CID")
                .hasFound("31");
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> new Cid(2, Codec.RAW, Multihash.of(HashFunction.IDENTITY, CONTENT)))
                .withMessage("no CID has version 2 and codec raw");
    }

    @Test
    void keepsVersion0ForWhatItCanName() {
        var sha256 = Multihash.of(HashFunction.SHA2_256, CONTENT);
        var short256 = new Multihash(0x12, sha256.digest().slice(0, 31));
        var sha3 = Multihash.of(HashFunction.SHA3_256, CONTENT);

        assertThat(new Cid(0, Codec.DAG_PB, sha256).encode().size()).isEqualTo(34);
        refusesVersion0(Codec.RAW, sha256);
        refusesVersion0(Codec.DAG_PB, short256);
        refusesVersion0(Codec.DAG_PB, sha3);
    }

    @Test
    void refusesTextsThatAreNoNames() throws Exception {
        assertThatRefuses(() -> Cid.parse("")).hasWhat("multibase prefix").hasFound("empty text");
        assertThatRefuses(() -> Cid.parse("Qm")).hasWhat("multibase prefix").hasFound("'Q'");
        assertThatRefuses(() -> Cid.parse("Qm" + "0".repeat(44)))
                .hasWhat("base58 symbol")
                .hasOffset(2);
        assertThatRefuses(() -> Cid.parse(V1 + "a")).hasWhat("base32");
        assertThatRefuses(() -> Cid.parse(V1.substring(0, 25))).hasWhat("digest");
        assertThatRefuses(() -> Cid.parse("z" + V0)).hasWhat("version 0").hasFound(V0);
        assertThatRefuses(() -> Cid.parse(Multibase.BASE16.encode(Cid.parse(V0).encode())))
                .hasWhat("version 0");
    }

    @Test
    void quotesNoMoreThanTheBeginningOfALongText() {
        var text = "f01" + "80".repeat(10_000);
        assertThatRefuses(() -> Cid.parse(text)).hasFound("varint").hasWhat("CID f018080");
        var refusal = org.assertj.core.api.Assertions.catchThrowable(() -> Cid.parse(text));
        assertThat(refusal.getMessage()).hasSizeLessThan(300);
    }

    @Test
    void describesCodecsAsAPersonWould() {
        assertThat(Codec.describe(Codec.RAW)).isEqualTo("raw");
        assertThat(Codec.describe(Codec.DAG_PB)).isEqualTo("dag-pb");
        assertThat(Codec.describe(Codec.DAG_CBOR)).isEqualTo("dag-cbor");
        assertThat(Codec.describe(Codec.LIBP2P_KEY)).isEqualTo("libp2p-key");
        assertThat(Codec.describe(Codec.DAG_JSON)).isEqualTo("dag-json");
        assertThat(Codec.describe(0x1_0000_0055L)).isEqualTo("0x100000055");
        assertThat(Codec.describe(Long.MAX_VALUE)).isEqualTo("0x7fffffffffffffff");
    }

    private static void refusesVersion0(long codec, Multihash hash) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Cid(0, codec, hash))
                .withMessageContaining("no CID has version 0");
    }

    private static Cid decode(String hex) throws MalformedException {
        return Cid.decode(Bytes.wrap(HexFormat.of().parseHex(hex)));
    }
}
