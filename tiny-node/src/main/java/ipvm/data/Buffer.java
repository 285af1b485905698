package ipvm.data;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// A growing run of bytes for the encoders: pieces that are joined once, at the end.
final class Buffer {

    private static final int PIECE_BYTES_MAX = 1 << 16;
    private static final VarHandle LONGS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private final List<Bytes> full = new ArrayList<>(0);
    private int fullSize;
    private byte[] array;
    private int size;

    Buffer(int capacity) {
        array = new byte[capacity];
    }

    Buffer u8(int value) {
        reserve(1);
        array[size++] = (byte) value;
        return this;
    }

    /// The lowest `count` bytes of a number, most significant first: one store, of which the rest
    /// is written over later.
    Buffer bigEndian(long value, int count) {
        reserve(Long.BYTES);
        LONGS.set(array, size, value << (Long.SIZE - 8 * count));
        size += count;
        return this;
    }

    /// A key's DAG-CBOR form in three stores; what is zero after its end is written over later.
    Buffer key(SharedKeys.Key key) {
        reserve(3 * Long.BYTES);
        LONGS.set(array, size, key.first());
        LONGS.set(array, size + Long.BYTES, key.second());
        LONGS.set(array, size + 2 * Long.BYTES, key.third());
        size += key.formBytes();
        return this;
    }

    Buffer bytes(Bytes bytes) {
        reserve(bytes.size());
        bytes.copyInto(array, size);
        size += bytes.size();
        return this;
    }

    Buffer varint(long value) {
        long rest = value;
        for (; rest >= 0x80; rest >>>= 7) {
            u8((int) rest | 0x80);
        }
        return u8((int) rest);
    }

    /// Text of characters below 0x80; answers whether it was, and writes nothing where it was not.
    boolean ascii(String text) {
        int length = text.length();
        reserve(length);
        var target = array;
        int from = size;
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            if (c >= 0x80) {
                return false;
            }
            target[from + i] = (byte) c;
        }
        size += length;
        return true;
    }

    /// Any text, whose size in UTF-8 the caller knows.
    void wide(String text, int utf8Size) {
        reserve(utf8Size);
        var target = array;
        int at = size;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < 0x80) {
                target[at++] = (byte) c;
            } else if (c < 0x800) {
                target[at++] = (byte) (0xc0 | (c >> 6));
                target[at++] = tail(c);
            } else if (!Character.isSurrogate(c)) {
                target[at++] = (byte) (0xe0 | (c >> 12));
                target[at++] = tail(c >> 6);
                target[at++] = tail(c);
            } else {
                int pair = Utf8.pair(text, i++);
                target[at++] = (byte) (0xf0 | (pair >> 18));
                target[at++] = tail(pair >> 12);
                target[at++] = tail(pair >> 6);
                target[at++] = tail(pair);
            }
        }
        size = at;
    }

    private static byte tail(int bits) {
        return (byte) (0x80 | (bits & 0x3f));
    }

    Buffer utf8(String text) {
        if (!ascii(text)) {
            wide(text, Keys.utf8Size(text));
        }
        return this;
    }

    /// A place to come back to, as long as no more is written than was reserved before it.
    int mark() {
        return size;
    }

    void backTo(int mark) {
        size = mark;
    }

    int size() {
        return fullSize + size;
    }

    Bytes toBytes() {
        var last = Bytes.wrap(Arrays.copyOf(array, size));
        if (full.isEmpty()) {
            return last;
        }
        full.add(last);
        return Bytes.concat(full.toArray(Bytes[]::new));
    }

    /// Makes sure that so many bytes come to stand in one piece.
    Buffer reserve(int count) {
        if (count > array.length - size) {
            begin(count);
        }
        return this;
    }

    private void begin(int count) {
        full.add(Bytes.wrap(array).slice(0, size));
        fullSize += size;
        array = new byte[Math.max(count, Math.min(PIECE_BYTES_MAX, array.length * 2))];
        size = 0;
    }
}
