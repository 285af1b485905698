package ipvm.data;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// A growing run of bytes for the encoders.
final class Buffer {

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

    /// The lowest `count` bytes of a number, most significant first.
    Buffer bigEndian(long value, int count) {
        reserve(count);
        for (int shift = 8 * (count - 1); shift >= 0; shift -= 8) {
            array[size++] = (byte) (value >>> shift);
        }
        return this;
    }

    Buffer bytes(Bytes bytes) {
        reserve(bytes.size());
        bytes.copyInto(array, size);
        size += bytes.size();
        return this;
    }

    Buffer varint(long value) {
        return bytes(Varint.of(value));
    }

    /// Text of characters below 0x80; answers whether it was, and writes nothing where it was not.
    boolean ascii(String text) {
        int length = text.length();
        reserve(length);
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            if (c >= 0x80) {
                return false;
            }
            array[size + i] = (byte) c;
        }
        size += length;
        return true;
    }

    Buffer utf8(String text) {
        if (!ascii(text)) {
            Utf8.requireWhole(text);
            bytes(Bytes.wrap(text.getBytes(StandardCharsets.UTF_8)));
        }
        return this;
    }

    int size() {
        return size;
    }

    Bytes toBytes() {
        return Bytes.wrap(Arrays.copyOf(array, size));
    }

    private void reserve(int count) {
        if (count > array.length - size) {
            array = Arrays.copyOf(array, Math.max(size + count, array.length * 2));
        }
    }
}
