package ipvm.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import ipvm.testkit.Seeds;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class UnixFsFileTest {

    private final MemoryBlocks blocks = new MemoryBlocks();

    @ParameterizedTest
    @CsvSource({
        "file-v0, 5000",
        "file-v0-raw-type, 5000",
        "file-trickle, 5000",
        "file-v1-trickle, 5000",
        "file-mtime, 500"
    })
    void readsTheLayoutsOfPeers(String name, int size) throws Exception {
        var car = "unixfs/" + name + ".car";
        var theirs = MemoryBlocks.ofCar(car);
        var root = MemoryBlocks.root(car);
        assertThat(root)
                .isEqualTo(Vectors.cid(Vectors.json("unixfs/roots.json").get(name).textValue()));
        assertThat(theirs.read(root, "")).isEqualTo(Lcg.bytes(size));

        var file = (Found.File) theirs.reader().open(root);
        Seeds.forEach(200, random -> requireRange(theirs, file, Lcg.bytes(size), random));
    }

    private static void requireRange(
            MemoryBlocks from, Found.File file, Bytes whole, RandomGenerator random)
            throws Exception {
        int start = random.nextInt(whole.size() + 1);
        int end = start + random.nextInt(whole.size() - start + 1);
        assertThat(from.read(file, start, end)).isEqualTo(whole.slice(start, end));
    }

    static Stream<JsonNode> vectors() {
        return Vectors.json("unixfs/unixfs-cids.json")
                .get("vectors")
                .valueStream()
                .filter(vector -> vector.get("profile").textValue().startsWith("test-cid-v1"));
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void readsWhatItWrites(JsonNode vector) throws Exception {
        int size = vector.get("size").intValue();
        var written = new UnixFsWriter(blocks).file(new Lcg(size));
        assertThat(blocks.read(written.cid(), "")).isEqualTo(Lcg.bytes(size));
    }

    @Test
    void readsRandomTreesAndRanges() throws Exception {
        Seeds.forEach(
                300,
                random -> {
                    var store = new MemoryBlocks();
                    var content = new byte[random.nextInt(2_000)];
                    random.nextBytes(content);
                    var whole = Bytes.wrap(content);
                    var root = tree(store, whole, random, 4);
                    var file = (Found.File) store.reader().open(root);

                    assertThat(file.bytes()).isEqualTo(content.length);
                    assertThat(store.read(file, 0, content.length)).isEqualTo(whole);
                    for (int i = 0; i < 5; i++) {
                        requireRange(store, file, whole, random);
                    }
                });
    }

    /// A file as nobody writes it but the format allows it: content in any node, parts of any size.
    private static Cid tree(MemoryBlocks store, Bytes content, RandomGenerator random, int levels) {
        if (levels == 0 || random.nextInt(5) == 0) {
            return leaf(store, content, random);
        }
        int at = random.nextInt(content.size() + 1);
        var inline = content.slice(0, at);
        var links = new ArrayList<PbLink>();
        var sizes = new ArrayList<Long>();
        while (at < content.size() || random.nextInt(3) == 0) {
            int end = at + random.nextInt(content.size() - at + 1);
            var cid = tree(store, content.slice(at, end), random, levels - 1);
            links.add(
                    random.nextBoolean()
                            ? PbLink.of(cid, "", 0)
                            : new PbLink(cid, Optional.empty(), OptionalLong.empty()));
            sizes.add((long) end - at);
            at = end;
        }
        return store.add(node(UnixFsData.FILE, inline, content.size(), sizes, links));
    }

    private static Cid leaf(MemoryBlocks store, Bytes content, RandomGenerator random) {
        return switch (random.nextInt(content.size() <= 128 ? 4 : 3)) {
            case 0 ->
                    store.add(node(UnixFsData.FILE, content, content.size(), List.of(), List.of()));
            case 1 ->
                    store.add(node(UnixFsData.RAW, content, content.size(), List.of(), List.of()));
            case 2 -> {
                var block = Block.of(Codec.RAW, content);
                store.put(block);
                yield block.cid();
            }
            default -> Cid.of(Codec.RAW, HashFunction.IDENTITY, content);
        };
    }

    private static PbNode node(
            long type, Bytes inline, long size, List<Long> sizes, List<PbLink> links) {
        var data =
                new UnixFsData(
                        type,
                        inline.isEmpty() ? Optional.empty() : Optional.of(inline),
                        OptionalLong.of(size),
                        sizes,
                        OptionalLong.empty(),
                        OptionalLong.empty());
        return PbNode.of(links, data.encode());
    }

    private static PbLink to(Cid cid) {
        return PbLink.of(cid, "", 0);
    }

    @Test
    void readsOnlyTheBlocksOfARange() throws Exception {
        var written = new UnixFsWriter(blocks, 100).file(new Lcg(100 * 174 * 2));
        var file = (Found.File) blocks.reader().open(written.cid());
        blocks.asked.clear();
        assertThat(blocks.read(file, 17_450, 17_460)).isEqualTo(Lcg.bytes(17_460).from(17_450));
        assertThat(blocks.asked).hasSize(2);
        blocks.asked.clear();
        assertThat(blocks.read(file, 5, 5)).isEqualTo(Bytes.EMPTY);
        assertThat(blocks.asked).isEmpty();
    }

    @Test
    void writesAFileWhole() throws Exception {
        var written = new UnixFsWriter(blocks, 100).file(new Lcg(1_234));
        var file = (Found.File) blocks.reader().open(written.cid());
        var out = new ByteArrayOutputStream();
        blocks.reader().write(file, out);
        assertThat(Bytes.wrap(out.toByteArray())).isEqualTo(Lcg.bytes(1_234));
    }

    @Test
    void stopsARangeAtTheEndOfTheFile() throws Exception {
        var written = new UnixFsWriter(blocks, 100).file(new Lcg(250));
        var file = (Found.File) blocks.reader().open(written.cid());
        assertThat(blocks.read(file, 240, Long.MAX_VALUE)).isEqualTo(Lcg.bytes(250).from(240));
        assertThat(blocks.read(file, 250, 251)).isEqualTo(Bytes.EMPTY);
        assertThat(blocks.read(file, Long.MAX_VALUE, Long.MAX_VALUE)).isEqualTo(Bytes.EMPTY);
        assertThatThrownBy(() -> blocks.read(file, -1, 5))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> blocks.read(file, 6, 5)).hasMessage("no range: 6..5");
    }

    @Test
    void refusesSizesThatDoNotAddUp() {
        var a = blocks.addRaw("a");
        blocks.requireRefusal(
                node(UnixFsData.FILE, Bytes.EMPTY, 1, List.of(), List.of(to(a))),
                "UnixFS block size for each of 1 links: found 0 of them");
        blocks.requireRefusal(
                node(UnixFsData.FILE, Bytes.EMPTY, 1, List.of(1L, 0L), List.of(to(a))),
                "UnixFS block size for each of 1 links: found 2 of them");
        blocks.requireRefusal(
                node(UnixFsData.FILE, Bytes.EMPTY, 2, List.of(1L), List.of(to(a))),
                "UnixFS file size 1: found 2");
        blocks.requireRefusal(
                node(UnixFsData.FILE, Bytes.utf8("x"), 1, List.of(1L), List.of(to(a))),
                "UnixFS file size 2: found 1");
        blocks.requireRefusal(
                node(
                        UnixFsData.FILE,
                        Bytes.EMPTY,
                        0,
                        List.of(Long.MAX_VALUE, 1L),
                        List.of(to(a), to(a))),
                "UnixFS file of at most 2^63-1 bytes: found more");
        blocks.requireRefusal(
                node(UnixFsData.FILE, Bytes.EMPTY, 1, List.of(1L), List.of(PbLink.of(a, "a", 1))),
                "nameless part of a file: found 'a'");
        blocks.requireRefusal(
                PbNode.of(List.of(), Bytes.of(8, 2, 0x12, 1, 'x')), "UnixFS file size 1: found 0");
    }

    @Test
    void refusesAPartOfAnotherSizeThanItsParentSays() {
        var a = blocks.addRaw("ab");
        var root = blocks.add(node(UnixFsData.FILE, Bytes.EMPTY, 1, List.of(1L), List.of(to(a))));
        assertThatThrownBy(() -> blocks.read(root, ""))
                .isInstanceOf(MalformedException.class)
                .hasMessage("part of 1 bytes: found " + a + " of 2");
    }

    @Test
    void refusesAPartThatIsNoFile() throws Exception {
        var parts =
                List.of(
                        blocks.add(PbNode.of(List.of(), Bytes.of(8, 1))),
                        blocks.add(Ipld.of(1)),
                        blocks.add(PbNode.of(List.of(), Bytes.of(8, 4, 0x12, 1, 'x'))));
        for (var part : parts) {
            var root =
                    blocks.add(
                            node(UnixFsData.FILE, Bytes.EMPTY, 1, List.of(1L), List.of(to(part))));
            assertThatThrownBy(() -> blocks.read(root, ""))
                    .isInstanceOf(MalformedException.class)
                    .hasMessage("part of a file: found " + part + ", which is none");
        }
    }

    @Test
    void refusesBytesThatAreNotTheirNames() {
        var cid = Cid.of(Codec.RAW, Bytes.utf8("truth"));
        blocks.put(new Block(cid, Bytes.utf8("lie")));
        assertThatThrownBy(() -> blocks.reader().block(cid))
                .isInstanceOf(MalformedException.class)
                .hasMessage("content of " + cid + ": found bytes with another hash");
    }

    @Test
    void refusesABlockBeyondTheLimitBeforeHashingIt() {
        var cid = blocks.addRaw("four");
        assertThatThrownBy(() ->
                        new UnixFsReader(blocks, Limits.DEFAULT.withBlockBytesMax(3)).block(cid))
                .hasMessage("block of at most 3 bytes: found 4 bytes");
    }

    @Test
    void endsOnATreeThatIsDeeperThanItsLimit() throws Exception {
        var cid = blocks.addRaw("x");
        for (int level = 0; level < 128; level++) {
            cid = blocks.add(node(UnixFsData.FILE, Bytes.EMPTY, 1, List.of(1L), List.of(to(cid))));
        }
        assertThat(blocks.read(cid, "")).isEqualTo(Bytes.utf8("x"));

        var deeper =
                blocks.add(node(UnixFsData.FILE, Bytes.EMPTY, 1, List.of(1L), List.of(to(cid))));
        assertThatThrownBy(() -> blocks.read(deeper, ""))
                .isInstanceOf(MalformedException.class)
                .hasMessageStartingWith("file of fewer levels: found ");
    }

    @Test
    void passesOverABombOfNothing() throws Exception {
        var cid = blocks.add(node(UnixFsData.FILE, Bytes.EMPTY, 0, List.of(), List.of()));
        for (int level = 0; level < 100; level++) {
            cid =
                    blocks.add(
                            node(
                                    UnixFsData.FILE,
                                    Bytes.EMPTY,
                                    0,
                                    List.of(0L, 0L),
                                    List.of(to(cid), to(cid))));
        }
        assertThat(blocks.read(cid, "")).isEqualTo(Bytes.EMPTY);
        assertThat(blocks.asked).hasSize(1);
    }

    @Test
    void readsALittleOfAFileLargerThanAnyDisk() throws Exception {
        var cid = blocks.addRaw("0123456789abcdef");
        long size = 16;
        for (int level = 0; level < 58; level++) {
            size *= 2;
            cid =
                    blocks.add(
                            node(
                                    UnixFsData.FILE,
                                    Bytes.EMPTY,
                                    size,
                                    List.of(size / 2, size / 2),
                                    List.of(to(cid), to(cid))));
        }
        var file = (Found.File) blocks.reader().open(cid);
        assertThat(file.bytes()).isEqualTo(1L << 62);
        assertThat(blocks.read(file, (1L << 61) - 3, (1L << 61) + 3))
                .isEqualTo(Bytes.utf8("def012"));
    }

    @Test
    void handsTheFaultOfTheSourceOn() throws Exception {
        var written = new UnixFsWriter(blocks, 1).file(new ByteArrayInputStream(new byte[2]));
        var reader =
                new UnixFsReader(
                        cid -> {
                            throw new IOException("disk");
                        },
                        Limits.DEFAULT);
        var file = (Found.File) blocks.reader().open(written.cid());
        assertThatThrownBy(() -> reader.write(file, OutputStream.nullOutputStream()))
                .isInstanceOf(IOException.class)
                .hasMessage("disk");
    }
}
