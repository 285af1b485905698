package ipvm.key;

import ipvm.data.Bytes;
import ipvm.data.MalformedException;
import ipvm.data.Multibase;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/// The name of somebody: a DID of any method, of which `did:key` also says the key.
///
/// Two names are one when their texts are one; `did:key` has one text for each key.
public record Did(String text) {

    /// Long enough for every method in use; a token must not smuggle a file as its issuer.
    static final int CHARS_MAX = 2048;

    static final String KEY = "did:key:";

    private static final RecentKeys RECENT = new RecentKeys();

    /// A text that is no DID is the caller's bug here; text from outside goes through [#parse].
    public Did {
        var fault = fault(text);
        if (fault != null) {
            throw new IllegalArgumentException(fault.getMessage());
        }
    }

    public static Did parse(String text) throws MalformedException {
        var fault = fault(text);
        if (fault != null) {
            throw fault;
        }
        return new Did(text);
    }

    /// The key that a `did:key` names; other methods need a resolver, which this node has not.
    public PublicKey key() throws MalformedException {
        if (!text.startsWith(KEY)) {
            var method = text.substring(0, text.indexOf(':', "did:".length()));
            throw new MalformedException("DID with a key in it (did:key)", method + ": " + text);
        }
        var known = RECENT.find(text);
        if (known != null) {
            return known;
        }
        try {
            var key = PublicKey.decode(decoded(text.substring(KEY.length())));
            RECENT.add(text, key);
            return key;
        } catch (MalformedException e) {
            throw new MalformedException(text + ": " + e.what(), e.found());
        }
    }

    private static Bytes decoded(String id) throws MalformedException {
        if (id.charAt(0) != Multibase.BASE58_BTC.prefix()) {
            throw new MalformedException("base58btc key ('z')", "'" + id.charAt(0) + "'");
        }
        return Multibase.decode(id);
    }

    @Override
    public String toString() {
        return text;
    }

    private static @Nullable MalformedException fault(String text) {
        if (text.length() > CHARS_MAX) {
            return new MalformedException(
                    "DID of at most " + CHARS_MAX + " characters", text.length() + " characters");
        }
        if (!text.startsWith("did:")) {
            return new MalformedException("DID (did:METHOD:ID)", quoted(text), 0);
        }
        int method = "did:".length();
        int end = text.indexOf(':', method);
        if (end <= method) {
            return new MalformedException("DID method", "none in " + quoted(text), method);
        }
        for (int i = method; i < end; i++) {
            if (!isLowerOrDigit(text.charAt(i))) {
                return new MalformedException("DID method", "'" + text.charAt(i) + "'", i);
            }
        }
        return faultOfId(text, end + 1);
    }

    private static @Nullable MalformedException faultOfId(String text, int from) {
        if (text.endsWith(":")) {
            return new MalformedException("DID identifier", "nothing", text.length());
        }
        for (int i = from; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '%') {
                if (!isHex(text, i + 1) || !isHex(text, i + 2)) {
                    return new MalformedException("two hex digits after '%'", quoted(text), i);
                }
            } else if (!isIdChar(c)) {
                return new MalformedException("DID identifier", "'" + c + "'", i);
            }
        }
        return null;
    }

    private static boolean isIdChar(char c) {
        return isLowerOrDigit(c) || (c >= 'A' && c <= 'Z') || ".-_:".indexOf(c) >= 0;
    }

    private static boolean isLowerOrDigit(char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    }

    private static boolean isHex(String text, int at) {
        return at < text.length() && HexFormat.isHexDigit(text.charAt(at));
    }

    private static String quoted(String text) {
        return "'" + text + "'";
    }
}
