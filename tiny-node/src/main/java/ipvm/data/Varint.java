package ipvm.data;

/// Unsigned LEB128 of multiformats: minimal, at most nine bytes, so at most 63 bits.
public final class Varint {

    static final int BYTES_MAX = 9;

    private Varint() {}

    public static Bytes of(long value) {
        if (value < 0) {
            throw new IllegalArgumentException("a varint has no sign: " + value);
        }
        var out = new byte[size(value)];
        int last = out.length - 1;
        for (int i = 0; i < last; i++) {
            out[i] = (byte) ((value >>> (7 * i)) | 0x80);
        }
        out[last] = (byte) (value >>> (7 * last));
        return Bytes.wrap(out);
    }

    /// How many bytes a value takes.
    public static int size(long value) {
        return Math.max(1, (Long.SIZE - Long.numberOfLeadingZeros(value) + 6) / 7);
    }
}
