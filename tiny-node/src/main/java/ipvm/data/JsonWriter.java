package ipvm.data;

import java.util.Comparator;
import java.util.List;

/// Writes values as canonical DAG-JSON.
final class JsonWriter {

    private static final Comparator<Ipld.Entry> ORDER =
            Comparator.comparing(Ipld.Entry::key, Keys.BYTEWISE);
    private static final String HEX = "0123456789abcdef";

    private final Buffer out;

    JsonWriter(Buffer out) {
        this.out = out;
    }

    void item(Ipld value) throws MalformedException {
        switch (value) {
            case Ipld.Null() -> out.utf8("null");
            case Ipld.Bool(var bool) -> out.utf8(bool ? "true" : "false");
            case Ipld.Int number -> out.utf8(number.toString());
            case Ipld.Float64(var number) -> out.utf8(JsonNumber.text(number));
            case Ipld.Text(var text) -> string(text);
            case Ipld.Binary(var bytes) ->
                    out.utf8("{\"/\":{\"bytes\":\"")
                            .utf8(Multibase.BASE64.encodeBare(bytes))
                            .utf8("\"}}");
            case Ipld.List(var items) -> list(items);
            case Ipld.Map map -> map(map);
            case Ipld.Link(var cid) -> out.utf8("{\"/\":\"").utf8(cid.toString()).utf8("\"}");
        }
    }

    private void list(List<Ipld> items) throws MalformedException {
        out.u8('[');
        for (int i = 0; i < items.size(); i++) {
            if (i > 0) {
                out.u8(',');
            }
            item(items.get(i));
        }
        out.u8(']');
    }

    private void map(Ipld.Map map) throws MalformedException {
        requireExpressible(map);
        out.u8('{');
        var entries = map.entries().stream().sorted(ORDER).toList();
        for (int i = 0; i < entries.size(); i++) {
            if (i > 0) {
                out.u8(',');
            }
            string(entries.get(i).key());
            out.u8(':');
            item(entries.get(i).value());
        }
        out.u8('}');
    }

    private static void requireExpressible(Ipld.Map map) throws MalformedException {
        var underSlash = map.find(JsonReserved.KEY);
        if (underSlash.isPresent() && JsonReserved.isReserved(map.entries(), underSlash.get())) {
            throw new MalformedException(
                    "value that DAG-JSON can write",
                    "a map whose key '/' is kept for links and bytes");
        }
    }

    private void string(String text) {
        out.u8('"');
        int done = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < 0x20 || c == '"' || c == '\\') {
                out.utf8(text.substring(done, i)).utf8(escape(c));
                done = i + 1;
            }
        }
        out.utf8(text.substring(done)).u8('"');
    }

    /// The one spelling of a character that cannot stand for itself.
    static String escape(char c) {
        return switch (c) {
            case '"' -> "\\\"";
            case '\\' -> "\\\\";
            case '\b' -> "\\b";
            case '\f' -> "\\f";
            case '\n' -> "\\n";
            case '\r' -> "\\r";
            case '\t' -> "\\t";
            default -> "\\u00" + HEX.charAt(c >> 4) + HEX.charAt(c & 15);
        };
    }
}
