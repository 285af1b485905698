package ipvm.ucan;

import ipvm.data.DagJson;
import ipvm.data.Ipld;
import ipvm.data.MalformedException;
import java.util.ArrayList;
import java.util.OptionalLong;

/// Reads the text of a selector from left to right.
final class SelectorParser {

    private static final int DIGITS_MAX = 15;

    private final String text;
    private int at;

    SelectorParser(String text) {
        this.text = text;
    }

    Selector selector() throws MalformedException {
        var segments = new ArrayList<Segment>();
        if (peek() != '.') {
            throw malformed("'.' at the start");
        }
        while (at < text.length()) {
            boolean dotted = take('.');
            if (dotted && at == text.length() && segments.isEmpty()) {
                break;
            }
            segments.add(segment(dotted));
        }
        return new Selector(text, segments);
    }

    private Segment segment(boolean dotted) throws MalformedException {
        if (take('[')) {
            return bracketed();
        }
        if (!dotted) {
            throw malformed("'.' or '['");
        }
        int from = at;
        while (at < text.length() && isNamePart(text.charAt(at))) {
            at++;
        }
        if (at == from) {
            throw malformed("a field name");
        }
        return new Segment.Key(text.substring(from, at), optional());
    }

    private Segment bracketed() throws MalformedException {
        if (take(']')) {
            return new Segment.Values(optional());
        }
        if (peek() == '"') {
            var name = quoted();
            expect(']');
            return new Segment.Key(name, optional());
        }
        var first = number();
        if (take(':')) {
            var second = number();
            expect(']');
            return new Segment.Slice(first, second, optional());
        }
        if (first.isEmpty()) {
            throw malformed("an index, a range or a quoted key");
        }
        expect(']');
        return new Segment.Index(first.getAsLong(), optional());
    }

    /// A key between quotes, with the escapes of JSON.
    private String quoted() throws MalformedException {
        int from = at++;
        while (at < text.length() && text.charAt(at) != '"') {
            at += text.charAt(at) == '\\' ? 2 : 1;
        }
        if (at >= text.length()) {
            throw malformed("a closing quote");
        }
        at++;
        return unescaped(text.substring(from, at), from);
    }

    private String unescaped(String quoted, int from) throws MalformedException {
        try {
            return ((Ipld.Text) DagJson.read(quoted)).value();
        } catch (MalformedException e) {
            throw e.within("selector '" + text + "'", from);
        }
    }

    private OptionalLong number() throws MalformedException {
        int from = at;
        boolean negative = take('-');
        int digitsFrom = at;
        while (peek() >= '0' && peek() <= '9') {
            at++;
        }
        if (at == digitsFrom && !negative) {
            return OptionalLong.empty();
        }
        if (at == digitsFrom || at - digitsFrom > DIGITS_MAX) {
            throw malformed("1 to " + DIGITS_MAX + " digits");
        }
        return OptionalLong.of(Long.parseLong(text, from, at, 10));
    }

    /// A question mark; more of them say the same again.
    private boolean optional() {
        boolean optional = false;
        while (take('?')) {
            optional = true;
        }
        return optional;
    }

    private static boolean isNamePart(char c) {
        return Character.isLetterOrDigit(c) || c == '_' || c == '-' || c == '$';
    }

    private int peek() {
        return at < text.length() ? text.charAt(at) : -1;
    }

    private boolean take(char c) {
        boolean there = peek() == c;
        at += there ? 1 : 0;
        return there;
    }

    private void expect(char c) throws MalformedException {
        if (!take(c)) {
            throw malformed("'" + c + "'");
        }
    }

    private MalformedException malformed(String expected) {
        var found = at < text.length() ? "'" + text.charAt(at) + "'" : "the end";
        return new MalformedException("selector '" + text + "': " + expected, found, at);
    }
}
