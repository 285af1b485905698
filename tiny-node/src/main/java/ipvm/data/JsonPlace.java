package ipvm.data;

import java.util.List;

/// Finds where a value of a text stands that has been read before, by skipping what is before it.
///
/// Only a fault asks for a place, so nothing is kept for it while a text is read.
final class JsonPlace {

    private static final String ENDS_A_WORD = " \t\r\n,:]}";

    private final JsonScanner in;

    /// The reader before it kept to its limits; nothing is built here that could be too large.
    private JsonPlace(Bytes source) {
        var limits = new Limits(1, 1, Integer.MAX_VALUE, Integer.MAX_VALUE);
        this.in = new JsonScanner(source, limits, JsonDialect.RELAXED);
    }

    /// Where the keys and indexes lead: an entry begins with its key, an item with itself.
    static int offset(Bytes source, List<String> steps) throws MalformedException {
        var place = new JsonPlace(source);
        place.in.skipSpace();
        int at = place.in.position();
        for (var step : steps) {
            at = place.enter(step);
        }
        return at;
    }

    private int enter(String step) throws MalformedException {
        in.skipSpace();
        boolean isMap = in.take('{');
        if (!isMap) {
            in.expect('[');
        }
        for (int index = 0; ; index++) {
            in.skipSpace();
            int at = in.position();
            if (step.equals(isMap ? key() : Integer.toString(index))) {
                return at;
            }
            skip();
            in.skipSpace();
            in.expect(',');
        }
    }

    private String key() throws MalformedException {
        if (in.peek() != '"') {
            throw in.malformed("a key", in.shown());
        }
        var key = in.string();
        in.skipSpace();
        in.expect(':');
        return key;
    }

    private void skip() throws MalformedException {
        int depth = 0;
        do {
            in.skipSpace();
            depth += token();
        } while (depth > 0);
    }

    /// Steps over one token, and answers by how much it opens or closes.
    private int token() throws MalformedException {
        if (in.take('{') || in.take('[')) {
            return 1;
        }
        if (in.take('}') || in.take(']')) {
            return -1;
        }
        if (in.peek() == '"') {
            in.string();
        } else if (!in.take(',') && !in.take(':')) {
            word();
        }
        return 0;
    }

    private void word() throws MalformedException {
        int from = in.position();
        while (!in.atEnd() && ENDS_A_WORD.indexOf(in.peek()) < 0) {
            in.open();
        }
        if (in.position() == from) {
            throw in.malformed("a value", in.shown());
        }
    }
}
