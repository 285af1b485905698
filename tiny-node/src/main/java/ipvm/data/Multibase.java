package ipvm.data;

import java.util.Arrays;

/// Bytes as text with a first character that names the base.
public enum Multibase {
    BASE16('f', "0123456789abcdef", true),
    BASE16_UPPER('F', "0123456789ABCDEF", true),
    BASE32('b', "abcdefghijklmnopqrstuvwxyz234567", true),
    BASE32_UPPER('B', "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", true),
    BASE36('k', "0123456789abcdefghijklmnopqrstuvwxyz", true),
    BASE58_BTC('z', "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz", false),
    BASE64('m', Alphabet.BASE64, false),
    BASE64_PAD('M', Alphabet.BASE64, false),
    BASE64_URL('u', Alphabet.BASE64_URL, false);

    private final char prefix;
    private final Alphabet alphabet;

    Multibase(char prefix, String symbols, boolean caseless) {
        this.prefix = prefix;
        this.alphabet = new Alphabet(symbols, caseless);
    }

    public char prefix() {
        return prefix;
    }

    /// Prefix and symbols.
    public String encode(Bytes bytes) {
        return prefix + encodeBare(bytes);
    }

    /// The symbols alone, for formats that fix their base.
    public String encodeBare(Bytes bytes) {
        var bare =
                alphabet.isPowerOfTwo()
                        ? BaseBits.encode(alphabet, bytes)
                        : BaseDigits.encode(alphabet, bytes);
        return this == BASE64_PAD ? bare + "=".repeat(-bare.length() & 3) : bare;
    }

    /// Reads text in whichever supported base its first character names.
    public static Bytes decode(String text) throws MalformedException {
        return of(text).decodeBare(text, 1);
    }

    /// The base that the first character of a text names.
    public static Multibase of(String text) throws MalformedException {
        if (text.isEmpty()) {
            throw new MalformedException("multibase prefix", "empty text", 0);
        }
        for (var base : values()) {
            if (base.prefix == text.charAt(0)) {
                return base;
            }
        }
        throw new MalformedException(
                "multibase prefix (one of " + prefixes() + ")", "'" + text.charAt(0) + "'", 0);
    }

    /// Reads symbols that have no prefix.
    public Bytes decodeBare(String text) throws MalformedException {
        return decodeBare(text, 0);
    }

    private Bytes decodeBare(String text, int from) throws MalformedException {
        int to = this == BASE64_PAD ? withoutPadding(text, from) : text.length();
        return alphabet.isPowerOfTwo()
                ? BaseBits.decode(alphabet, text, from, to)
                : BaseDigits.decode(alphabet, text, from);
    }

    private static int withoutPadding(String text, int from) throws MalformedException {
        int end = text.length();
        while (end > from && text.charAt(end - 1) == '=') {
            end--;
        }
        if (text.length() - end != (-(end - from) & 3)) {
            throw new MalformedException("base64 padding", text.length() - end + " times '='", end);
        }
        return end;
    }

    private static String prefixes() {
        var all = new StringBuilder();
        Arrays.stream(values()).forEach(base -> all.append(base.prefix));
        return all.toString();
    }
}
