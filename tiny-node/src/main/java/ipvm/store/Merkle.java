package ipvm.store;

import ipvm.data.Bytes;
import ipvm.data.HashFunction;
import ipvm.data.Multihash;
import java.util.ArrayList;
import java.util.List;

/// A tree of hashes over a list, by whose root each item can be proven to belong to it.
///
/// The tree is that of RFC 6962 (certificate transparency): leaves and inner nodes are hashed with
/// different first bytes, so that none passes for the other, and a list of any length has one root.
public final class Merkle {

    private static final Bytes LEAF = Bytes.of(0);
    private static final Bytes INNER = Bytes.of(1);

    private Merkle() {}

    /// The root over some items, of which there must be one at least.
    public static Bytes root(List<Bytes> items) {
        int size = items.size();
        if (size == 0) {
            throw new IllegalArgumentException("a tree over nothing");
        }
        return size == 1
                ? hash(LEAF, items.getFirst())
                : inner(root(items.subList(0, half(size))), root(items.subList(half(size), size)));
    }

    /// What has to be known besides an item to come to the root: the neighbours on its way, the
    /// lowest first.
    public static List<Bytes> path(List<Bytes> items, int index) {
        int size = items.size();
        if (size <= 1) {
            return List.of();
        }
        int half = half(size);
        boolean isLeft = index < half;
        var left = items.subList(0, half);
        var right = items.subList(half, size);
        var path = new ArrayList<>(isLeft ? path(left, index) : path(right, index - half));
        path.add(root(isLeft ? right : left));
        return List.copyOf(path);
    }

    /// The root to which an item leads by a path; none where the path is not one of that place.
    ///
    /// @param index of the item among `size` of them
    public static Bytes climb(Bytes item, int index, int size, List<Bytes> path) {
        if (index < 0 || index >= size) {
            return Bytes.EMPTY;
        }
        if (size == 1) {
            return path.isEmpty() ? hash(LEAF, item) : Bytes.EMPTY;
        }
        if (path.isEmpty()) {
            return Bytes.EMPTY;
        }
        int half = half(size);
        var rest = path.subList(0, path.size() - 1);
        boolean isLeft = index < half;
        var mine =
                isLeft
                        ? climb(item, index, half, rest)
                        : climb(item, index - half, size - half, rest);
        if (mine.isEmpty()) {
            return Bytes.EMPTY;
        }
        return isLeft ? inner(mine, path.getLast()) : inner(path.getLast(), mine);
    }

    /// The largest power of two below a size.
    private static int half(int size) {
        return Integer.highestOneBit(size - 1);
    }

    private static Bytes inner(Bytes left, Bytes right) {
        return hash(INNER, left, right);
    }

    private static Bytes hash(Bytes... parts) {
        return Multihash.of(HashFunction.SHA2_256, Bytes.concat(parts)).digest();
    }
}
