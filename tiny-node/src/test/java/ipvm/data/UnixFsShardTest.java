package ipvm.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UnixFsShardTest {

    private static final Cid EMPTY = Cid.of(Codec.RAW, Bytes.EMPTY);

    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    private final MemoryBlocks blocks = new MemoryBlocks();

    @ParameterizedTest
    @ValueSource(ints = {16, 256, 1024})
    void findsAndListsEveryNameOfAPeersDirectory(int fanout) throws Exception {
        var car = "unixfs/sharded-" + fanout + ".car";
        var theirs = MemoryBlocks.ofCar(car);
        var root = MemoryBlocks.root(car);
        var names = new ArrayList<String>();
        for (int i = 0; i < 300; i++) {
            names.add("file " + i + " \u00e4.txt");
            assertThat(theirs.reader().resolve(root, names.getLast()).cid()).isEqualTo(EMPTY);
        }
        var directory = (Found.Directory) theirs.reader().open(root);
        assertThat(theirs.reader().list(directory))
                .extracting(UnixFsReader.Entry::name)
                .containsExactlyInAnyOrderElementsOf(names);
        assertThatThrownBy(() -> theirs.reader().resolve(root, "file 300 \u00e4.txt"))
                .isInstanceOf(NotFoundException.class);
    }

    private static PbNode shard(int fanout, Bytes field, PbLink... links) {
        return PbNode.of(List.of(links), data(0x22, fanout, field));
    }

    private static Bytes data(long hash, long fanout, Bytes field) {
        return new UnixFsData(
                        UnixFsData.SHARD,
                        Optional.of(field),
                        OptionalLong.empty(),
                        List.of(),
                        OptionalLong.of(hash),
                        OptionalLong.of(fanout))
                .encode();
    }

    private static PbLink to(Cid cid, String name) {
        return PbLink.of(cid, name, 0);
    }

    @Test
    void tellsANameFromAnotherInItsBucket() throws Exception {
        // The first hex digits of murmur3 of "hello" are cb, of "test" ac.
        var root = blocks.add(shard(256, bit(0xcb), to(blocks.addRaw("x"), "CBhello")));
        assertThat(blocks.read(root, "hello")).isEqualTo(Bytes.utf8("x"));
        var other = blocks.add(shard(256, bit(0xcb), to(EMPTY, "CBhello!")));
        assertThatThrownBy(() -> blocks.reader().resolve(other, "hello"))
                .isInstanceOf(NotFoundException.class);
        assertThatThrownBy(() -> blocks.reader().resolve(root, "test"))
                .isInstanceOf(NotFoundException.class);
    }

    private static Bytes bit(int bucket) {
        var field = new byte[bucket / 8 + 1];
        field[0] = (byte) (1 << bucket % 8);
        return Bytes.wrap(field);
    }

    @Test
    void takesTheBitsOfTheHashFromTheTopWhateverTheFanout() throws Exception {
        // cbd8...: 110 010 111 ... by threes
        var deep = blocks.add(shard(8, bit(7), to(blocks.addRaw("x"), "7hello")));
        var middle = blocks.add(shard(8, bit(2), to(deep, "2")));
        var root = blocks.add(shard(8, bit(6), to(middle, "6")));
        // 1100101111: by tens
        assertThat(blocks.read(root, "hello")).isEqualTo(Bytes.utf8("x"));
        var wide = blocks.add(shard(1_024, bit(0x32f), to(blocks.addRaw("y"), "32Fhello")));
        assertThat(blocks.read(wide, "hello")).isEqualTo(Bytes.utf8("y"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    22 | 0    | shard with a fanout that is a power of 2 from 8 to 1024: found 0
                    22 | 4    | shard with a fanout that is a power of 2 from 8 to 1024: found 4
                    22 | 24   | shard with a fanout that is a power of 2 from 8 to 1024: found 24
                    22 | 2048 | shard with a fanout that is a power of 2 from 8 to 1024: found 2048
                    12 | 256  | shard by murmur3-x64-64: found sha2-256 (0x12)
                    """)
    void refusesShardsOfAnotherKind(String hash, long fanout, String why) {
        blocks.requireRefusal(
                PbNode.of(List.of(), data(Long.parseLong(hash, 16), fanout, Bytes.EMPTY)), why);
    }

    @Test
    void refusesLinksThatAreNotInTheirBuckets() {
        blocks.requireRefusal(
                shard(256, Bytes.EMPTY, to(EMPTY, "")), "bucket of 2 hex digits: found ''");
        blocks.requireRefusal(
                shard(256, Bytes.EMPTY, to(EMPTY, "C")), "bucket of 2 hex digits: found 'C'");
        blocks.requireRefusal(
                shard(256, Bytes.EMPTY, to(EMPTY, "cbhello")),
                "bucket of 2 hex digits: found 'cbhello'");
        blocks.requireRefusal(
                shard(256, Bytes.EMPTY, to(EMPTY, "XXhello")),
                "bucket of 2 hex digits: found 'XXhello'");
        blocks.requireRefusal(
                shard(8, Bytes.EMPTY, to(EMPTY, "8hello")),
                "bucket of 1 hex digits: found '8hello'");
        blocks.requireRefusal(
                shard(256, bit(1), to(EMPTY, "01a"), to(EMPTY, "01b")),
                "one link a bucket: found two in 1");
        blocks.requireRefusal(
                shard(256, bit(2), to(EMPTY, "01a")), "shard's bits as its links: found 04");
        blocks.requireRefusal(
                shard(256, Bytes.of(6), to(EMPTY, "01a")), "shard's bits as its links: found 06");
        blocks.requireRefusal(
                shard(256, Bytes.EMPTY, to(EMPTY, "01a")), "shard's bits as its links: found ");
    }

    @Test
    void refusesADeeperShardThatIsNone() {
        var plain = blocks.add(PbNode.of(List.of(), UnixFsData.directory().encode()));
        var narrow = blocks.add(shard(8, Bytes.EMPTY));
        for (var below : List.of(plain, narrow, blocks.addRaw("x"))) {
            var root = blocks.add(shard(256, bit(0xcb), to(below, "CB")));
            assertThatThrownBy(() -> blocks.reader().resolve(root, "hello"))
                    .isInstanceOf(MalformedException.class)
                    .hasMessage("path hello: shard of 256 buckets below another: found " + below);
        }
    }

    @Test
    void usesTheHashToItsLastBitAndNoFurther() throws Exception {
        var last = blocks.add(shard(256, bit(0x02), to(blocks.addRaw("x"), "02hello")));
        var root = under(last, 0x9b, 0xbd, 0x41, 0xb3, 0xa7, 0xd8, 0xcb);
        assertThat(blocks.read(root, "hello")).isEqualTo(Bytes.utf8("x"));
        assertThat(blocks.reader().list(directory(root)))
                .extracting(UnixFsReader.Entry::name)
                .containsExactly("hello");

        var deeper = under(last, 0x02, 0x9b, 0xbd, 0x41, 0xb3, 0xa7, 0xd8, 0xcb);
        assertThatThrownBy(() -> blocks.reader().resolve(deeper, "hello"))
                .isInstanceOf(MalformedException.class)
                .hasMessage("path hello: shard within the bits of a hash: found one more level");
        assertThatThrownBy(() -> blocks.reader().list(directory(deeper)))
                .isInstanceOf(MalformedException.class)
                .hasMessage("shard within the bits of a hash: found one more level");
    }

    /// A shard below others, the deepest first, each in one bucket.
    private Cid under(Cid deepest, int... buckets) {
        var cid = deepest;
        for (int bucket : buckets) {
            cid = blocks.add(shard(256, bit(bucket), to(cid, HEX.toHexDigits((byte) bucket))));
        }
        return cid;
    }

    private Found.Directory directory(Cid cid) throws Exception {
        return (Found.Directory) blocks.reader().open(cid);
    }

    @Test
    void listsAsManyLinksAsItsLimit() throws Exception {
        var below = blocks.add(shard(8, Bytes.of(3), to(EMPTY, "0a"), to(EMPTY, "1b")));
        var root = blocks.add(shard(8, Bytes.of(1), to(below, "0")));
        var three = new UnixFsReader(blocks, new Limits(9, 3, 99, 999));
        assertThat(three.list(directory(root))).hasSize(2);
        var two = new UnixFsReader(blocks, new Limits(9, 2, 99, 999));
        assertThatThrownBy(() -> two.list(directory(root)))
                .hasMessage("directory of at most 2 links: found more");
    }

    @Test
    void countsTheLinksOfShardsThatRepeatThemselves() throws Exception {
        var cid = blocks.add(shard(8, Bytes.EMPTY));
        for (int level = 0; level < 20; level++) {
            cid = blocks.add(shard(8, Bytes.of(3), to(cid, "0"), to(cid, "1")));
        }
        var directory = (Found.Directory) blocks.reader().open(cid);
        var reader = new UnixFsReader(blocks, new Limits(128, 1_000, 1_000, 1_000));
        assertThatThrownBy(() -> reader.list(directory))
                .isInstanceOf(MalformedException.class)
                .hasMessage("directory of at most 1000 links: found more");
        assertThat(blocks.asked).hasSizeLessThan(1_100);
    }

    @Test
    void missesTheShardOfAName() throws Exception {
        var car = "unixfs/sharded-16.car";
        var theirs = MemoryBlocks.ofCar(car);
        var root = MemoryBlocks.root(car);
        theirs.reader().resolve(root, "file 7 \u00e4.txt");
        var gone = theirs.asked.get(1);
        theirs.blocks.remove(gone);
        assertThatThrownBy(() -> theirs.reader().resolve(root, "file 7 \u00e4.txt"))
                .isInstanceOfSatisfying(
                        NotFoundException.class, e -> assertThat(e.block()).contains(gone));
    }
}
