package ipvm.data;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.OptionalLong;

/// A stream of hostile bytes that knows how far it was read.
final class CountedInput {

    /// What a mere claim of a length may cost; more is allocated as the bytes arrive.
    private static final int STEP_BYTES = 8 << 10;

    private final InputStream in;
    private long position;

    CountedInput(InputStream in) {
        this.in = new BufferedInputStream(in);
    }

    long position() {
        return position;
    }

    /// A minimal varint, or nothing where the stream ends before it.
    OptionalLong varint(String what) throws IOException, MalformedException {
        var bytes = new byte[Varint.BYTES_MAX];
        int size = 0;
        int next;
        do {
            next = in.read();
            if (next < 0 && size == 0) {
                return OptionalLong.empty();
            }
            if (next >= 0) {
                bytes[size++] = (byte) next;
            }
        } while (next >= 0x80 && size < bytes.length);
        var value = varint(Bytes.wrap(bytes).slice(0, size), what);
        position += size;
        return OptionalLong.of(value);
    }

    private long varint(Bytes bytes, String what) throws MalformedException {
        try {
            return new Cursor(bytes).varint(what);
        } catch (MalformedException e) {
            throw new MalformedException(what, e.found(), position);
        }
    }

    Bytes take(int count, String what) throws IOException, MalformedException {
        var array = new byte[Math.min(count, STEP_BYTES)];
        int size = 0;
        while (true) {
            size += in.readNBytes(array, size, array.length - size);
            if (size < array.length) {
                throw new MalformedException(what, size + " of " + count + " bytes", position);
            }
            if (size == count) {
                position += count;
                return Bytes.wrap(array);
            }
            array = Arrays.copyOf(array, (int) Math.min(count, 2L * size));
        }
    }
}
