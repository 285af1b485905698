package ipvm.coap;

import ipvm.data.MalformedException;
import ipvm.link.Place;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.regex.Pattern;

/// Places as addresses: `10.0.0.7:5683`, `[fe80::1%eth0]:5683`, `board.local`.
final class Ways {

    static final int PORT = 5683;

    private static final Pattern TEXT =
            Pattern.compile(
                    "(?:\\[([0-9A-Fa-f]*:[0-9A-Fa-f:.]+(?:%[\\w.-]+)?)]|([\\w.-]+))(?::(\\d{1,5}))?");
    private static final Pattern DIGITS =
            Pattern.compile("(?:(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)(?:\\.(?!$)|$)){4}");

    private Ways() {}

    /// Where somebody listens, before a name is looked up.
    record Way(String host, int port) {

        /// Whether it is an address, which takes no asking around.
        boolean isAddress() {
            return host.indexOf(':') >= 0 || DIGITS.matcher(host).matches();
        }

        /// Asks for the address of a name, which may take long.
        InetSocketAddress find() throws UnknownHostException {
            return new InetSocketAddress(InetAddress.getByName(host), port);
        }
    }

    static Way parse(String address) throws MalformedException {
        var parts = TEXT.matcher(address);
        if (!parts.matches()) {
            throw new MalformedException("HOST[:PORT]", "'" + address + "'");
        }
        var host = parts.group(1) == null ? parts.group(2) : parts.group(1);
        int port = parts.group(3) == null ? PORT : Integer.parseInt(parts.group(3));
        if (port < 1 || port > 65_535) {
            throw new MalformedException("port", String.valueOf(port));
        }
        return new Way(host, port);
    }

    static Place place(InetSocketAddress address) {
        return new Place(CoapLink.NAME, text(address));
    }

    private static String anywhere(InetSocketAddress address) {
        return address.getAddress().getAddress().length > 4 ? "::" : "0.0.0.0";
    }

    static String text(InetSocketAddress address) {
        boolean isAny = address.getAddress().isAnyLocalAddress();
        var host = isAny ? anywhere(address) : address.getAddress().getHostAddress();
        return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + address.getPort();
    }
}
