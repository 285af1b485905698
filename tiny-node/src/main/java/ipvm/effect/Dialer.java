package ipvm.effect;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/// Connects to a host by an address that was looked at.
///
/// The name is looked up once. What was checked is what is connected to, so a name server that
/// answers otherwise the second time is never asked a second time; TLS still asks for the name.
final class Dialer {

    private static final int TRIED_MAX = 4;

    /// How names become addresses.
    @FunctionalInterface
    interface Resolver {
        List<InetAddress> addresses(String host) throws UnknownHostException;
    }

    private final Resolver resolver;
    private final Supplier<SSLSocketFactory> tls;

    Dialer(Resolver resolver, Supplier<SSLSocketFactory> tls) {
        this.resolver = resolver;
        this.tls = tls;
    }

    static Dialer ofSystem() {
        return new Dialer(
                host -> List.of(InetAddress.getAllByName(host)),
                () -> (SSLSocketFactory) SSLSocketFactory.getDefault());
    }

    Socket dial(Url url, boolean isPrivateAllowed, Fence fence, int connectMillisMax)
            throws HttpFault {
        var faults = new ArrayList<String>();
        for (var address : checked(url, isPrivateAllowed)) {
            try {
                var socket = fence.socket();
                socket.setTcpNoDelay(true);
                socket.connect(new InetSocketAddress(address, url.port()), connectMillisMax);
                return url.isTls() ? secured(socket, url) : socket;
            } catch (IOException e) {
                faults.add(address.getHostAddress() + ": " + e.getMessage());
            }
        }
        throw new HttpFault(HttpFault.UNREACHABLE, String.join("; ", faults));
    }

    private List<InetAddress> checked(Url url, boolean isPrivateAllowed) throws HttpFault {
        var addresses = addresses(url.host());
        for (var address : addresses) {
            if (!isPrivateAllowed && !PublicAddress.is(address)) {
                throw new HttpFault(
                        HttpFault.FORBIDDEN,
                        url.host()
                                + " is at "
                                + address.getHostAddress()
                                + ", which is not a public address; see http.private");
            }
        }
        return addresses.subList(0, Math.min(TRIED_MAX, addresses.size()));
    }

    private List<InetAddress> addresses(String host) throws HttpFault {
        try {
            return resolver.addresses(host);
        } catch (UnknownHostException e) {
            throw new HttpFault(HttpFault.UNREACHABLE, "no address is known of " + host);
        }
    }

    private Socket secured(Socket plain, Url url) throws IOException {
        var socket = (SSLSocket) tls.get().createSocket(plain, url.host(), url.port(), true);
        var parameters = socket.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        socket.setSSLParameters(parameters);
        socket.startHandshake();
        return socket;
    }
}
