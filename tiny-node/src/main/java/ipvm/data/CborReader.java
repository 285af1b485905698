package ipvm.data;

import java.util.Arrays;

/// Reads one DAG-CBOR item; every length is checked against what is left before it is used.
final class CborReader {

    private static final int CAPACITY_MAX = 16;

    private final Bytes source;
    private final byte[] array;
    private final int start;
    private final int end;
    private final Limits limits;
    private int at;

    CborReader(Bytes source, Limits limits) {
        this.source = source;
        this.array = source.array();
        this.start = source.start();
        this.end = start + source.size();
        this.at = start;
        this.limits = limits;
    }

    Ipld whole() throws MalformedException {
        if (end - start > limits.blockBytesMax()) {
            throw malformed(
                    "block of at most " + limits.blockBytesMax() + " bytes",
                    end - start + " bytes");
        }
        var value = item(0);
        if (at < end) {
            throw malformed("end of the item", end - at + " more bytes");
        }
        return value;
    }

    private Ipld item(int depth) throws MalformedException {
        int head = u8();
        return switch (head >> 5) {
            case 0 -> Ipld.Int.of(false, argument(head));
            case 1 -> Ipld.Int.of(true, argument(head));
            case 2 -> new Ipld.Binary(bytes(head));
            case 3 -> new Ipld.Text(text(size(head, limits.textBytesMax(), "text")));
            case 4 -> list(head, deeper(depth));
            case 5 -> map(head, deeper(depth));
            case 6 -> link(head);
            default -> simple(head); // a byte has no ninth major type
        };
    }

    private int deeper(int depth) throws MalformedException {
        if (depth >= limits.depthMax()) {
            at--;
            throw malformed("at most " + limits.depthMax() + " levels", "one more");
        }
        return depth + 1;
    }

    private Ipld list(int head, int depth) throws MalformedException {
        int count = count(head, 1); // an item is at least one byte
        if (count == 0) {
            return Ipld.List.EMPTY;
        }
        var items = new Ipld[Math.min(count, CAPACITY_MAX)];
        for (int i = 0; i < count; i++) {
            if (i == items.length) {
                items = Arrays.copyOf(items, Math.min(count, i * 2));
            }
            items[i] = item(depth);
        }
        return new Ipld.List(new Fixed<>(items));
    }

    private Ipld map(int head, int depth) throws MalformedException {
        int count = count(head, 2); // an entry is at least two
        if (count == 0) {
            return Ipld.Map.EMPTY;
        }
        var keys = new String[Math.min(count, CAPACITY_MAX)];
        var values = new Ipld[keys.length];
        int keyAt = at;
        int keySize = -1;
        for (int i = 0; i < count; i++) {
            if (i == keys.length) {
                keys = Arrays.copyOf(keys, Math.min(count, i * 2));
                values = Arrays.copyOf(values, keys.length);
            }
            int size = keySize();
            requireAscending(keyAt, keySize, size);
            keyAt = at;
            keySize = size;
            keys[i] = key(size);
            values[i] = item(depth);
        }
        return new Ipld.Map(new Entries(keys, values));
    }

    private int keySize() throws MalformedException {
        int head = u8();
        if (head >> 5 != CborWriter.MAJOR_TEXT) {
            at--;
            throw malformed("text as a map's key", "head 0x" + Integer.toHexString(head));
        }
        return size(head, limits.textBytesMax(), "text");
    }

    /// The key that starts here must come after the one before: longer, or as long and bytewise
    /// later.
    private void requireAscending(int previousAt, int previousSize, int size)
            throws MalformedException {
        if (size > previousSize) {
            return;
        }
        int order =
                size < previousSize
                        ? 1
                        : Arrays.compareUnsigned(
                                array, previousAt, previousAt + size, array, at, at + size);
        if (order >= 0) {
            var key = "'" + text(size) + "'";
            at -= size;
            throw malformed("keys in order", order == 0 ? key + " twice" : key + " out of order");
        }
    }

    private Ipld link(int head) throws MalformedException {
        int tagAt = at - 1;
        long tag = argument(head);
        if (tag != DagCbor.CID_TAG) {
            at = tagAt;
            throw malformed("tag 42", "tag " + Long.toUnsignedString(tag));
        }
        int next = u8();
        if (next >> 5 != CborWriter.MAJOR_BYTES) {
            at--;
            throw malformed("bytes of a link", "head 0x" + Integer.toHexString(next));
        }
        int contentAt = at;
        var binary = bytes(next);
        if (binary.isEmpty() || binary.at(0) != 0) {
            at = contentAt;
            throw malformed("zero before a link's CID", binary.toString());
        }
        return new Ipld.Link(cid(binary.from(1)));
    }

