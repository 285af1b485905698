package ipvm.data;

import java.io.InputStream;

/// The content of the published UnixFS vectors: `x = x * 1103515245 + 12345`, its third byte each.
final class Lcg extends InputStream {

    private long left;
    private int state = 1;

    Lcg(long size) {
        left = size;
    }

    static Bytes bytes(int size) {
        var bytes = new byte[size];
        new Lcg(size).read(bytes, 0, size);
        return Bytes.wrap(bytes);
    }

    @Override
    public int read() {
        if (left == 0) {
            return -1;
        }
        left--;
        state = state * 1_103_515_245 + 12_345;
        return (state >>> 16) & 0xff;
    }

    @Override
    public int read(byte[] target, int from, int count) {
        if (left == 0) {
            return -1;
        }
        int size = (int) Math.min(left, count);
        for (int at = from; at < from + size; at++) {
            target[at] = (byte) read();
        }
        return size;
    }
}
