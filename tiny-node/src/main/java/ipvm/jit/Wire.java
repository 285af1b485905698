package ipvm.jit;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/// A reader over a stretch of a module's bytes, which refuses to read past it.
final class Wire {

    private final byte[] bytes;
    private final int end;
    private int position;

    Wire(byte[] bytes, int start, int end) {
        this.bytes = bytes;
        this.position = start;
        this.end = end;
    }

    /// A second reader at the same place.
    Wire copy() {
        return new Wire(bytes, position, end);
    }

    int position() {
        return position;
    }

    /// Goes back to a place read before.
    void back(int to) {
        position = to;
    }

    int left() {
        return end - position;
    }

    boolean atEnd() {
        return position == end;
    }

    /// The bytes from here on, `size` of them, as a reader of their own.
    Wire part(String what, int size) throws Refused {
        need(what, size);
        var part = new Wire(bytes, position, position + size);
        position += size;
        return part;
    }

    void skip(String what, int size) throws Refused {
        need(what, size);
        position += size;
    }

    private void need(String what, int size) throws Refused {
        if (size < 0 || size > left()) {
            throw Refused.malformed(
                    what + " of " + Integer.toUnsignedString(size) + " bytes, " + left() + " left",
                    position);
        }
    }

    int u8() throws Refused {
        if (position == end) {
            throw Refused.malformed("unexpected end", position);
        }
        return bytes[position++] & 0xff;
    }

    /// The next byte without taking it, or -1 at the end.
    int peek() {
        return position == end ? -1 : bytes[position] & 0xff;
    }

    /// An unsigned LEB128 of 32 bits.
    int u32() throws Refused {
        int first = u8();
        return first < 0x80 ? first : (int) unsigned(first);
    }

    private long unsigned(int first) throws Refused {
        int at = position - 1;
        long value = first & 0x7f;
        int next = first;
        for (int shift = 7; next >= 0x80; shift += 7) {
            next = u8();
            if (shift == 28 && next >= 0x80) {
                throw Refused.malformed("integer representation too long", at);
            }
            if (shift == 28 && next > 0xf) {
                throw Refused.malformed("integer too large", at);
            }
            value |= (long) (next & 0x7f) << shift;
        }
        return value;
    }

    int s32() throws Refused {
        return (int) signed(32);
    }

    /// The type of a block: a value type below zero, or the index of a function type.
    long s33() throws Refused {
        return signed(33);
    }

    long s64() throws Refused {
        return signed(64);
    }

    private long signed(int bits) throws Refused {
        int at = position;
        long value = 0;
        int shift = 0;
        int next;
        do {
            next = u8();
            if (shift >= bits) {
                throw Refused.malformed("integer representation too long", at);
            }
            value |= (long) (next & 0x7f) << shift;
            shift += 7;
        } while (next >= 0x80);
        if (shift > bits && !isExtended(next, bits - (shift - 7))) {
            throw Refused.malformed("integer too large", at);
        }
        return shift < 64 ? value << (64 - shift) >> (64 - shift) : value;
    }

    /// Whether the bits of the last byte beyond the `used` ones repeat the sign.
    private static boolean isExtended(int last, int used) {
        int rest = (byte) (last << 1) >> used;
        return rest == 0 || rest == -1;
    }

    int i32Bits() throws Refused {
        return (int) raw(4);
    }

    long i64Bits() throws Refused {
        return raw(8);
    }

    private long raw(int size) throws Refused {
        need("constant", size);
        long value = 0;
        for (int i = 0; i < size; i++) {
            value |= (bytes[position++] & 0xffL) << (8 * i);
        }
        return value;
    }

    /// A count within its limit, and not beyond what the bytes left can hold at one byte an item.
    int count(String what, int max) throws Refused {
        int at = position;
        int count = u32();
        if (Integer.compareUnsigned(count, max) > 0) {
            throw Refused.tooLarge(what, Integer.toUnsignedLong(count), max, at);
        }
        if (count > left()) {
            throw Refused.malformed(what + " " + count + " with " + left() + " bytes left", at);
        }
        return count;
    }

    String name() throws Refused {
        int size = u32();
        int at = position;
        need("name", size);
        position += size;
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes, at, size))
                    .toString();
        } catch (CharacterCodingException e) {
            throw Refused.malformed("malformed UTF-8 encoding", at);
        }
    }
}
