package ipvm.data;

import java.util.Arrays;

/// Reads one DAG-JSON value, either its canonical form only or whatever means the same.
final class JsonReader {

    private final JsonScanner in;
    private final Limits limits;
    private final boolean strict;

    JsonReader(Bytes source, Limits limits, JsonDialect dialect) {
        this.in = new JsonScanner(source, limits, dialect);
        this.limits = limits;
        this.strict = dialect.isStrict();
    }

    Ipld whole() throws MalformedException {
        if (in.size() > limits.blockBytesMax()) {
            throw in.malformed(
                    "text of at most " + limits.blockBytesMax() + " bytes", in.size() + " bytes");
        }
        var value = item(0);
        in.skipSpace();
        if (!in.atEnd()) {
            throw in.malformed("end of the value", in.shown());
        }
        return value;
    }

    private Ipld item(int depth) throws MalformedException {
        in.skipSpace();
        return switch (in.peek()) {
            case '{' -> map(deeper(depth));
            case '[' -> list(deeper(depth));
            case '"' -> new Ipld.Text(in.string());
            case 't' -> in.literal("true", Ipld.Bool.TRUE);
            case 'f' -> in.literal("false", Ipld.Bool.FALSE);
            case 'n' -> in.literal("null", Ipld.Null.NULL);
            case '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> in.number();
            default -> throw in.malformed("a value", in.shown());
        };
    }

    private int deeper(int depth) throws MalformedException {
        if (depth >= limits.depthMax()) {
            throw in.malformed("at most " + limits.depthMax() + " levels", "one more");
        }
        return depth + 1;
    }

    private Ipld list(int depth) throws MalformedException {
        in.open();
        if (closes(']')) {
            return Ipld.List.EMPTY;
        }
        var items = new Ipld[1];
        int count = 0;
        do {
            requireRoom(count);
            items = count == items.length ? Arrays.copyOf(items, 2 * count) : items;
            items[count++] = item(depth);
        } while (continues(']'));
        return new Ipld.List(new Fixed<>(Arrays.copyOf(items, count)));
    }

    private Ipld map(int depth) throws MalformedException {
        int openedAt = in.open();
        if (closes('}')) {
            return Ipld.Map.EMPTY;
        }
        var entries = new JsonEntries();
        do {
            requireRoom(entries.size());
            var key = key(entries);
            entries.add(key, item(depth));
        } while (continues('}'));
        var map = entries.toMap();
        var underSlash = map.find(JsonReserved.KEY);
        return underSlash.isEmpty() ? map : slash(map, underSlash.get(), openedAt);
    }

    private String key(JsonEntries before) throws MalformedException {
        in.skipSpace();
        int keyAt = in.position();
        if (in.peek() != '"') {
            throw in.malformed("a key", in.shown());
        }
        var key = in.string();
        if (before.contains(key)) {
            throw in.malformedAt(keyAt, "keys that differ", "'" + key + "' twice");
        }
        if (strict && !before.precede(key)) {
            throw in.malformedAt(keyAt, "keys in order", "'" + key + "' out of order");
        }
        in.skipSpace();
        in.expect(':');
        return key;
    }

    /// A map with the key `/` is a link or bytes, or refused where it could be mistaken for one.
    private Ipld slash(Ipld.Map map, Ipld under, int openedAt) throws MalformedException {
        if (!JsonReserved.isReserved(map.entries(), under)) {
            return map;
        }
        if (map.entries().size() > 1) {
            throw in.malformedAt(openedAt, "link or bytes", "other keys beside '/'");
        }
        if (under instanceof Ipld.Text(var text)) {
            return new Ipld.Link(cid(text, openedAt));
        }
        var base64 = JsonReserved.base64(under);
        if (base64.isEmpty()) {
            throw in.malformedAt(openedAt, "CID or bytes under '/'", under.kind());
        }
        return new Ipld.Binary(bytes(base64.get(), openedAt));
    }

    private Cid cid(String text, int openedAt) throws MalformedException {
        Cid cid;
        try {
            cid = Cid.parse(text);
        } catch (MalformedException e) {
            throw in.malformedAt(openedAt, e.what(), e.found());
        }
        if (strict && !Cid.isCanonical(text)) {
            throw in.malformedAt(openedAt, "CID in its canonical base", text);
        }
        return cid;
    }

    private Bytes bytes(String text, int openedAt) throws MalformedException {
        try {
            var base = !strict && text.endsWith("=") ? Multibase.BASE64_PAD : Multibase.BASE64;
            return base.decodeBare(text);
        } catch (MalformedException e) {
            throw in.malformedAt(openedAt, e.what(), e.found());
        }
    }

    private void requireRoom(int size) throws MalformedException {
        if (size == limits.itemsMax()) {
            throw in.malformed("collection of at most " + limits.itemsMax() + " items", "one more");
        }
    }

    private boolean closes(char bracket) {
        in.skipSpace();
        return in.take(bracket);
    }

    /// After an item: whether another one follows.
    private boolean continues(char bracket) throws MalformedException {
        if (closes(bracket)) {
            return false;
        }
        in.expect(',');
        return true;
    }
}
