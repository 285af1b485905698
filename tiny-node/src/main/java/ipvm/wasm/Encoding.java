package ipvm.wasm;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/// How strings lie in a memory, and in which unit their length is told.
enum Encoding {
    UTF8,
    UTF16,
    LATIN1_UTF16;

    /// In the length of a `LATIN1_UTF16` string: it is UTF-16 after all.
    private static final int TAG = 1 << 31;

    private static final char REPLACEMENT = '\ufffd';

    /// The number that stands for it where a core module says how it keeps strings.
    static Encoding of(Reader in) throws Refused {
        int offset = in.offset();
        int number = in.u8();
        return switch (number) {
            case 0 -> UTF8;
            case 1 -> UTF16;
            case 2 -> LATIN1_UTF16;
            default -> throw Refused.malformed("encoding of strings " + number, offset);
        };
    }

    String load(Guest guest, int at, int length) {
        return switch (this) {
            case UTF8 -> decode(StandardCharsets.UTF_8, guest, at, length);
            case UTF16 -> decode(StandardCharsets.UTF_16LE, guest, at, length);
            case LATIN1_UTF16 ->
                    length >= 0
                            ? decode(StandardCharsets.ISO_8859_1, guest, at, length)
                            : decode(StandardCharsets.UTF_16LE, guest, at, length ^ TAG);
        };
    }

    private String decode(Charset charset, Guest guest, int at, int length) {
        long size = Integer.toUnsignedLong(length) * unit(charset);
        int align = this == UTF8 ? 1 : 2;
        guest.check(at, size, align);
        guest.charge(size);
        var bytes = guest.read(at, size, align);
        var text = new String(bytes, charset);
        if (text.indexOf(REPLACEMENT) >= 0) {
            check(bytes, charset);
        }
        return text;
    }

    /// What is ill-formed was replaced; only where it may have been it is looked at again, because
    /// a strict decoder takes four times the memory.
    private static void check(byte[] bytes, Charset charset) {
        try {
            charset.newDecoder().decode(ByteBuffer.wrap(bytes));
        } catch (CharacterCodingException e) {
            throw Fault.of("ill-formed string");
        }
    }

    private static int unit(Charset charset) {
        return charset.equals(StandardCharsets.UTF_16LE) ? 2 : 1;
    }

    /// Writes a string into fresh memory; its length as the core module wants it.
    int store(String text, Guest guest, Flats address) {
        var charset = charset(text);
        var bytes = text.getBytes(charset);
        int at = guest.allocate(bytes.length, this == UTF8 ? 1 : 2);
        guest.write(at, bytes);
        address.push(at);
        int length = bytes.length / unit(charset);
        return this == LATIN1_UTF16 && unit(charset) == 2 ? length | TAG : length;
    }

    private Charset charset(String text) {
        return switch (this) {
            case UTF8 -> StandardCharsets.UTF_8;
            case UTF16 -> StandardCharsets.UTF_16LE;
            case LATIN1_UTF16 ->
                    text.chars().allMatch(unit -> unit <= 0xff)
                            ? StandardCharsets.ISO_8859_1
                            : StandardCharsets.UTF_16LE;
        };
    }
}
