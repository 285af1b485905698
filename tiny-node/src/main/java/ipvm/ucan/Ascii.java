package ipvm.ucan;

import ipvm.data.Bytes;
import ipvm.data.MalformedException;
import java.nio.charset.StandardCharsets;

/// Text that has to be ASCII, read from bytes; a final line break, as editors leave it, is dropped.
final class Ascii {

    private Ascii() {}

    static String text(Bytes bytes) throws MalformedException {
        for (int i = 0; i < bytes.size(); i++) {
            if (bytes.at(i) >= 0x80) {
                throw new MalformedException(
                        "ASCII text", "byte 0x" + Integer.toHexString(bytes.at(i)), i);
            }
        }
        var text = new String(bytes.toArray(), StandardCharsets.US_ASCII);
        int lineEnd = text.endsWith("\r\n") ? 2 : text.endsWith("\n") ? 1 : 0;
        return text.substring(0, text.length() - lineEnd);
    }
}
