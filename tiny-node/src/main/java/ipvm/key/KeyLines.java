package ipvm.key;

import ipvm.data.MalformedException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Lines of a name, a space and a value, read from front to back in an array, so that a secret
/// among them never becomes a string, which nobody could wipe.
final class KeyLines {

    private final byte[] text;
    private int at;

    KeyLines(byte[] text) {
        this.text = text;
    }

    /// Whether a line of this name comes next.
    boolean isNext(String name) {
        var wanted = ascii(name + " ");
        return Arrays.equals(
                text, at, Math.min(at + wanted.length, text.length), wanted, 0, wanted.length);
    }

    /// The value of the next line, which has this name.
    String value(String name) throws MalformedException {
        int from = start(name);
        return new String(text, from, end(name) - from, StandardCharsets.ISO_8859_1);
    }

    /// The same, of lower-case hex digits.
    byte[] hex(String name) throws MalformedException {
        int from = start(name);
        int digits = end(name) - from;
        if (digits % 2 != 0) {
            throw new MalformedException("hex digits in pairs", "a lone one", from);
        }
        var bytes = new byte[digits / 2];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (digit(from + 2 * i) << 4 | digit(from + 2 * i + 1));
        }
        return bytes;
    }

    private int digit(int place) throws MalformedException {
        int digit = "0123456789abcdef".indexOf(text[place]);
        if (digit < 0) {
            throw new MalformedException("hex digit", "another character", place);
        }
        return digit;
    }

    void expectEnd() throws MalformedException {
        if (at < text.length) {
            throw new MalformedException("end of the key", text.length - at + " more bytes", at);
        }
    }

    private int start(String name) throws MalformedException {
        if (!isNext(name)) {
            throw new MalformedException("line '" + name + "' of a key", "something else", at);
        }
        return at + name.length() + 1;
    }

    /// Where the value ends; the next line begins behind it.
    private int end(String name) throws MalformedException {
        int end = at;
        while (end < text.length && text[end] != '\n') {
            end++;
        }
        if (end == text.length) {
            throw new MalformedException("line '" + name + "' of a key", "no end of line", end);
        }
        at = end + 1;
        return end;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
