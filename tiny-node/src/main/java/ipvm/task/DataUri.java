package ipvm.task;

import ipvm.data.Bytes;
import ipvm.data.MalformedException;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;

/// Content that stands in a document itself: `data:[TYPE][;base64],CONTENT` of RFC 2397.
final class DataUri {

    private static final String SCHEME = "data:";
    private static final String BASE64 = ";base64";
    private static final int ESCAPE_CHARS = 3;

    private DataUri() {}

    static boolean isOne(String text) {
        return text.startsWith(SCHEME);
    }

    static Bytes content(Node node) throws MalformedException {
        var text = node.text();
        int comma = text.indexOf(',');
        if (!isOne(text) || comma < 0) {
            throw node.malformed("data:[TYPE][;base64],CONTENT", "no comma");
        }
        var content = text.substring(comma + 1);
        return text.substring(0, comma).endsWith(BASE64)
                ? base64(node, content)
                : percent(node, content);
    }

    private static Bytes base64(Node node, String content) throws MalformedException {
        try {
            return Bytes.wrap(Base64.getDecoder().decode(content));
        } catch (IllegalArgumentException e) {
            throw node.malformed("base64 after the comma", String.valueOf(e.getMessage()));
        }
    }

    private static Bytes percent(Node node, String content) throws MalformedException {
        var bytes = new ByteArrayOutputStream(content.length());
        var utf8 = content.getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < utf8.length; i++) {
            if (utf8[i] != '%') {
                bytes.write(utf8[i]);
            } else if (i + ESCAPE_CHARS <= utf8.length
                    && HexFormat.isHexDigit(utf8[i + 1])
                    && HexFormat.isHexDigit(utf8[i + 2])) {
                bytes.write(
                        HexFormat.fromHexDigit(utf8[i + 1]) << 4
                                | HexFormat.fromHexDigit(utf8[i + 2]));
                i += ESCAPE_CHARS - 1;
            } else {
                throw node.malformed("two hexadecimal digits after %", "others at byte " + i);
            }
        }
        return Bytes.wrap(bytes.toByteArray());
    }
}
