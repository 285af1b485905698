package ipvm.ucan;

import ipvm.data.Bytes;
import ipvm.data.Ipld;
import java.util.Optional;

/// What selectors see alike in lists, texts and bytes: elements that can be counted and cut.
sealed interface Sequence {

    int size();

    Ipld at(int index);

    Ipld range(int from, int to);

    /// The sequence in a value, if it is one and may still be walked.
    static Optional<Sequence> of(Ipld value, Steps steps) {
        var sequence =
                value instanceof Ipld.List(var items)
                        ? new Elements(items)
                        : value instanceof Ipld.Text(var text)
                                ? new Characters(text.codePoints().toArray())
                                : value instanceof Ipld.Binary(var bytes)
                                        ? new Octets(bytes)
                                        : null;
        return Optional.<Sequence>ofNullable(sequence).filter(all -> steps.take(all.size()));
    }

    default Optional<Ipld> element(long index) {
        long at = index < 0 ? index + size() : index;
        return at < 0 || at >= size() ? Optional.empty() : Optional.of(at((int) at));
    }

    default Ipld cut(long from, long to) {
        int first = clamp(from);
        return range(first, Math.max(first, clamp(to)));
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
