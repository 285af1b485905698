package ipvm.ucan;

import static ipvm.testkit.Malformed.assertThatRefuses;
import static ipvm.ucan.Cast.ALICE;
import static ipvm.ucan.Cast.BOB;
import static ipvm.ucan.Cast.aliceToDan;
import static ipvm.ucan.Cast.list;
import static org.assertj.core.api.Assertions.assertThat;

import ipvm.data.Bytes;
import ipvm.data.DagCbor;
import ipvm.data.Ipld;
import ipvm.data.MalformedException;
import ipvm.data.Multibase;
import ipvm.ucan.Container.Packing;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ContainerTest {

    private static final List<Bytes> TOKENS =
            aliceToDan().stream().map(Delegation::bytes).sorted().toList();

    private static Container raw(Ipld value) throws MalformedException {
        return Container.decode(Bytes.concat(Bytes.of(0x40), DagCbor.encode(value)));
    }

    private static Ipld tokens(int count) {
        return list(Collections.nCopies(count, Bytes.EMPTY).toArray());
    }

    @ParameterizedTest
    @EnumSource(Packing.class)
    void packsAndUnpacksInEveryWay(Packing packing) throws Exception {
        for (var tokens : List.of(TOKENS, List.<Bytes>of(), TOKENS.subList(0, 1))) {
            var container = new Container(tokens);
            var packed = container.encode(packing);

            assertThat(packed.at(0)).isEqualTo(packing.header());
            assertThat(Container.decode(packed)).isEqualTo(container);
        }
    }

    @Test
    void startsWithTheByteOfItsPacking() {
        assertThat(Packing.values())
                .extracting(Packing::header)
                .containsExactly(0x40, 0x42, 0x43, 0x4d, 0x4f, 0x50);
    }

    @Test
    void packsAsTheJdkReads() throws Exception {
        var cbor = DagCbor.encode(Ipld.map("ctn-v1", list(TOKENS.toArray())));
        var container = new Container(TOKENS);

        assertThat(container.encode(Packing.RAW).from(1)).isEqualTo(cbor);
        var padded = container.encode(Packing.BASE64).from(1).toArray();
        assertThat(Base64.getDecoder().decode(padded)).isEqualTo(cbor.toArray());
        var url = container.encode(Packing.BASE64_URL).from(1).toArray();
        assertThat(Base64.getUrlDecoder().decode(url)).isEqualTo(cbor.toArray());
        assertThat(new String(url, java.nio.charset.StandardCharsets.US_ASCII)).doesNotContain("=");
        try (var in =
                new java.util.zip.GZIPInputStream(
                        container.encode(Packing.GZIP).from(1).stream())) {
            assertThat(in.readAllBytes()).isEqualTo(cbor.toArray());
        }
    }

    @Test
    void sortsTokensAndDropsRepeatedOnesOnWriting() {
        var shuffled = new ArrayList<>(TOKENS.reversed());
        shuffled.add(TOKENS.getFirst());

        assertThat(Container.sorted(shuffled).tokens()).isEqualTo(TOKENS);
    }

    @Test
    void readsTokensInAnyOrder() throws Exception {
        var reversed = new Container(TOKENS.reversed());

        assertThat(Container.decode(reversed.encode(Packing.RAW))).isEqualTo(reversed);
        assertThat(reversed.read(Limits.DEFAULT))
                .extracting(Token::bytes)
                .isEqualTo(TOKENS.reversed());
    }

    @Test
    void refusesATokenThatIsNone() throws Exception {
        var container = raw(Ipld.map("ctn-v1", list(TOKENS.getFirst(), Bytes.of(0x80))));

        assertThat(container.tokens()).hasSize(2);
        assertThatRefuses(() -> container.read(Limits.DEFAULT)).hasWhat("token");
    }

    @ParameterizedTest
    @ValueSource(ints = {0x00, 0x41, 0x44, 0x4e, 0x51, 0xa1, 0xff})
    void refusesAHeaderItDoesNotKnow(int header) {
        var packed = new Container(TOKENS).encode(Packing.RAW);

        assertThatRefuses(() -> Container.decode(Bytes.concat(Bytes.of(header), packed.from(1))))
                .hasWhat("container header")
                .hasFound("0x" + Integer.toHexString(header))
                .hasOffset(0);
        assertThatRefuses(() -> Container.decode(Bytes.EMPTY)).hasFound("no bytes");
    }

    @Test
    void refusesEveryOtherShape() {
        var key = Ipld.map("ctn-v1", list());

        assertThatRefuses(() -> raw(list())).hasWhat("container").hasFound("list instead of a map");
        assertThatRefuses(() -> raw(Ipld.map())).hasWhat("container.ctn-v1").hasFound("nothing");
        assertThatRefuses(() -> raw(Ipld.map("ctn-v2", list()))).hasFound("unknown 'ctn-v2'");
        assertThatRefuses(() -> raw(key.with("more", list()))).hasFound("unknown 'more'");
        assertThatRefuses(() -> raw(Ipld.map("ctn-v1", Ipld.map())))
                .hasWhat("container.ctn-v1")
                .hasFound("map");
        assertThatRefuses(() -> raw(Ipld.map("ctn-v1", list(TOKENS.getFirst(), "x"))))
                .hasWhat("container.ctn-v1 token")
                .hasFound("text instead of bytes");
    }

    @Test
    void refusesBytesAfterItsContent() {
        for (var packing : Packing.values()) {
            var packed = new Container(TOKENS).encode(packing);
            for (int more : new int[] {0, 1, '=', 'A', '\r', ' ', 0x1f, 0x8b, 0xff}) {
                assertThatRefuses(() -> Container.decode(Bytes.concat(packed, Bytes.of(more))));
            }
        }
    }

    @Test
    void dropsTheLineEndThatAnEditorLeaves() throws Exception {
        var container = new Container(TOKENS);
        for (var packing : List.of(Packing.BASE64, Packing.GZIP_BASE64_URL)) {
            for (var end : List.of("\n", "\r\n")) {
                var packed = Bytes.concat(container.encode(packing), Bytes.utf8(end));

                assertThat(Container.decode(packed)).isEqualTo(container);
            }
            var twice = Bytes.concat(container.encode(packing), Bytes.utf8("\n\n"));
            assertThatRefuses(() -> Container.decode(twice));
        }
    }

    @Test
    void refusesTextThatIsNotItsBase() {
        assertThatRefuses(() -> Container.decode(Bytes.utf8("B!!!!"))).hasFound("'!'");
        assertThatRefuses(() -> Container.decode(Bytes.utf8("BA"))).hasWhat("base64");
        assertThatRefuses(() -> Container.decode(Bytes.utf8("C-_+/"))).hasFound("'+'");
        assertThatRefuses(() -> Container.decode(Bytes.utf8("Bé==")))
                .hasWhat("ASCII text")
                .hasFound("byte 0xc3")
                .hasOffset(0);
    }

    @Test
    void readsAsManyTokensAsItMayAndNoMore() throws Exception {
        int max = Limits.DEFAULT.tokensMax();

        assertThat(raw(Ipld.map("ctn-v1", tokens(max))).tokens()).hasSize(max);
        for (int count : new int[] {max + 1, 10_000}) {
            assertThatRefuses(() -> raw(Ipld.map("ctn-v1", tokens(count))))
                    .hasWhat("container of at most " + max + " tokens")
                    .hasFound(count + " tokens");
        }
    }

    @Test
    void cutsABombOff() throws Exception {
        int max = Limits.DEFAULT.inflatedBytesMax();
        var zeros = Gzip.deflate(Bytes.wrap(new byte[100 << 20]));
        var base = Multibase.BASE64_PAD.encodeBare(zeros);

        assertThat(zeros.size()).isLessThan(200_000);
        for (var packed :
                List.of(
                        Bytes.concat(Bytes.of(0x4d), zeros),
                        Bytes.concat(Bytes.of(0x4f), Bytes.utf8(base)))) {
            long before = ipvm.testkit.Allocation.soFar();
            assertThatRefuses(() -> Container.decode(packed))
                    .hasWhat("gzip of at most " + max + " bytes")
                    .hasFound("more");
            assertThat(ipvm.testkit.Allocation.soFar() - before).isLessThan(64L * max);
        }
    }

    @Test
    void refusesARawContainerBeyondItsLimitToo() {
        int max = Limits.DEFAULT.inflatedBytesMax();
        var big = Ipld.map("ctn-v1", list(Bytes.wrap(new byte[max])));

        assertThatRefuses(() -> raw(big)).hasWhat("at most " + max + " bytes");
    }

    @Test
    void holdsATokenThatSomebodyAddedByHand() throws Exception {
        var token = Cast.letting(ALICE, BOB);
        var container = raw(Ipld.map("ctn-v1", list(token.bytes())));

        assertThat(container.read(Limits.DEFAULT)).containsExactly(token);
    }
}
