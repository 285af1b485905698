package ipvm.data;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/// The two canonical orders of map keys, both over their UTF-8 form.
final class Keys {

    /// Unsigned bytewise order of the UTF-8 forms, which is the order of code points: DAG-JSON's.
    static final Comparator<String> BYTEWISE = Keys::compareBytewise;

    /// Shorter first, then bytewise: DAG-CBOR's.
    static final Comparator<String> LENGTH_FIRST = Keys::compareLengthFirst;

    private Keys() {}

    /// Puts entries into DAG-CBOR's order; a key that comes twice is the caller's fault.
    static Ipld.Entry[] sorted(List<Ipld.Entry> entries) {
        var sorted = entries.toArray(new Ipld.Entry[0]);
        Arrays.sort(sorted, (one, other) -> compareLengthFirst(one.key(), other.key()));
        for (int i = 1; i < sorted.length; i++) {
            if (sorted[i].key().equals(sorted[i - 1].key())) {
                throw new IllegalArgumentException("key '" + sorted[i].key() + "' comes twice");
            }
        }
        return sorted;
    }

    static int indexOf(List<Ipld.Entry> sorted, String key) {
        int low = 0;
        int high = sorted.size() - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            int order = LENGTH_FIRST.compare(sorted.get(middle).key(), key);
            if (order == 0) {
                return middle;
            }
            low = order < 0 ? middle + 1 : low;
            high = order < 0 ? high : middle - 1;
        }
        return -1;
    }

    static int utf8Size(String text) {
        int size = text.length();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= 0x80) {
                // Each half of a surrogate pair counts two of the pair's four bytes.
                size += c < 0x800 || Character.isSurrogate(c) ? 1 : 2;
            }
        }
        return size;
    }

    private static int compareLengthFirst(String left, String right) {
        int order = Integer.compare(utf8Size(left), utf8Size(right));
        return order != 0 ? order : compareBytewise(left, right);
    }

    /// UTF-16 order, but a surrogate stands for a code point above all that need none.
    private static int compareBytewise(String left, String right) {
        int shorter = Math.min(left.length(), right.length());
        for (int i = 0; i < shorter; i++) {
            char a = left.charAt(i);
            char b = right.charAt(i);
            if (a != b) {
                int plane = Boolean.compare(Character.isSurrogate(a), Character.isSurrogate(b));
                return plane != 0 ? plane : Character.compare(a, b);
            }
        }
        return Integer.compare(left.length(), right.length());
    }
}
