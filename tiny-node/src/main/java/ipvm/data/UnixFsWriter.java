package ipvm.data;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/// Cuts files into blocks as `ipfs add --cid-version=1` does, so that a file has one name
/// everywhere.
///
/// Raw leaves of 256 KiB under a balanced tree of at most 174 links a node. One chunk and one path
/// through the tree are held at a time, whatever the file's size.
public final class UnixFsWriter {

    static final int CHUNK_BYTES = 256 << 10;
    static final int LINKS_MAX = 174;
    static final int BLOCK_BYTES_MAX = 1 << 20;

    private final BlockSink sink;
    private final int chunkBytes;

    public UnixFsWriter(BlockSink sink) {
        this(sink, CHUNK_BYTES);
    }

    /// Smaller chunks make tall trees of small files, for tests.
    UnixFsWriter(BlockSink sink, int chunkBytes) {
        this.sink = sink;
        this.chunkBytes = chunkBytes;
    }

    /// What was written: its name and what it comes to.
    ///
    /// @param bytes of the file, or of all files in the directory
    /// @param blocks put into the sink, equal ones counted each time
    /// @param dagBytes of all these blocks
    public record Written(Cid cid, long bytes, long blocks, long dagBytes) {}

    /// Writes a file to its end; the stream stays the caller's to close.
    public Written file(InputStream in) throws IOException {
        var tree = new Tree();
        Bytes chunk;
        do {
            chunk = chunk(in);
            if (!chunk.isEmpty() || tree.isEmpty()) {
                tree.add(0, put(Block.of(Codec.RAW, chunk), chunk.size(), List.of()));
            }
        } while (chunk.size() == chunkBytes);
        return tree.root();
    }

    /// Each block has an array of its own: the sink may keep it for as long as it likes.
    private Bytes chunk(InputStream in) throws IOException {
        var array = new byte[chunkBytes];
        int size = in.readNBytes(array, 0, array.length);
        return Bytes.wrap(size == array.length ? array : Arrays.copyOf(array, size));
    }

    /// Writes a directory of what was written before, in one block: a few thousand names at most.
    public Written directory(Map<String, Written> entries) throws IOException, MalformedException {
        var links = new ArrayList<PbLink>();
        for (var entry : entries.entrySet()) {
            links.add(link(named(entry.getKey()), entry.getValue()));
        }
        links.sort(Comparator.comparing(PbLink::nameOrEmpty, Keys.BYTEWISE));
        var node = PbNode.of(links, UnixFsData.directory().encode()).encode();
        if (node.size() > BLOCK_BYTES_MAX) {
            var most = "directory of at most " + BLOCK_BYTES_MAX + " bytes";
            throw new MalformedException(
                    most, links.size() + " names in " + node.size() + " bytes");
        }
        var parts = List.copyOf(entries.values());
        return put(Block.of(Codec.DAG_PB, node), bytes(parts), parts);
    }

    private static String named(String name) {
        if (name.isEmpty() || name.equals(".") || name.equals("..") || name.indexOf('/') >= 0) {
            throw new IllegalArgumentException("'" + name + "' is no name of a file");
        }
        return name;
    }

    private static PbLink link(String name, Written target) {
        return PbLink.of(target.cid(), name, target.dagBytes());
    }

    private static long bytes(List<Written> parts) {
        return parts.stream().mapToLong(Written::bytes).sum();
    }

    private Written put(Block block, long bytes, List<Written> parts) throws IOException {
        sink.put(block);
        long blocks = 1;
        long dagBytes = block.data().size();
        for (var part : parts) {
            blocks += part.blocks();
            dagBytes += part.dagBytes();
        }
        return new Written(block.cid(), bytes, blocks, dagBytes);
    }

    /// The growing tree: a row of siblings for each level, joined under a parent when it is full.
    private final class Tree {

        private final List<List<Written>> rows = new ArrayList<>();

        boolean isEmpty() {
            return rows.isEmpty();
        }

        void add(int level, Written node) throws IOException {
            if (level == rows.size()) {
                rows.add(new ArrayList<>());
            }
            var row = rows.get(level);
            if (row.size() == LINKS_MAX) {
                add(level + 1, joined(row));
                row.clear();
            }
            row.add(node);
        }

        /// Joins what is left, from the leaves up, until one node stands above all.
        Written root() throws IOException {
            int level = 0;
            while (level < rows.size() - 1 || rows.get(level).size() > 1) {
                add(level + 1, joined(rows.get(level)));
                level++;
            }
            return rows.get(level).getFirst();
        }

        private Written joined(List<Written> parts) throws IOException {
            var sizes = parts.stream().map(Written::bytes).toList();
            var links = parts.stream().map(part -> link("", part)).toList();
            var data = UnixFsData.file(bytes(parts), sizes).encode();
            var node = PbNode.of(links, data).encode();
            return put(Block.of(Codec.DAG_PB, node), bytes(parts), parts);
        }
    }
}
