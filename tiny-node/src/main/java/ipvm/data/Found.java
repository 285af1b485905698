package ipvm.data;

import java.util.List;

/// What a name and a path lead to.
public sealed interface Found {

    /// The block in which it stands.
    Cid cid();

    /// A file: some bytes in its own block, then those of its parts in their order.
    ///
    /// @param bytes how many it has in all
    record File(Cid cid, long bytes, Bytes content, List<Part> parts) implements Found {
        public File {
            parts = List.copyOf(parts);
        }
    }

    /// A part of a file, which is a file itself.
    record Part(Cid cid, long bytes) {}

    /// A directory, whether in one block or sharded over many.
    record Directory(Cid cid, PbNode node) implements Found {}

    /// A symbolic link, as text; whoever asked for it by name decides whether to follow it.
    record Symlink(Cid cid, PbNode node, String target) implements Found {}

    /// A value inside a block, or all of it, that is no part of a file system.
    record Value(Cid cid, Ipld value) implements Found {}

    /// Reads a block for what its codec and its data say it is.
    static Found of(Cid cid, Bytes block, Limits limits) throws MalformedException {
        return switch ((int) Math.min(cid.codec(), Integer.MAX_VALUE)) {
            case (int) Codec.RAW -> new File(cid, block.size(), block, List.of());
            case (int) Codec.DAG_PB -> UnixFsNode.of(cid, PbNode.decode(block, limits));
            case (int) Codec.DAG_CBOR -> new Value(cid, DagCbor.decode(block, limits));
            case (int) Codec.DAG_JSON -> new Value(cid, DagJson.decode(block, limits));
            default ->
                    throw new MalformedException(
                            "codec (one of raw, dag-pb, dag-cbor, dag-json)",
                            Codec.describe(cid.codec()));
        };
    }
}
