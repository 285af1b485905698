package ipvm.cli;

import ipvm.data.Bytes;
import ipvm.data.MalformedException;
import ipvm.ucan.Container;
import ipvm.ucan.Limits;
import ipvm.ucan.Token;
import java.io.IOException;
import java.util.List;

/// Tokens as people hand them round: one as it is, or several in a container of any packing.
final class TokenFile {

    private static final int BYTES_MAX = 2 << 20;

    /// How every list of two items begins, and every token is one.
    private static final int TOKEN_HEAD = 0x82;

    private TokenFile() {}

    static List<Token> read(Input input) throws Stop, IOException {
        var bytes = input.bytes(BYTES_MAX);
        try {
            return decode(bytes);
        } catch (MalformedException e) {
            throw Stop.malformed(input.name(), e);
        }
    }

    static List<Token> decode(Bytes bytes) throws MalformedException {
        return bytes.at(0) == TOKEN_HEAD
                ? List.of(Token.decode(bytes))
                : Container.decode(trimmed(bytes)).read(Limits.DEFAULT);
    }

    /// Without the line's end that shells and editors put after a text.
    static Bytes trimmed(Bytes bytes) {
        boolean text = "BCOP".indexOf(bytes.at(0)) >= 0;
        int end = bytes.size();
        while (text && end > 1 && "\r\n ".indexOf(bytes.at(end - 1)) >= 0) {
            end--;
        }
        return bytes.slice(0, end);
    }
}
