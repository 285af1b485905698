package ipvm.data;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// The tokens of JSON over hostile bytes: white space, texts, numbers, words.
final class JsonScanner {

    private static final String ESCAPES = "\"\\/bfnrt";
    private static final String ESCAPED = "\"\\/\b\f\n\r\t";

    /// The longest exact decimal of a double has fewer characters; no integer needs as many.
    private static final int NUMBER_CHARS_MAX = 1_100;

    private static final int INT_DIGITS_MAX = 20;

    private final Bytes source;
    private final Limits limits;
    private final JsonDialect dialect;
    private final boolean strict;
    private int at;

    JsonScanner(Bytes source, Limits limits, JsonDialect dialect) {
        this.source = source;
        this.limits = limits;
        this.dialect = dialect;
        this.strict = dialect.isStrict();
    }

    int position() {
        return at;
    }

    int size() {
        return source.size();
    }

    boolean atEnd() {
        return at == source.size();
    }

    /// Steps over a bracket that was peeked at, and answers where it stood.
    int open() {
        return at++;
    }

    Ipld literal(String word, Ipld value) throws MalformedException {
        for (int i = 0; i < word.length(); i++) {
            expect(word.charAt(i));
        }
        return value;
    }

    Ipld number() throws MalformedException {
        int numberAt = at;
        take('-');
        digits(peek() == '0' ? 1 : NUMBER_CHARS_MAX);
        boolean whole = true;
        if (take('.')) {
            whole = false;
            digits(NUMBER_CHARS_MAX);
        }
        if (take('e') || take('E')) {
            whole = false;
            if (!take('+')) {
                take('-');
            }
            digits(NUMBER_CHARS_MAX);
        }
        var text = ascii(numberAt);
        return whole ? integer(text, numberAt) : real(text, numberAt);
    }

    private void digits(int max) throws MalformedException {
        int from = at;
        while (at - from < max && peek() >= '0' && peek() <= '9') {
            at++;
        }
        if (at == from || at - from == NUMBER_CHARS_MAX) {
            throw malformed("digits", at == from ? shown() : "more than a number needs");
        }
    }

    private Ipld integer(String text, int numberAt) throws MalformedException {
        if (text.equals("-0") && strict) {
            throw malformedAt(numberAt, "integer", text);
        }
        if (text.length() <= INT_DIGITS_MAX - 2) {
            return Ipld.Int.of(Long.parseLong(text));
        }
        var value =
                text.length() <= INT_DIGITS_MAX + 1
                        ? Ipld.Int.of(new BigInteger(text))
                        : Optional.<Ipld.Int>empty();
        if (dialect == JsonDialect.HOMESTAR && !value.filter(Ipld.Int::fitsWord).isPresent()) {
            return real(text, numberAt);
        }
        if (value.isEmpty()) {
            throw malformedAt(numberAt, "integer from -2^64 to 2^64-1", text);
        }
        return value.get();
    }

    private Ipld real(String text, int numberAt) throws MalformedException {
        double value = JsonNumber.value(text);
        if (Double.isInfinite(value) || (strict && !JsonNumber.text(value).equals(text))) {
            throw malformedAt(
                    numberAt, strict ? "float in its canonical form" : "finite float", text);
        }
        return new Ipld.Float64(value);
    }

    String string() throws MalformedException {
        int openedAt = at++;
        var plain = plain(openedAt);
        if (take('"')) {
            return plain;
        }
        var text = new StringBuilder(plain);
        while (!take('"')) {
            if (peek() != '\\') {
                throw malformed("text", shown());
            }
            text.appendCodePoint(escaped()).append(plain(openedAt));
        }
        return text.toString();
    }

    /// The characters up to the next that cannot stand for itself in the text opened there.
    private String plain(int openedAt) throws MalformedException {
        int from = at;
        while (at < source.size() && isPlain(source.at(at))) {
            at++;
        }
        if (at - openedAt > limits.textBytesMax()) {
            throw malformedAt(
                    openedAt,
                    "text of at most " + limits.textBytesMax() + " bytes",
                    "a longer one");
        }
        try {
            return Utf8.decode(source.array(), source.start() + from, at - from);
        } catch (MalformedException e) {
            throw malformedAt(from + (int) e.offset(), "UTF-8 text", e.found());
        }
    }

    private static boolean isPlain(int c) {
        return c >= 0x20 && c != '"' && c != '\\';
    }

    private int escaped() throws MalformedException {
        int escapeAt = at++;
        int letter = peek();
        int known = letter < 0 ? -1 : ESCAPES.indexOf(letter);
        if (known < 0 && letter != 'u') {
            throw malformedAt(
                    escapeAt, "escape", letter < 0 ? "the end" : "'\\" + (char) letter + "'");
        }
        at++;
        int c = known >= 0 ? ESCAPED.charAt(known) : codePoint(escapeAt);
        if (strict && (isPlain(c) || !JsonWriter.escape((char) c).equals(ascii(escapeAt)))) {
            throw malformedAt(escapeAt, "text in its canonical form", ascii(escapeAt));
        }
        return c;
    }

    private int codePoint(int escapeAt) throws MalformedException {
        char high = (char) hex4();
        if (!Character.isSurrogate(high)) {
            return high;
        }
        if (Character.isHighSurrogate(high) && take('\\') && take('u')) {
            char low = (char) hex4();
            if (Character.isLowSurrogate(low)) {
                return Character.toCodePoint(high, low);
            }
        }
        throw malformedAt(escapeAt, "text", "half a surrogate pair");
    }

    private int hex4() throws MalformedException {
        int value = 0;
        for (int i = 0; i < 4; i++) {
            int digit = Character.digit(peek(), 16);
            if (digit < 0) {
                throw malformed("hex digit", shown());
            }
            at++;
            value = value * 16 + digit;
        }
        return value;
    }

    private String ascii(int from) {
        return new String(
                source.array(), source.start() + from, at - from, StandardCharsets.ISO_8859_1);
    }

    void skipSpace() {
        while (!strict && at < source.size() && " \t\r\n".indexOf(source.at(at)) >= 0) {
            at++;
        }
    }

    boolean take(char c) {
        boolean there = peek() == c;
        at += there ? 1 : 0;
        return there;
    }

    void expect(char c) throws MalformedException {
        if (!take(c)) {
            throw malformed("'" + c + "'", shown());
        }
    }

    int peek() {
        return at < source.size() ? source.at(at) : -1;
    }

    String shown() {
        int c = peek();
        return c < 0
                ? "the end"
                : isPlain(c) && c < 0x7f
                        ? "'" + (char) c + "'"
                        : "byte 0x" + Integer.toHexString(c);
    }

    MalformedException malformed(String what, String found) {
        return malformedAt(at, what, found);
    }

    MalformedException malformedAt(int offset, String what, String found) {
        return new MalformedException("DAG-JSON " + what, found, offset);
    }
}
