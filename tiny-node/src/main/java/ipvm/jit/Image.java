package ipvm.jit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/// The content of a memory, kept as the stretches that are not zero: a module of a few kilobytes
/// often has a megabyte of memory of which it fills a few hundred bytes.
final class Image {

    private static final int BLOCK_BYTES = 1 << 12;
    private static final byte[] ZEROS = new byte[BLOCK_BYTES];

    private static final class Stretch {

        private final int at;
        private final byte[] bytes;

        Stretch(int at, byte[] bytes) {
            this.at = at;
            this.bytes = bytes;
        }
    }

    private final int size;
    private final List<Stretch> stretches = new ArrayList<>();

    private Image(byte[] bytes, BitSet blocks) {
        this.size = bytes.length;
        int from = blocks.nextSetBit(0);
        while (from >= 0) {
            int to = blocks.nextClearBit(from);
            int at = from * BLOCK_BYTES;
            stretches.add(new Stretch(at, Arrays.copyOfRange(bytes, at, to * BLOCK_BYTES)));
            from = blocks.nextSetBit(to);
        }
    }

    /// Of a memory that anybody may have written to.
    static Image of(byte[] bytes) {
        var blocks = new BitSet();
        for (int at = 0; at < bytes.length; at += BLOCK_BYTES) {
            if (!Arrays.equals(bytes, at, at + BLOCK_BYTES, ZEROS, 0, BLOCK_BYTES)) {
                blocks.set(at / BLOCK_BYTES);
            }
        }
        return new Image(bytes, blocks);
    }

    /// Of a memory to which nobody wrote outside some blocks.
    static Image of(byte[] bytes, BitSet blocks) {
        return new Image(bytes, blocks);
    }

    /// Notes the blocks that a stretch lies in.
    static void touch(int at, int bytes, BitSet blocks) {
        if (bytes > 0) {
            blocks.set(at / BLOCK_BYTES, (at + bytes - 1) / BLOCK_BYTES + 1);
        }
    }

    /// A memory of the same content: the array given, or a new one when that has another size.
    byte[] restored(byte[] old) {
        boolean isFresh = old.length != size;
        var bytes = isFresh ? new byte[size] : old;
        int end = 0;
        for (var stretch : stretches) {
            if (!isFresh) {
                Arrays.fill(bytes, end, stretch.at, (byte) 0);
            }
            end = stretch.at + stretch.bytes.length;
            System.arraycopy(stretch.bytes, 0, bytes, stretch.at, stretch.bytes.length);
        }
        if (!isFresh) {
            Arrays.fill(bytes, end, size, (byte) 0);
        }
        return bytes;
    }
}
