package ipvm.data;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import ipvm.testkit.Peer;
import ipvm.testkit.Rounds;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Directories that we wrote, walked by `ipfs-unixfs-exporter`, and those of
/// `ipfs-unixfs-importer`, plain or sharded, walked by us.
@Timeout(value = 10, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class DirectoryPeerIT {

    private static final int TREES = Peer.count(10, 400);
    private static final int SHARDED_TREES = Peer.count(3, 40);
    private static final int WIDE = Peer.count(1_000, 5_000);
    private static final long NEVER = 1L << 52;

    @RegisterExtension static final Peer PEER = new Peer("unixfs");

    @TempDir private Path folder;

    @Test
    void bothNameADirectoryAlikeAndTheyWalkOurs() throws Exception {
        Rounds.of(
                "trees named alike, ours walked by them",
                TREES,
                random -> {
                    var tree = new Tree.Source(random, 12, false).folder();
                    var theirs = theirCar(tree, NEVER, 8);
                    var blocks = new MemoryBlocks();
                    var ours = tree.written(new UnixFsWriter(blocks));

                    assertThat(ours.cid()).hasToString(theirs.get("root").textValue());
                    Cars.write(car(), ours.cid(), blocks);
                    requireWalkedByThem(ours.cid(), tree);
                });
    }

    @Test
    void weWalkTheirPlainDirectories() throws Exception {
        Rounds.of(
                "plain trees of theirs, walked by us",
                TREES,
                random -> {
                    var tree = new Tree.Source(random, 12, true).folder();
                    requireWalkedByUs(theirCar(tree, NEVER, 8), tree, false);
                });
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 4, 5, 8, 10})
    void weWalkTheirShardedDirectories(int fanoutBits) throws Exception {
        Rounds.of(
                "trees of theirs in shards of " + (1 << fanoutBits) + ", walked by us",
                SHARDED_TREES,
                random -> {
                    var tree = new Tree.Source(random, 60, true).folder();
                    requireWalkedByUs(theirCar(tree, 0, fanoutBits), tree, true);
                });
    }

    @Test
    void weFindEveryNameInAWideShardedDirectory() throws Exception {
        Rounds.of(
                "directories of " + WIDE + " names in shards, walked by us",
                1,
                random -> {
                    var entries = new TreeMap<String, Tree>();
                    for (int i = 0; i < WIDE; i++) {
                        entries.put("file " + i, new Tree.File(Bytes.utf8("content " + i % 7)));
                    }
                    var tree = new Tree.Folder(entries);
                    requireWalkedByUs(theirCar(tree, 1 << 10, 8), tree, true);
                });
    }

    private JsonNode theirCar(Tree.Folder tree, long shardAbove, int fanoutBits)
            throws IOException {
        return PEER.get(
                "importTree",
                "entries",
                tree.sources(),
                "car",
                car().toString(),
                "shardAbove",
                shardAbove,
                "fanoutBits",
                fanoutBits);
    }

    private void requireWalkedByThem(Cid root, Tree.Folder tree) throws IOException {
        var expected = tree.paths();
        var theirs = PEER.get("exportTree", "car", car().toString(), "root", root.toString());

        assertThat(theirs).hasSize(expected.size());
        for (var found : theirs) {
            var node = requireNonNull(expected.get(found.get("path").textValue()));
            requireSame(found, node);
            var resolved =
                    PEER.get(
                            "resolve",
                            "car",
                            car().toString(),
                            "root",
                            root.toString(),
                            "path",
                            found.get("path").textValue());
            requireSame(resolved, node);
        }
    }

    private static void requireSame(JsonNode found, Tree node) {
        switch (node) {
            case Tree.File(var content) ->
                    assertThat(Peer.bytes(found.get("content"))).isEqualTo(content);
            case Tree.Folder folder -> assertThat(found.has("directory")).isTrue();
            case Tree.Link link -> throw new IllegalStateException("we write no symlinks");
        }
    }

    private void requireWalkedByUs(JsonNode theirs, Tree.Folder tree, boolean sharded)
            throws Exception {
        var reader = Cars.read(car()).reader();
        var root = Vectors.cid(theirs.get("root").textValue());
        var expected = tree.paths();

        requireKind(sharded ? UnixFsData.SHARD : UnixFsData.DIRECTORY, reader.open(root));
        requireListed(reader, reader.open(root), tree);
        for (var entry : expected.entrySet()) {
            requireResolved(reader, reader.resolve(root, entry.getKey()), entry.getValue());
        }
        assertThatThrownBy(() -> reader.resolve(root, "never here"))
                .isInstanceOf(NotFoundException.class);
    }

    private static void requireKind(long type, Found found) throws MalformedException {
        var data = UnixFsNode.data(((Found.Directory) found).node());
        assertThat(data.orElseThrow().type()).isEqualTo(type);
    }

    private static void requireResolved(UnixFsReader reader, Found found, Tree expected)
            throws Exception {
        switch (expected) {
            case Tree.File(var content) -> {
                var out = new ByteArrayOutputStream();
                reader.write((Found.File) found, out);
                assertThat(out.toByteArray()).isEqualTo(content.toArray());
            }
            case Tree.Link(var target) ->
                    assertThat(((Found.Symlink) found).target()).isEqualTo(target);
            case Tree.Folder folder -> requireListed(reader, found, folder);
        }
    }

    private static void requireListed(UnixFsReader reader, Found found, Tree.Folder expected)
            throws Exception {
        assertThat(reader.list((Found.Directory) found).stream().map(UnixFsReader.Entry::name))
                .containsExactlyInAnyOrderElementsOf(expected.entries().keySet());
    }

    private Path car() {
        return folder.resolve("tree.car");
    }
}
