package ipvm.data;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;

/// An immutable run of bytes; slices share the array, so that cutting up a block copies nothing.
public final class Bytes implements Comparable<Bytes> {

    public static final Bytes EMPTY = new Bytes(new byte[0], 0, 0);

    private static final int SHOWN_BYTES_MAX = 32;

    private final byte[] array;
    private final int start;
    private final int size;

    private Bytes(byte[] array, int start, int size) {
        this.array = array;
        this.start = start;
        this.size = size;
    }

    /// Takes an array over without a copy: the caller gives it up and never writes to it again.
    public static Bytes wrap(byte[] array) {
        return array.length == 0 ? EMPTY : new Bytes(array, 0, array.length);
    }

    public static Bytes copyOf(byte[] array) {
        return wrap(array.clone());
    }

    /// One byte for each number, of which only the low eight bits count.
    public static Bytes of(int... values) {
        var array = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            array[i] = (byte) values[i];
        }
        return wrap(array);
    }

    public static Bytes utf8(String text) {
        return wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    /// Reads hexadecimal digits of either case.
    public static Bytes fromHex(String hex) throws MalformedException {
        for (int i = 0; i < hex.length(); i++) {
            if (!HexFormat.isHexDigit(hex.charAt(i))) {
                throw new MalformedException("hex digit", "'" + hex.charAt(i) + "'", i);
            }
        }
        if (hex.length() % 2 != 0) {
            throw new MalformedException("hex digits in pairs", "a lone one", hex.length());
        }
        return wrap(HexFormat.of().parseHex(hex));
    }

    public static Bytes concat(Bytes... parts) {
        int total = 0;
        for (var part : parts) {
            total = Math.addExact(total, part.size);
        }
        var joined = new byte[total];
        int at = 0;
        for (var part : parts) {
            part.copyInto(joined, at);
            at += part.size;
        }
        return wrap(joined);
    }

    public int size() {
        return size;
    }

    public boolean isEmpty() {
        return size == 0;
    }

    /// The byte at an index, 0 to 255.
    public int at(int index) {
        return array[start + checkIndex(index)] & 0xff;
    }

    /// The bytes from one index up to, not including, another; shares the array.
    public Bytes slice(int from, int to) {
        if (from < 0 || to < from || to > size) {
            throw new IndexOutOfBoundsException(from + ".." + to + " of " + size + " bytes");
        }
        return from == to ? EMPTY : new Bytes(array, start + from, to - from);
    }

    /// All bytes from an index on; shares the array.
    public Bytes from(int index) {
        return slice(index, size);
    }

    public boolean startsWith(Bytes prefix) {
        return size >= prefix.size && slice(0, prefix.size).equals(prefix);
    }

    public byte[] toArray() {
        return Arrays.copyOfRange(array, start, start + size);
    }

    /// The same bytes in an array of their own, so that a small slice does not keep a large block.
    public Bytes detached() {
        return array.length == size ? this : wrap(toArray());
    }

    public void copyInto(byte[] target, int at) {
        System.arraycopy(array, start, target, at, size);
    }

    public InputStream stream() {
        return new ByteArrayInputStream(array, start, size);
    }

    public void writeTo(OutputStream out) throws IOException {
        out.write(array, start, size);
    }

    public void update(MessageDigest digest) {
        digest.update(array, start, size);
    }

    public String hex() {
        return HexFormat.of().formatHex(array, start, start + size);
    }

    /// The array behind these bytes: for this package's codecs, which only read it.
    byte[] array() {
        return array;
    }

    int start() {
        return start;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Bytes that
                && Arrays.equals(
                        array, start, start + size, that.array, that.start, that.start + that.size);
    }

    @Override
    public int hashCode() {
        int hash = 1;
        for (int i = start; i < start + size; i++) {
            hash = 31 * hash + array[i];
        }
        return hash;
    }

    /// Bytewise, unsigned; a prefix comes first.
    @Override
    public int compareTo(Bytes that) {
        return Arrays.compareUnsigned(
                array, start, start + size, that.array, that.start, that.start + that.size);
    }

    @Override
    public String toString() {
        return size <= SHOWN_BYTES_MAX
                ? hex()
                : slice(0, SHOWN_BYTES_MAX).hex() + "... (" + size + " bytes)";
    }

    private int checkIndex(int index) {
        if (index < 0 || index >= size) {
            throw new IndexOutOfBoundsException(index + " of " + size + " bytes");
        }
        return index;
    }
}
