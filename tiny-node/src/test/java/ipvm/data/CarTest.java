package ipvm.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ipvm.testkit.Fuzz;
import ipvm.testkit.Seeds;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CarTest {

    private static final Bytes BASIC = Vectors.bytes("ipld/car/carv1-basic.car");
    private static final int HEADER_BYTES = 100;
    private static final List<HashFunction> FUNCTIONS =
            List.of(
                    HashFunction.SHA2_256,
                    HashFunction.SHA2_512,
                    HashFunction.SHA3_256,
                    HashFunction.IDENTITY);

    @Test
    void findsEveryBlockOfThePublishedArchiveAtItsOffset() throws Exception {
        var published = Vectors.json("ipld/car/carv1-basic.json");
        var car = new CarReader(BASIC.stream(), Limits.DEFAULT);

        assertThat(new Ipld.List(car.roots().stream().map(Ipld::of).toList()))
                .isEqualTo(Vectors.ipld(published.get("header").get("roots")));
        for (var expected : published.get("blocks")) {
            assertThat(car.position()).isEqualTo(expected.get("offset").longValue());
            var block = car.next().orElseThrow();
            assertThat(Ipld.of(block.cid())).isEqualTo(Vectors.ipld(expected.get("cid")));
            assertThat(block.data().size()).isEqualTo(expected.get("blockLength").intValue());
            assertThat(car.position() - block.data().size())
                    .isEqualTo(expected.get("blockOffset").longValue());
            assertThat(value(block)).isEqualTo(Vectors.ipld(expected.get("content")));
        }
        assertThat(car.next()).isEmpty();
        assertThat(car.position()).isEqualTo(BASIC.size());
    }

    private static Ipld value(Block block) throws MalformedException {
        return switch ((int) block.cid().codec()) {
            case (int) Codec.DAG_CBOR -> DagCbor.decode(block.data());
            case (int) Codec.DAG_PB -> DagPb.decode(block.data());
            default -> Ipld.of(block.data());
        };
    }

    @Test
    void writesWhatItReads() throws Exception {
        assertThat(rewritten(BASIC)).isEqualTo(BASIC);
    }

    private static Bytes rewritten(Bytes archive) throws MalformedException {
        try {
            var car = new CarReader(archive.stream(), Limits.DEFAULT);
            var out = new ByteArrayOutputStream();
            var writer = new CarWriter(out, car.roots());
            for (var block = car.next(); block.isPresent(); block = car.next()) {
                writer.put(block.get());
            }
            return Bytes.wrap(out.toByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "dag-cbor-traversal",
                "dag-json-traversal",
                "dag-pb",
                "dir-with-dag-cbor-with-links",
                "dir-with-duplicate-files",
                "dir-with-files",
                "dir-with-percent-encoded-filename",
                "file-3k-and-3-blocks-missing-block",
                "gateway-raw-block",
                "single-layer-hamt-with-multi-block-files",
                "subdir-with-mixed-block-files",
                "subdir-with-two-single-block-files",
                "symlink"
            })
    void readsAndWritesTheArchivesOfGateways(String name) throws Exception {
        var archive = Vectors.bytes("gateway/" + name + ".car");
        assertThat(rewritten(archive)).isEqualTo(archive);
    }

    @Test
    void refusesVersionTwoByItsName() {
        assertThatThrownBy(() -> read(Vectors.bytes("ipld/car/carv2-basic.car")))
                .isInstanceOf(MalformedException.class)
                .hasMessage("CAR header: version 1: found CARv2 at byte 1");
    }

    @ParameterizedTest
    @CsvSource(
            textBlock =
                    """
                    '',                              CAR header: found the end at byte 0
                    00,                              CAR header of 1 to 2097152 bytes: found a length of 0 at byte 0
                    81,                              length of CAR header: found the end at byte 0
                    8100,                            length of CAR header: found a varint with leading zeros at byte 0
                    ffffffffffffffffff01,            length of CAR header: found a varint of more than 9 bytes at byte 0
                    ffffffffffffffff7f,              CAR header of 1 to 2097152 bytes: found a length of 9223372036854775807 at byte 0
                    02a1,                            CAR header: found 1 of 2 bytes at byte 1
                    0180,                            CAR header: map: found list at byte 1
                    01a0,                            CAR header: version 1: found null at byte 1
                    0aa16776657273696f6e01,          'CAR header: roots, a list, and version only: found [version] at byte 1'
                    0fa16776657273696f6ec2420000,    CAR header: found 13 of 15 bytes at byte 1
                    0ca16776657273696f6e613100,      CAR header: DAG-CBOR end of the item: found 1 more bytes at byte 12
                    11a265726f6f7473806776657273696f6e01, ok
                    11a265726f6f7473a06776657273696f6e01, 'CAR header: roots, a list, and version only: found [roots, version] at byte 1'
                    12a265726f6f747381016776657273696f6e01, CAR header: roots that are links: found int at byte 1
                    14a3617802 65726f6f7473806776657273696f6e01, 'CAR header: roots, a list, and version only: found [x, roots, version] at byte 1'
                    """)
    void readsOnlyAProperHeader(String hex, String outcome) throws Exception {
        var bytes = Bytes.fromHex(hex.replace(" ", ""));
        if (outcome.equals("ok")) {
            assertThat(new CarReader(bytes.stream(), Limits.DEFAULT).roots()).isEmpty();
        } else {
            assertThatThrownBy(() -> read(bytes))
                    .isInstanceOf(MalformedException.class)
                    .hasMessage(outcome);
        }
    }

    @ParameterizedTest
    @CsvSource(
            textBlock =
                    """
                    00,                             CAR section of 1 to 2097301 bytes: found a length of 0 at byte 100
                    000000000000,                   CAR section of 1 to 2097301 bytes: found a length of 0 at byte 100
                    ff,                             length of CAR section: found the end at byte 100
                    96818001,                       CAR section of 1 to 2097301 bytes: found a length of 2097302 at byte 100
                    95818001 01550000,              CAR section: found 4 of 2097301 bytes at byte 104
                    05 01550000 ff,                 'CAR content of bafkqaaa: found bytes with another hash at byte 105'
                    04 01550000,                    ok
                    06 01550001ff ff,               ok
                    03 015500,                      CAR section: digest length: found the end at byte 104
                    06 01551e 020000,               'CAR hash function (one of identity, sha2-256, sha2-512, sha3-256): found blake3 (0x1e) at byte 107'
                    06 02551e 020000,               CAR section: CID version: found 2 at byte 102
                    """)
    void readsOnlyProperSections(String hex, String outcome) throws Exception {
        var bytes = Bytes.concat(BASIC.slice(0, HEADER_BYTES), Bytes.fromHex(hex.replace(" ", "")));
        if (outcome.equals("ok")) {
            assertThat(read(bytes)).hasSize(1);
        } else {
            assertThatThrownBy(() -> read(bytes))
                    .isInstanceOf(MalformedException.class)
                    .hasMessage(outcome);
        }
    }

    private static List<Block> read(Bytes archive) throws IOException, MalformedException {
        var car = new CarReader(archive.stream(), Limits.DEFAULT);
        var blocks = new ArrayList<Block>();
        for (var block = car.next(); block.isPresent(); block = car.next()) {
            blocks.add(block.get());
        }
        return blocks;
    }

    @Test
    void refusesEveryTruncation() throws Exception {
        var ends = new ArrayList<Integer>();
        for (int size = 0; size < BASIC.size(); size++) {
            try {
                read(BASIC.slice(0, size));
                ends.add(size);
            } catch (MalformedException e) {
                assertThat(e.offset()).isBetween(0L, (long) size);
            }
        }
        assertThat(ends).containsExactly(100, 192, 325, 366, 496, 537, 619, 660);
    }

    @Test
    void refusesAnyChangedByteOfABlock() {
        for (int at = 137; at < 137 + 55; at++) {
            var bytes = BASIC.toArray();
            bytes[at] ^= 1;
            assertThatThrownBy(() -> read(Bytes.wrap(bytes)))
                    .isInstanceOf(MalformedException.class)
                    .hasMessageContaining("another hash at byte 137");
        }
    }

    @Test
    void holdsABlockToItsLimitWhateverItsNameTakes() throws Exception {
        var out = new ByteArrayOutputStream();
        new CarWriter(out, List.of()).put(Block.of(Codec.RAW, Bytes.wrap(new byte[1_000])));
        var archive = Bytes.wrap(out.toByteArray());

        var exact = new CarReader(archive.stream(), Limits.DEFAULT.withBlockBytesMax(1_000));
        assertThat(exact.next()).isPresent();

        var less = new CarReader(archive.stream(), Limits.DEFAULT.withBlockBytesMax(999));
        assertThatThrownBy(less::next)
                .hasMessage("CAR block of at most 999 bytes: found 1000 bytes at byte 56");
    }

    @Test
    void readsFromAStreamThatGivesLittleAtATime() throws Exception {
        var out = new ByteArrayOutputStream();
        var block = Block.of(Codec.RAW, Bytes.wrap(new byte[100_000]));
        new CarWriter(out, List.of(block.cid())).put(block);

        var car = new CarReader(new Trickle(out.toByteArray()), Limits.DEFAULT);
        assertThat(car.roots()).containsExactly(block.cid());
        assertThat(car.next()).contains(block);
        assertThat(car.next()).isEmpty();
    }

    /// A stream as a slow link gives it: seven bytes a read.
    private static final class Trickle extends InputStream {

        private final ByteArrayInputStream whole;

        Trickle(byte[] bytes) {
            whole = new ByteArrayInputStream(bytes);
        }

        @Override
        public int read() {
            return whole.read();
        }

        @Override
        public int read(byte[] target, int at, int count) {
            return whole.read(target, at, Math.min(count, 7));
        }
    }

    @Test
    void bringsRandomArchivesBackAsTheyWere() throws Exception {
        Seeds.forEach(
                100,
                random -> {
                    var blocks = new ArrayList<Block>();
                    for (int i = random.nextInt(8); i > 0; i--) {
                        blocks.add(block(random));
                    }
                    var out = new ByteArrayOutputStream();
                    var writer = new CarWriter(out, blocks.stream().map(Block::cid).toList());
                    for (var block : blocks) {
                        writer.put(block);
                    }
                    assertThat(read(Bytes.wrap(out.toByteArray()))).isEqualTo(blocks);
                });
    }

    private static Block block(RandomGenerator random) {
        var data = new byte[random.nextInt(random.nextBoolean() ? 100 : 40_000)];
        random.nextBytes(data);
        var function = FUNCTIONS.get(random.nextInt(data.length < 100 ? 4 : 3));
        var bytes = Bytes.wrap(data);
        return new Block(Cid.of(Codec.RAW, function, bytes), bytes);
    }

    @Test
    void survivesMutationOfItsFixtures() throws Exception {
        var good =
                List.of(
                        BASIC,
                        Vectors.bytes("gateway/dag-pb.car"),
                        Vectors.bytes("gateway/symlink.car"));
        Fuzz.of("car", good, CarTest::rewritten)
                .holding((input, again) -> assertThat(again).isEqualTo(input))
                .run();
    }
}
