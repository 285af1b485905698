package ipvm.data;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import ipvm.testkit.Peer;
import ipvm.testkit.Rounds;
import ipvm.testkit.Seeds;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Files that `ipfs-unixfs-importer` cut, read by us, and files that we cut, put together by
/// `ipfs-unixfs-exporter`.
@Timeout(value = 10, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class FilePeerIT {

    private static final int FILES = Peer.count(8, 40);
    private static final int FILES_EACH_WAY = Peer.count(2, 20);
    private static final int RANGES = 8;
    private static final int BYTES_MAX = 20 << 20;
    private static final int CHUNK = UnixFsWriter.CHUNK_BYTES;
    private static final int WIDTH = UnixFsWriter.LINKS_MAX;
    private static final int[] EDGES = {
        0, 1, CHUNK - 1, CHUNK, CHUNK + 1, BYTES_MAX, 2 * CHUNK + 1
    };

    @RegisterExtension static final Peer PEER = new Peer("unixfs");

    @TempDir private Path folder;

    /// How the peer may cut a file.
    enum Way {
        BALANCED,
        UNIXFS_V0_2015,
        UNIXFS_V1_2025,
        LEAVES_IN_FILE_NODES,
        LEAVES_IN_RAW_NODES,
        VERSION_0,
        TRICKLE,
        TRICKLE_OF_FILE_NODES,
        NODE_ABOVE_A_SINGLE_LEAF,
        DATA_BEFORE_LINKS,
        MODE_AND_TIME,
        CUT_BY_CONTENT
    }

    @Test
    void bothCutAFileAlikeAndReadWhatTheOtherCut() throws Exception {
        Rounds.ofSeeds(
                "files of 0 to 20 MB, cut alike and read by both",
                FILES,
                seed -> {
                    var random = Seeds.random(seed);
                    int size =
                            seed < EDGES.length ? EDGES[(int) seed] : random.nextInt(BYTES_MAX + 1);
                    var content = content(size, random);
                    var theirs = theirCar(content, Way.BALANCED, CHUNK, WIDTH);
                    var root = Vectors.cid(theirs.get("root").textValue());
                    var ours = new MemoryBlocks();

                    assertThat(new UnixFsWriter(ours).file(content.stream()).cid()).isEqualTo(root);
                    assertThat(ours.blocks.keySet()).hasSize(theirs.get("blocks").intValue());
                    requireReadByUs(root, content, random);
                    Cars.write(car(), root, ours);
                    requireReadByThem(root, content, random);
                });
    }

    @ParameterizedTest
    @EnumSource
    void weReadAFileHoweverItIsCut(Way way) throws Exception {
        Rounds.of(
                "files cut by them, read by us, " + way,
                FILES_EACH_WAY,
                random -> {
                    int chunk = 1 << (9 + random.nextInt(12));
                    int width = random.nextBoolean() ? WIDTH : 2 + random.nextInt(20);
                    int full = Math.min(chunk * width, 4 << 20);
                    int size =
                            random.nextBoolean()
                                    ? full + random.nextInt(3) - 1
                                    : random.nextInt(Math.min(3 << 20, 1_000 * chunk));
                    var content = content(size, random);
                    var theirs = theirCar(content, way, chunk, width);

                    requireReadByUs(Vectors.cid(theirs.get("root").textValue()), content, random);
                });
    }

    @Test
    void bothCutAFileAlikeWhateverTheChunk() throws Exception {
        Rounds.of(
                "files cut alike into other chunks",
                FILES,
                random -> {
                    int chunk = 1 + random.nextInt(2_000);
                    int rows = 1 + random.nextInt(3);
                    int size = chunk * (rows * WIDTH + random.nextInt(3) - 1);
                    var content = content(size, random);
                    var theirs = theirCar(content, Way.BALANCED, chunk, WIDTH);
                    var ours = new UnixFsWriter(block -> {}, chunk).file(content.stream());

                    assertThat(ours.cid()).hasToString(theirs.get("root").textValue());
                });
    }

    @ParameterizedTest
    @EnumSource(names = {"BALANCED", "UNIXFS_V0_2015", "UNIXFS_V1_2025"})
    void theyCutThePublishedFilesAndWeReadThem(Way way) throws Exception {
        int read = 0;
        for (var vector : Vectors.json("unixfs/unixfs-cids.json").get("vectors")) {
            if (isOf(way, vector.get("profile").textValue())) {
                var content = Lcg.bytes(vector.get("size").intValue());
                var theirs = theirCar(content, way, CHUNK, WIDTH);

                assertThat(theirs.get("root")).isEqualTo(vector.get("cid"));
                assertThat(theirs.get("blocks")).isEqualTo(vector.get("blocks"));
                requireReadByUs(
                        Vectors.cid(vector.get("cid").textValue()), content, Seeds.random(read));
                read++;
            }
        }
        System.out.println(
                "published files cut by them, read by us, " + way + ": " + read + " of 8");

        assertThat(read).isEqualTo(8);
    }

    private static boolean isOf(Way way, String profile) {
        return way == Way.BALANCED
                ? profile.startsWith("test-cid-v1")
                : profile.replace('-', '_').equalsIgnoreCase(way.name());
    }

    /// One file in four has the same bytes again and again, so that its blocks are the same too.
    private static Bytes content(int size, RandomGenerator random) {
        var content = new byte[size];
        if (random.nextInt(4) > 0) {
            random.nextBytes(content);
        }
        return Bytes.wrap(content);
    }

    private JsonNode theirCar(Bytes content, Way way, int chunk, int width) throws IOException {
        Files.write(file(), content.toArray());
        return PEER.get(
                "importFile",
                "file",
                file().toString(),
                "car",
                car().toString(),
                "way",
                way,
                "chunk",
                chunk,
                "width",
                width);
    }

    private void requireReadByUs(Cid root, Bytes content, RandomGenerator random)
            throws IOException, MalformedException, NotFoundException {
        var reader = Cars.read(car()).reader();
        var file = (Found.File) reader.open(root);

        assertThat(file.bytes()).isEqualTo(content.size());
        assertThat(read(reader, file, 0, Long.MAX_VALUE)).isEqualTo(content);
        for (int i = 0; i < RANGES; i++) {
            int from = random.nextInt(content.size() + 2);
            int to = from + random.nextInt(content.size() + 2);

            assertThat(read(reader, file, from, to)).isEqualTo(range(content, from, to));
        }
    }

    private static Bytes read(UnixFsReader reader, Found.File file, long from, long to)
            throws IOException, MalformedException, NotFoundException {
        var out = new ByteArrayOutputStream();
        reader.write(file, from, to, out);
        return Bytes.wrap(out.toByteArray());
    }

    private static Bytes range(Bytes content, int from, int to) {
        return content.slice(Math.min(from, content.size()), Math.min(to, content.size()));
    }

    private void requireReadByThem(Cid root, Bytes content, RandomGenerator random)
            throws IOException {
        var back = folder.resolve("back");
        var car = car().toString();
        PEER.get("exportFile", "car", car, "root", root.toString(), "file", back.toString());

        assertThat(Files.mismatch(file(), back)).isEqualTo(-1);

        int from = random.nextInt(content.size() + 1);
        int size = random.nextInt(Math.min(content.size() - from, CHUNK + 2) + 1);
        var part =
                PEER.get(
                        "exportRange",
                        "car",
                        car,
                        "root",
                        root.toString(),
                        "offset",
                        from,
                        "length",
                        size);

        assertThat(Peer.bytes(part)).isEqualTo(range(content, from, from + size));
    }

    private Path file() {
        return folder.resolve("file");
    }

    private Path car() {
        return folder.resolve("file.car");
    }
}
