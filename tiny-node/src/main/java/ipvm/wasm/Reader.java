package ipvm.wasm;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// A reader over a stretch of a component's bytes, which refuses to read past it.
final class Reader {

    private final byte[] bytes;
    private final int end;
    private int at;

    private Reader(byte[] bytes, int at, int end) {
        this.bytes = bytes;
        this.at = at;
        this.end = end;
    }

    static Reader of(byte[] bytes) {
        return new Reader(bytes, 0, bytes.length);
    }

    /// A second reader at the same place.
    Reader copy() {
        return new Reader(bytes, at, end);
    }

    int offset() {
        return at;
    }

    int left() {
        return end - at;
    }

    boolean atEnd() {
        return at == end;
    }

    byte[] rest() {
        return Arrays.copyOfRange(bytes, at, end);
    }

    /// The bytes from here on, as many as the size that stands first, as a reader of their own.
    Reader part(String what) throws Refused {
        int from = at;
        int size = u32();
        if (size < 0 || size > left()) {
            throw Refused.malformed(
                    what + " of " + Integer.toUnsignedString(size) + " bytes, " + left() + " left",
                    from);
        }
        at += size;
        return new Reader(bytes, at - size, at);
    }

    void expectEnd(String what) throws Refused {
        if (!atEnd()) {
            throw Refused.malformed(what + " has " + left() + " bytes too many", at);
        }
    }

    int u8() throws Refused {
        if (at == end) {
            throw Refused.malformed("unexpected end", at);
        }
        return bytes[at++] & 0xff;
    }

    /// A byte that has one meaning only.
    void expect(String what, int wanted) throws Refused {
        int from = at;
        int found = u8();
        if (found != wanted) {
            throw Refused.malformed(what + " 0x" + Integer.toHexString(found), from);
        }
    }

    /// A byte that says whether something follows.
    boolean flag(String what) throws Refused {
        int from = at;
        int found = u8();
        if (found > 1) {
            throw Refused.malformed(what + " 0x" + Integer.toHexString(found), from);
        }
        return found == 1;
    }

    /// An unsigned LEB128 of 32 bits.
    int u32() throws Refused {
        int from = at;
        long value = 0;
        for (int shift = 0; shift < 35; shift += 7) {
            int next = u8();
            value |= (long) (next & 0x7f) << shift;
            if (next < 0x80) {
                if (value >>> 32 != 0) {
                    throw Refused.malformed("integer too large", from);
                }
                return (int) value;
            }
        }
        throw Refused.malformed("integer representation too long", from);
    }

    /// A type: a primitive one below zero, as the one byte that it is, else an index.
    int type() throws Refused {
        int from = at;
        int first = u8();
        if (first >= 0x40 && first < 0x80) {
            return -first;
        }
        at = from;
        int index = u32();
        if (index < 0) {
            throw Refused.malformed("type index " + Integer.toUnsignedString(index), from);
        }
        return index;
    }

    /// A count that the bytes left can hold at one byte an item.
    int count(String what) throws Refused {
        int from = at;
        int count = u32();
        if (count < 0 || count > left()) {
            throw Refused.malformed(
                    what + " " + Integer.toUnsignedString(count) + " with " + left() + " left",
                    from);
        }
        return count;
    }

    String name() throws Refused {
        var text = part("name");
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes, text.at, text.left()))
                    .toString();
        } catch (CharacterCodingException e) {
            throw Refused.malformed("malformed UTF-8 encoding", text.at);
        }
    }
}
