package ipvm.store;

import ipvm.data.Bytes;
import ipvm.data.Cid;
import ipvm.data.Ipld;
import java.util.List;

/// The proof that a receipt is one of a session: whoever kept the receipt and this needs nothing
/// more of the node than the session's signature.
///
/// @param lower the way from the receipt to the root of its chunk
/// @param upper the way from there to the root of the session
public record Inclusion(Cid receipt, Way lower, Way upper) {

    /// Neighbours on a way up, and where it begins.
    public record Way(int index, int size, List<Bytes> path) {
        public Way {
            path = List.copyOf(path);
        }

        Bytes climb(Bytes item) {
            return Merkle.climb(item, index, size, path);
        }

        Ipld.Map encode() {
            return Ipld.map(
                    "index", Ipld.of(index),
                    "size", Ipld.of(size),
                    "path", new Ipld.List(path.stream().map(Ipld::of).toList()));
        }
    }

    /// Whether it proves what it says of this session.
    public boolean isOf(Session session) {
        var chunk = lower.climb(Chunk.leaf(receipt));
        return !chunk.isEmpty()
                && upper.size() == session.chunks()
                && upper.climb(chunk).equals(session.root());
    }

    public Ipld.Map encode() {
        return Ipld.map(
                "receipt", Ipld.of(receipt), "chunk", lower.encode(), "session", upper.encode());
    }
}
