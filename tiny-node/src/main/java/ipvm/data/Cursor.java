package ipvm.data;

/// Reads hostile bytes from front to back; every length is checked where it is read.
public final class Cursor {

    private final Bytes source;
    private int position;

    public Cursor(Bytes source) {
        this.source = source;
    }

    public int position() {
        return position;
    }

    public int remaining() {
        return source.size() - position;
    }

    public int u8(String what) throws MalformedException {
        if (remaining() == 0) {
            throw malformed(what, "the end");
        }
        return source.at(position++);
    }

    /// The next bytes, sharing the source's array.
    public Bytes take(long count, String what) throws MalformedException {
        if (count < 0 || count > remaining()) {
            throw malformed(what, remaining() + " of " + Long.toUnsignedString(count) + " bytes");
        }
        var taken = source.slice(position, position + (int) count);
        position += (int) count;
        return taken;
    }

    public Bytes rest() {
        var rest = source.from(position);
        position = source.size();
        return rest;
    }

    /// A minimal multiformats varint.
    public long varint(String what) throws MalformedException {
        int start = position;
        long value = 0;
        for (int i = 0; i < Varint.BYTES_MAX; i++) {
            int next = u8(what);
            value |= (long) (next & 0x7f) << (7 * i);
            if (next < 0x80) {
                if (next == 0 && i > 0) {
                    throw malformedAt(start, what, "a varint with leading zeros");
                }
                return value;
            }
        }
        throw malformedAt(start, what, "a varint of more than " + Varint.BYTES_MAX + " bytes");
    }

    public void expectEnd(String what) throws MalformedException {
        if (remaining() > 0) {
            throw malformed("end of " + what, remaining() + " more bytes");
        }
    }

    public MalformedException malformed(String what, String found) {
        return malformedAt(position, what, found);
    }

    private static MalformedException malformedAt(int offset, String what, String found) {
        return new MalformedException(what, found, offset);
    }
}