    private Cid cid(Bytes binary) throws MalformedException {
        try {
            return Cid.decode(binary);
        } catch (MalformedException e) {
            throw e.within("link", at - binary.size() - start);
        }
    }

    private Ipld simple(int head) throws MalformedException {
        return switch (head) {
            case 0xf4 -> Ipld.Bool.FALSE;
            case 0xf5 -> Ipld.Bool.TRUE;
            case 0xf6 -> Ipld.Null.NULL;
            case 0xfb -> float64();
            default -> {
                at--;
                throw malformed(
                        "false, true, null or a 64-bit float",
                        "head 0x" + Integer.toHexString(head));
            }
        };
    }

    private Ipld float64() throws MalformedException {
        double value = Double.longBitsToDouble(bigEndian(Double.BYTES));
        boolean negativeZero = value == 0 && Double.doubleToRawLongBits(value) != 0;
        if (!Double.isFinite(value) || negativeZero) {
            at -= Double.BYTES;
            throw malformed("finite float without negative zero", Double.toString(value));
        }
        return new Ipld.Float64(value);
    }

    private Bytes bytes(int head) throws MalformedException {
        int size = size(head, limits.blockBytesMax(), "bytes");
        at += size;
        return source.slice(at - size - start, at - start);
    }

    private String key(int size) throws MalformedException {
        try {
            var text = SharedKeys.read(array, at, size);
            at += size;
            return text;
        } catch (MalformedException e) {
            throw e.within("DAG-CBOR key", at - start);
        }
    }

    private String text(int size) throws MalformedException {
        try {
            var text = Utf8.decode(array, at, size);
            at += size;
            return text;
        } catch (MalformedException e) {
            throw e.within("DAG-CBOR text", at - start);
        }
    }

    /// The length of a string, at most `max` and never more than what is left.
    private int size(int head, int max, String what) throws MalformedException {
        int headAt = at - 1;
        long size = argument(head);
        if (size < 0 || size > Math.min(max, end - at)) {
            int left = end - at;
            at = headAt;
            var found = "a length of " + Long.toUnsignedString(size);
            throw malformed(what + " of at most " + Math.min(max, left) + " bytes", found);
        }
        return (int) size;
    }

    /// The length of a collection, whose items take `itemBytesMin` each of what is left.
    private int count(int head, int itemBytesMin) throws MalformedException {
        int headAt = at - 1;
        long count = argument(head);
        int max = Math.min(limits.itemsMax(), (end - at) / itemBytesMin);
        if (count < 0 || count > max) {
            at = headAt;
            var found = "a length of " + Long.toUnsignedString(count);
            throw malformed("collection of at most " + max + " items", found);
        }
        return (int) count;
    }

    /// The number in or after a head, in its shortest form only.
    private long argument(int head) throws MalformedException {
        int low = head & 31;
        return switch (low) {
            case 24 -> shortest(1, 24);
            case 25 -> shortest(2, 1L << 8);
            case 26 -> shortest(4, 1L << 16);
            case 27 -> shortest(8, 1L << 32);
            case 28, 29, 30, 31 -> {
                at--;
                throw malformed("definite length", "head 0x" + Integer.toHexString(head));
            }
            default -> low;
        };
    }

    private long shortest(int bytes, long min) throws MalformedException {
        long value = bigEndian(bytes);
        if (Long.compareUnsigned(value, min) < 0) {
            at -= bytes + 1;
            throw malformed("shortest form of a number", value + " in " + bytes + " bytes");
        }
        return value;
    }

    private long bigEndian(int bytes) throws MalformedException {
        if (bytes > end - at) {
            throw malformed(bytes + " bytes of a number", end - at + " left");
        }
        long value = 0;
        for (int i = 0; i < bytes; i++) {
            value = (value << 8) | (array[at++] & 0xff);
        }
        return value;
    }

    private int u8() throws MalformedException {
        if (at == end) {
            throw malformed("an item", "the end");
        }
        return array[at++] & 0xff;
    }

    private MalformedException malformed(String what, String found) {
        return new MalformedException("DAG-CBOR " + what, found, at - start);
    }
}
