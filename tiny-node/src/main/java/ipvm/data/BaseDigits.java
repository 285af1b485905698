package ipvm.data;

import java.util.Arrays;

/// Bases that are no power of two: the bytes are one large number, leading zeros are kept.
///
/// The work grows with the square of the length, so only key- and CID-sized texts are taken.
final class BaseDigits {

    private static final int BYTES_MAX = 1_024;
    private static final int CHARS_MAX = 2 * BYTES_MAX;

    private BaseDigits() {}

    static String encode(Alphabet alphabet, Bytes bytes) {
        if (bytes.size() > BYTES_MAX) {
            throw new IllegalArgumentException(bytes.size() + " bytes in base" + alphabet.size());
        }
        var number = new int[bytes.size()];
        Arrays.setAll(number, bytes::at);
        var digits = convert(number, 256, alphabet.size());
        var out = new StringBuilder(digits.length);
        for (int digit : digits) {
            out.append(alphabet.symbol(digit));
        }
        return out.toString();
    }

    static Bytes decode(Alphabet alphabet, String text, int from) throws MalformedException {
        if (text.length() - from > CHARS_MAX) {
            throw new MalformedException(
                    "base" + alphabet.size() + " text of at most " + CHARS_MAX + " characters",
                    text.length() - from + " characters",
                    from);
        }
        var number = new int[text.length() - from];
        for (int i = 0; i < number.length; i++) {
            number[i] = alphabet.value(text, from + i);
        }
        return Bytes.of(convert(number, alphabet.size(), 256));
    }

    /// Digits of one base to digits of another, most significant first; each leading zero stays
    /// one.
    private static int[] convert(int[] number, int base, int target) {
        int zeros = 0;
        while (zeros < number.length && number[zeros] == 0) {
            zeros++;
        }
        // Base 36 is the smallest here: log(256) / log(36) < 1.56 digits a byte.
        var digits = new int[zeros + (number.length - zeros) * 8 / 5 + 1];
        int length = 0;
        for (int i = zeros; i < number.length; i++) {
            int carry = number[i];
            for (int j = 0; j < length || carry > 0; j++) {
                int at = digits.length - 1 - j;
                carry += digits[at] * base;
                digits[at] = carry % target;
                carry /= target;
                length = Math.max(length, j + 1);
            }
        }
        return Arrays.copyOfRange(digits, digits.length - length - zeros, digits.length);
    }
}
