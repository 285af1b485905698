package ipvm.coap;

import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.ProtocolFamily;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.UnknownHostException;
import java.nio.channels.DatagramChannel;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The multicast groups of CoAP (RFC 7252, 12.8), and on which interfaces we belong to them.
final class Groups {

    /// All nodes that speak CoAP: of IPv4, of one IPv6 link, of one IPv6 site.
    static final List<String> ADDRESSES = List.of("224.0.1.187", "ff02::fd", "ff05::fd");

    private static final int INTERFACES_MAX = 8;

    private final Map<Group, DatagramChannel> joined = new HashMap<>();

    /// One group on one interface.
    record Group(InetAddress address, NetworkInterface on, int port) {

        StandardProtocolFamily family() {
            return familyOf(address);
        }

        /// Only what is sent to the group: a socket for everything would take from our own port.
        InetSocketAddress bindAddress() {
            return new InetSocketAddress(address, port);
        }

        /// Whether one socket serves it on both interfaces; a link has a socket of its own.
        private boolean sharesSocketWith(Group other) {
            return address.equals(other.address) && (!isOfLink() || on.equals(other.on));
        }

        private boolean isOfLink() {
            return address.isMCLinkLocal() && family() == StandardProtocolFamily.INET6;
        }
    }

    boolean isEmpty() {
        return joined.isEmpty();
    }

    void add(Group group, DatagramChannel channel) {
        joined.put(group, channel);
    }

    /// A socket that can belong to this group too.
    @Nullable DatagramChannel channel(Group group) {
        return joined.entrySet().stream()
                .filter(entry -> entry.getKey().sharesSocketWith(group))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(null);
    }

    /// The groups that we do not belong to yet.
    List<Group> missing(Collection<StandardProtocolFamily> families) {
        var missing = new ArrayList<Group>();
        for (var on : interfaces()) {
            for (var text : ADDRESSES) {
                var group = new Group(scoped(literal(text), on), on, Ways.PORT);
                if (families.contains(group.family()) && !joined.containsKey(group)) {
                    missing.add(group);
                }
            }
        }
        return missing;
    }

    /// Interfaces that are up and reach more than one; the loopback too, for nodes on one board.
    static List<NetworkInterface> interfaces() {
        try {
            return NetworkInterface.networkInterfaces()
                    .filter(Groups::isUseful)
                    .limit(INTERFACES_MAX)
                    .toList();
        } catch (SocketException e) {
            return List.of();
        }
    }

    private static boolean isUseful(NetworkInterface on) {
        try {
            return on.isUp() && (on.supportsMulticast() || on.isLoopback());
        } catch (SocketException e) {
            return false;
        }
    }

    /// An IPv6 group of one link says which link.
    static InetAddress scoped(InetAddress group, NetworkInterface on) {
        if (familyOf(group) != StandardProtocolFamily.INET6 || !group.isMCLinkLocal()) {
            return group;
        }
        try {
            return Inet6Address.getByAddress(null, group.getAddress(), on.getIndex());
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }

    static InetAddress literal(String address) {
        try {
            return InetAddress.getByName(address);
        } catch (UnknownHostException e) {
            throw new IllegalStateException(address + " is no address", e);
        }
    }

    static StandardProtocolFamily familyOf(InetAddress address) {
        return address instanceof Inet6Address
                ? StandardProtocolFamily.INET6
                : StandardProtocolFamily.INET;
    }

    static InetAddress anywhere(ProtocolFamily family) {
        return literal(family == StandardProtocolFamily.INET6 ? "::" : "0.0.0.0");
    }

    static InetAddress loopback(ProtocolFamily family) {
        return literal(family == StandardProtocolFamily.INET6 ? "::1" : "127.0.0.1");
    }

    /// Whether this machine has such addresses at all.
    static boolean has(StandardProtocolFamily family) {
        try (var tried = DatagramChannel.open(family)) {
            return tried.bind(new InetSocketAddress(loopback(family), 0)).isOpen();
        } catch (IOException | UnsupportedOperationException e) {
            return false;
        }
    }
}
