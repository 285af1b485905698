package ipvm.effect;

import ipvm.data.Bytes;
import ipvm.data.DagJson;
import ipvm.data.Ipld;
import ipvm.data.MalformedException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/// The body of a request or an answer, and the type it goes under.
record HttpBody(Bytes content, String type) {

    /// Text goes as UTF-8 and bytes as they are; any other value goes as DAG-JSON.
    static HttpBody of(Ipld value, int bytesMax) throws MalformedException {
        var body =
                switch (value) {
                    case Ipld.Text(var text) ->
                            new HttpBody(Bytes.utf8(text), "text/plain; charset=utf-8");
                    case Ipld.Binary(var bytes) -> new HttpBody(bytes, "application/octet-stream");
                    case Ipld.Null none -> json(none);
                    case Ipld.Bool bool -> json(bool);
                    case Ipld.Int integer -> json(integer);
                    case Ipld.Float64 number -> json(number);
                    case Ipld.List list -> json(list);
                    case Ipld.Map map -> json(map);
                    case Ipld.Link link -> json(link);
                };
        if (body.content.size() > bytesMax) {
            throw Arguments.bad(
                    "body", "at most " + bytesMax + " bytes", body.content.size() + " bytes");
        }
        return body;
    }

    private static HttpBody json(Ipld value) throws MalformedException {
        return new HttpBody(DagJson.encode(value), "application/json");
    }

    /// Text if its type says so and it is UTF-8, else bytes: nothing is guessed or replaced.
    Ipld value() {
        if (!isText()) {
            return Ipld.of(content);
        }
        try {
            var text =
                    StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(content.toArray()));
            return Ipld.of(text.toString());
        } catch (CharacterCodingException e) {
            return Ipld.of(content);
        }
    }

    private boolean isText() {
        var words = type.toLowerCase(Locale.ROOT).replaceAll("[\\s\"]", "").split(";", -1);
        boolean isText =
                words[0].startsWith("text/")
                        || words[0].equals("application/json")
                        || words[0].endsWith("+json");
        for (int i = 1; i < words.length; i++) {
            isText &=
                    !words[i].startsWith("charset=")
                            || words[i].matches("charset=(utf-?8|us-ascii)");
        }
        return isText;
    }
}
