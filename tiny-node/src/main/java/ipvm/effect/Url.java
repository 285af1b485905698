package ipvm.effect;

import ipvm.data.MalformedException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.regex.Pattern;

/// An `http` or `https` URL in the spelling that policies are asked about.
///
/// @param text scheme and host in small letters, no port that goes without saying, nothing escaped
///   that need not be, no fragment
/// @param host a name, or an address without brackets
/// @param path what is asked of the host: path and query
record Url(String text, boolean isTls, String host, int port, String path) {

    private static final String EXPECTED = "an http or https URL";
    private static final int PORT_MAX = 65_535;

    /// A server may read `%2f` as `/` and step up by `..`, past the policy that judged the path.
    private static final Pattern STEP =
            Pattern.compile("(?i)(^|/|\\\\|%2f|%5c)(\\.|%2e){1,2}($|/|\\\\|%2f|%5c)");

    static Url parse(String text) throws MalformedException {
        if (!text.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
            throw fault("other characters than ASCII's, which have to be escaped");
        }
        try {
            return of(new URI(text));
        } catch (URISyntaxException e) {
            throw fault("'" + text + "', " + e.getReason());
        }
    }

    /// Where a `Location` leads from here.
    Url follow(String location) throws MalformedException {
        try {
            var base = new URI(isBare() ? text + "/" : text);
            var next = base.resolve(new URI(location)).toString();
            int fragment = next.indexOf('#');
            return parse(fragment < 0 ? next : next.substring(0, fragment));
        } catch (URISyntaxException e) {
            throw fault("'" + location + "', " + e.getReason());
        }
    }

    boolean hasOriginOf(Url other) {
        return isTls == other.isTls && host.equals(other.host) && port == other.port;
    }

    /// What the `Host` header says.
    String authority() {
        var name = host.indexOf(':') < 0 ? host : "[" + host + "]";
        return port == usualPort(isTls) ? name : name + ":" + port;
    }

    private boolean isBare() {
        return text.endsWith("://" + authority());
    }

    private static Url of(URI uri) throws MalformedException {
        var scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
        boolean isTls = scheme.equals("https");
        if (!isTls && !scheme.equals("http")) {
            throw fault("the scheme of '" + uri + "'");
        }
        if (uri.getRawUserInfo() != null) {
            throw fault("a user before the host, which belongs into a header");
        }
        if (uri.getHost() == null || uri.getHost().indexOf('%') >= 0) {
            throw fault("no plain host in '" + uri + "'");
        }
        if (uri.getRawFragment() != null) {
            throw fault("a fragment in '" + uri + "'");
        }
        return of(uri, isTls, path(uri));
    }

    private static Url of(URI uri, boolean isTls, String path) throws MalformedException {
        int port = uri.getPort() < 0 ? usualPort(isTls) : uri.getPort();
        if (port < 1 || port > PORT_MAX) {
            throw fault("port " + port);
        }
        var host = uri.getHost().toLowerCase(Locale.ROOT).replaceAll("[\\[\\]]", "");
        var bare = new Url("", isTls, host, port, path.startsWith("/") ? path : "/" + path);
        return new Url(
                (isTls ? "https://" : "http://") + bare.authority() + path,
                isTls,
                host,
                port,
                bare.path);
    }

    private static String path(URI uri) throws MalformedException {
        if (STEP.matcher(uri.getRawPath()).find()) {
            throw fault("a step '.' or '..' in '" + uri + "'");
        }
        var query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
        return plain(uri.getRawPath() + query);
    }

    /// Escapes only what has to be, with capitals.
    private static String plain(String escaped) {
        var plain = new StringBuilder();
        for (int i = 0; i < escaped.length(); i++) {
            char c = escaped.charAt(i);
            if (c != '%') {
                plain.append(c);
                continue;
            }
            int code = Integer.parseInt(escaped.substring(i + 1, i + 3), 16);
            plain.append(isUnreserved(code) ? (char) code : String.format("%%%02X", code));
            i += 2;
        }
        return plain.toString();
    }

    private static boolean isUnreserved(int c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || (c > 0 && "-._~".indexOf(c) >= 0);
    }

    private static int usualPort(boolean isTls) {
        return isTls ? 443 : 80;
    }

    private static MalformedException fault(String found) {
        return Arguments.bad("url", EXPECTED, found);
    }
}
