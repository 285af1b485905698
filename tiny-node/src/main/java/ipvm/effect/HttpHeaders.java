package ipvm.effect;

import ipvm.data.Ipld;
import ipvm.data.MalformedException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// The headers a task may send, by name in small letters.
///
/// What frames a message or names its host is ours to write: a task that could would make two
/// requests out of one, or have another host's request judged as this one's.
final class HttpHeaders {

    private static final Set<String> OURS =
            Set.of(
                    "connection",
                    "content-length",
                    "expect",
                    "host",
                    "idempotency-key",
                    "keep-alive",
                    "te",
                    "trailer",
                    "transfer-encoding",
                    "upgrade");

    /// What another origin may see after a redirect; any other header may be a secret.
    private static final Set<String> FOR_ANYBODY =
            Set.of("accept", "accept-encoding", "accept-language", "range", "user-agent");

    private HttpHeaders() {}

    static Map<String, String> read(List<Ipld.Entry> given, Limits limits)
            throws MalformedException {
        if (given.size() > limits.headersMax()) {
            throw bad("", "at most " + limits.headersMax(), given.size() + "");
        }
        var headers = new TreeMap<String, String>();
        int left = limits.headBytesMax();
        for (var entry : given) {
            var name = entry.key().toLowerCase(Locale.ROOT);
            var value = ((Ipld.Text) entry.value()).value();
            check(name, value);
            left -= name.length() + value.length() + 4;
            if (headers.put(name, value) != null || left < 0) {
                throw bad(
                        "." + name, "one of each, in " + limits.headBytesMax() + " bytes", "more");
            }
        }
        return headers;
    }

    /// The headers that go along to another origin.
    static Map<String, String> forAnybody(Map<String, String> headers) {
        var kept = new TreeMap<>(headers);
        kept.keySet().retainAll(FOR_ANYBODY);
        return kept;
    }

    static boolean isToken(String name) {
        return !name.isEmpty()
                && name.chars()
                        .allMatch(c -> c > ' ' && c < 0x7f && "\"(),/:;<=>?@[\\]{}".indexOf(c) < 0);
    }

    private static void check(String name, String value) throws MalformedException {
        if (!isToken(name)) {
            throw bad("." + name, "a header's name", "other characters");
        }
        if (OURS.contains(name) || name.startsWith("proxy-")) {
            throw bad("." + name, "a header that is the task's to choose", "'" + name + "'");
        }
        boolean isPlain = value.chars().allMatch(c -> c == '\t' || (c >= ' ' && c < 0x7f));
        if (!isPlain || !value.equals(value.strip())) {
            throw bad("." + name, "one line of ASCII", "other characters, or blanks around it");
        }
    }

    private static MalformedException bad(String name, String expected, String found) {
        return Arguments.bad("headers" + name, expected, found);
    }
}
