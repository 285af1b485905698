package ipvm.data;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Strict UTF-8: what is not valid is refused, never replaced.
final class Utf8 {

    private static final char REPLACEMENT = '\uFFFD';

    private Utf8() {}

    /// Decodes with the JDK's fast decoder, which replaces faults, and then looks for replacements.
    static String decode(byte[] array, int start, int size) throws MalformedException {
        var text = new String(array, start, size, StandardCharsets.UTF_8);
        if (text.indexOf(REPLACEMENT) >= 0) {
            requireSame(text, array, start, size);
        }
        return text;
    }

    static String decode(Bytes bytes) throws MalformedException {
        return decode(bytes.array(), bytes.start(), bytes.size());
    }

    /// A replacement character may also stand in the source, rightly.
    private static void requireSame(String text, byte[] array, int start, int size)
            throws MalformedException {
        var again = text.getBytes(StandardCharsets.UTF_8);
        int at = Arrays.mismatch(again, 0, again.length, array, start, start + size);
        if (at < 0) {
            return;
        }
        while ((again[at] & 0xc0) == 0x80) {
            at--; // to where the replacement began, and so the fault
        }
        var found = "byte 0x" + Integer.toHexString(array[start + at] & 0xff);
        throw new MalformedException("UTF-8 text", found, at);
    }

    /// The code point of the surrogate pair at an index; half a pair has no UTF-8 form.
    static int pair(String text, int index) {
        int c = text.codePointAt(index);
        if (!Character.isSupplementaryCodePoint(c)) {
            throw new IllegalArgumentException("text with half a surrogate pair at " + index);
        }
        return c;
    }
}
