package ipvm.data;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The archives that gateways are tested with: every file in each, by its path.
class UnixFsGatewayTest {

    private static final String LOREM_SHA256 =
            "998785f13287a9aabc2d7048e4c2905d502ff13ef40f2d135f163b5a762701c5";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    dag-pb                            | foo/bar.txt                   | Hello, world!
                    dag-pb                            | foo.txt                       | Hello, IPFS!
                    dir-with-files                    | ascii.txt                     | hello application/vnd.ipld.car
                    dir-with-files                    | ascii-copy.txt                | hello application/vnd.ipld.car
                    dir-with-files                    | /hello.txt                    | hello world
                    dir-with-duplicate-files          | ascii.txt                     | hello application/vnd.ipld.car
                    dir-with-duplicate-files          | ascii-copy.txt                | hello application/vnd.ipld.car
                    dir-with-duplicate-files          | hello.txt                     | hello world
                    dir-with-percent-encoded-filename | Portugal%2C+España=Peninsula Ibérica.txt | hello from a percent encoded filename
                    gateway-raw-block                 | dir/ascii.txt                 | hello application/vnd.ipld.raw
                    subdir-with-mixed-block-files     | subdir/hello.txt              | hello world
                    subdir-with-mixed-block-files     | subdir/ascii.txt              | hello application/vnd.ipld.car
                    subdir-with-two-single-block-files| subdir/ascii.txt              | hello application/vnd.ipld.car
                    subdir-with-two-single-block-files| /subdir//hello.txt            | hello world
                    dir-with-dag-cbor-with-links      | document/files/single         | hello world
                    symlink                           | foo                           | content
                    """)
    void readsEachFileWhole(String archive, String path, String text) throws Exception {
        var car = "gateway/" + archive + ".car";
        var read = MemoryBlocks.ofCar(car).read(MemoryBlocks.root(car), path);
        assertThat(new String(read.toArray(), UTF_8).strip()).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({
        "dir-with-files, multiblock.txt",
        "dir-with-duplicate-files, multiblock.txt",
        "subdir-with-mixed-block-files, subdir/multiblock.txt",
        "dir-with-dag-cbor-with-links, document/files/multiblock"
    })
    void readsFilesOfManyBlocks(String archive, String path) throws Exception {
        var car = "gateway/" + archive + ".car";
        requireLorem(MemoryBlocks.ofCar(car).read(MemoryBlocks.root(car), path));
    }

    private static void requireLorem(Bytes read) {
        assertThat(read.size()).isEqualTo(1_026);
        assertThat(HashFunction.SHA2_256.digest(read).hex()).isEqualTo(LOREM_SHA256);
    }

    @Test
    void readsEachFileOfTheShardedDirectory() throws Exception {
        var car = "gateway/single-layer-hamt-with-multi-block-files.car";
        var blocks = MemoryBlocks.ofCar(car);
        var root = MemoryBlocks.root(car);
        for (int i = 1; i <= 1_000; i++) {
            requireLorem(blocks.read(root, i + ".txt"));
        }

        var directory = (Found.Directory) blocks.reader().resolve(root, "");
        var listed = blocks.reader().list(directory);
        assertThat(listed)
                .extracting(UnixFsReader.Entry::name)
                .doesNotHaveDuplicates()
                .hasSize(1_000)
                .contains("1.txt", "470.txt", "1000.txt");
        assertThatThrownBy(() -> blocks.reader().resolve(root, "1001.txt"))
                .isInstanceOf(NotFoundException.class)
                .hasMessage("path 1001.txt: '1001.txt': not in directory " + root);
    }

    @Test
    void findsOnlyTheShardsItNeeds() throws Exception {
        var car = "gateway/single-layer-hamt-with-multi-block-files.car";
        var blocks = MemoryBlocks.ofCar(car);
        blocks.reader().resolve(MemoryBlocks.root(car), "470.txt");
        assertThat(blocks.asked).hasSize(3);
    }

    @Test
    void readsAroundTheMissingBlockAndNamesIt() throws Exception {
        var car = "gateway/file-3k-and-3-blocks-missing-block.car";
        var blocks = MemoryBlocks.ofCar(car);
        var file = (Found.File) blocks.reader().open(MemoryBlocks.root(car));

        assertThat(file.bytes()).isEqualTo(3_072);
        assertThat(blocks.read(file, 0, 1_024).size()).isEqualTo(1_024);
        assertThat(blocks.read(file, 2_048, 3_072).size()).isEqualTo(1_024);
        for (var range : List.of(List.of(0, 3_072), List.of(1_023, 1_025), List.of(2_047, 2_048))) {
            assertThatThrownBy(() -> blocks.read(file, range.get(0), range.get(1)))
                    .isInstanceOfSatisfying(
                            NotFoundException.class,
                            e -> {
                                assertThat(e.block())
                                        .contains(
                                                Vectors.cid(
                                                        "QmSNLTo6Wv9dfroVaw7MFYjLqf9ho7PKrgsjdzYDtv8h1W"));
                                assertThat(e.segment()).isEmpty();
                            });
        }
    }

    @ParameterizedTest
    @CsvSource({"dag-cbor-traversal", "dag-json-traversal"})
    void followsLinksOfValues(String archive) throws Exception {
        var car = "gateway/" + archive + ".car";
        var reader = MemoryBlocks.ofCar(car).reader();
        var root = MemoryBlocks.root(car);
        var end = Ipld.map("hello", Ipld.of("this is not a link"));

        assertThat(value(reader.resolve(root, "foo/link/bar"))).isEqualTo(end);
        assertThat(value(reader.resolve(root, "foo/link/bar/hello")))
                .isEqualTo(Ipld.of("this is not a link"));
        assertThat(value(reader.resolve(root, "foo/link"))).isInstanceOf(Ipld.Map.class);
        assertThatThrownBy(() -> reader.resolve(root, "foo/link/bar/hello/more"))
                .isInstanceOfSatisfying(
                        NotFoundException.class, e -> assertThat(e.segment()).contains("more"));
    }

    private static Ipld value(Found found) {
        return ((Found.Value) found).value();
    }

    @Test
    void readsValuesInsideABlock() throws Exception {
        var car = "gateway/dag-cbor-traversal.car";
        var reader = MemoryBlocks.ofCar(car).reader();
        var root = MemoryBlocks.root(car);
        assertThat(value(reader.resolve(root, "foo/object")))
                .isEqualTo(Ipld.map("banana", Ipld.of(10), "monkey", Ipld.of(false)));
        assertThat(value(reader.resolve(root, "foo/object/banana"))).isEqualTo(Ipld.of(10));
        assertThat(value(reader.open(root))).isEqualTo(value(reader.resolve(root, "/")));
    }

    @Test
    void tellsASymlinkFromItsTarget() throws Exception {
        var car = "gateway/symlink.car";
        var reader = MemoryBlocks.ofCar(car).reader();
        var found = reader.resolve(MemoryBlocks.root(car), "bar");
        assertThat(found)
                .isInstanceOfSatisfying(
                        Found.Symlink.class, link -> assertThat(link.target()).isEqualTo("foo"));
    }

    @Test
    void missesEveryBlockThatIsTakenAway() throws Exception {
        for (var name :
                List.of(
                        "dir-with-files",
                        "dag-pb",
                        "dir-with-dag-cbor-with-links",
                        "symlink",
                        "subdir-with-mixed-block-files")) {
            var car = "gateway/" + name + ".car";
            var root = MemoryBlocks.root(car);
            for (var gone : MemoryBlocks.ofCar(car).blocks.keySet()) {
                var blocks = MemoryBlocks.ofCar(car);
                blocks.blocks.remove(gone);
                assertThat(missing(blocks, root)).as(name).contains(gone);
            }
        }
    }

    /// Reads all there is below a root and gathers the blocks that were missed.
    private static List<Cid> missing(MemoryBlocks blocks, Cid cid) throws Exception {
        var missing = new ArrayList<Cid>();
        try {
            switch (blocks.reader().open(cid)) {
                case Found.File file -> blocks.read(file, 0, file.bytes());
                case Found.Directory directory -> {
                    for (var entry : blocks.reader().list(directory)) {
                        missing.addAll(missing(blocks, entry.cid()));
                    }
                }
                case Found.Symlink link -> assertThat(link.target()).isNotEmpty();
                case Found.Value value -> {
                    for (var link : links(value.value())) {
                        missing.addAll(missing(blocks, link));
                    }
                }
            }
        } catch (NotFoundException e) {
            missing.add(e.block().orElseThrow());
        }
        return missing;
    }

    private static List<Cid> links(Ipld value) {
        var links = new ArrayList<Cid>();
        if (value instanceof Ipld.Link link) {
            links.add(link.cid());
        } else if (value instanceof Ipld.Map map) {
            map.entries().forEach(entry -> links.addAll(links(entry.value())));
        }
        return links;
    }
}
