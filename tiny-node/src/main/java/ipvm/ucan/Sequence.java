package ipvm.ucan;

import ipvm.data.Bytes;
import ipvm.data.Ipld;
import java.util.Optional;

/// What selectors see alike in lists, texts and bytes: elements that can be counted and cut.
sealed interface Sequence {

    int size();

    Ipld at(int index);

    Ipld range(int from, int to);

    /// The sequence in a value, if it is one; the characters of a text have to be walked for that.
    static Optional<Sequence> of(Ipld value, Steps steps) {
        if (value instanceof Ipld.List(var items)) {
            return Optional.of(new Elements(items));
        }
        if (value instanceof Ipld.Binary(var bytes)) {
            return Optional.of(new Octets(bytes));
        }
        return value instanceof Ipld.Text(var text) && steps.take(text.length())
                ? Optional.of(new Characters(text.codePoints().toArray()))
                : Optional.empty();
    }

    default Optional<Ipld> element(long index) {
        long at = index < 0 ? index + size() : index;
        return at < 0 || at >= size() ? Optional.empty() : Optional.of(at((int) at));
    }

    /// A part, if it may still be copied.
    default Optional<Ipld> cut(long from, long to, Steps steps) {
        int first = clamp(from);
        int end = Math.max(first, clamp(to));
        return steps.take(end - first) ? Optional.of(range(first, end)) : Optional.empty();
    }

    private int clamp(long index) {
        return (int) Math.clamp(index < 0 ? index + size() : index, 0L, size());
    }

    /// The items of a list.
    record Elements(java.util.List<Ipld> items) implements Sequence {
        @Override
        public int size() {
            return items.size();
        }

        @Override
        public Ipld at(int index) {
            return items.get(index);
        }

        @Override
        public Ipld range(int from, int to) {
            return new Ipld.List(items.subList(from, to));
        }
    }

    /// The code points of a text.
    @SuppressWarnings("ArrayRecordComponent") // never compared, never leaves this file
    record Characters(int[] points) implements Sequence {
        @Override
        public int size() {
            return points.length;
        }

        @Override
        public Ipld at(int index) {
            return range(index, index + 1);
        }

        @Override
        public Ipld range(int from, int to) {
            return Ipld.of(new String(points, from, to - from));
        }
    }

    /// Bytes as numbers.
    record Octets(Bytes bytes) implements Sequence {
        @Override
        public int size() {
            return bytes.size();
        }

        @Override
        public Ipld at(int index) {
            return Ipld.of(bytes.at(index));
        }

        @Override
        public Ipld range(int from, int to) {
            return Ipld.of(bytes.slice(from, to));
        }
    }
}
