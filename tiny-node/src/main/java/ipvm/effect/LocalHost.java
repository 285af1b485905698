package ipvm.effect;

import ipvm.data.MalformedException;
import java.util.Optional;
import java.util.regex.Pattern;

/// When a grant opens a host on a private network: when it names one that can be nowhere else.
///
/// A grant for a public name says nothing of private addresses, because the owner of the name
/// decides, at any time, where it leads.
final class LocalHost {

    /// Addresses written out, and names that no public name server gives out.
    private static final Pattern LOCAL =
            Pattern.compile(
                    "[^.]+|[0-9.]+|.*:.*|.*\\.(local|localhost|lan|internal|home\\.arpa)\\.?");

    private LocalHost() {}

    static boolean isNamed(Scope scope, String host) {
        return LOCAL.matcher(host).matches()
                && scope.mentions("url").stream()
                        .flatMap(mention -> host(mention).stream())
                        .anyMatch(host::equals);
    }

    /// The host that a policy writes out to its end.
    private static Optional<String> host(Scope.Mention mention) {
        var text = mention.text();
        int scheme = text.indexOf("://");
        int path = scheme < 0 ? -1 : text.indexOf('/', scheme + "://".length());
        if (scheme < 0 || (path < 0 && !mention.whole())) {
            return Optional.empty();
        }
        try {
            return Optional.of(Url.parse(path < 0 ? text : text.substring(0, path + 1)).host());
        } catch (MalformedException e) {
            return Optional.empty();
        }
    }
}
