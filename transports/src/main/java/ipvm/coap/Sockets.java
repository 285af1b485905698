package ipvm.coap;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Our port, one socket for each family of addresses, and one for each group that we belong to.
///
/// They all share their port with others (`SO_REUSEADDR`), because groups do; so whether our own
/// port is free is tried first, with a socket that shares nothing.
final class Sockets {

    private static final int BUFFER_BYTES = 256 << 10;
    private static final int TRIES = 8;

    private final InetSocketAddress wanted;
    private final Map<StandardProtocolFamily, DatagramChannel> own = new LinkedHashMap<>();
    private final List<DatagramChannel> groups = new ArrayList<>();
    private final ReentrantLock calling = new ReentrantLock();

    private volatile InetSocketAddress address;
    private @Nullable Selector selector;

    /// @param wanted where to listen; port 0 is any that is free
    Sockets(InetSocketAddress wanted) {
        this.wanted = wanted;
        this.address = wanted;
    }

    InetSocketAddress address() {
        return address;
    }

    synchronized void open(Selector with) throws IOException {
        selector = with;
        try {
            for (int tries = 1; own.isEmpty(); tries++) {
                openOwn(tries == TRIES);
            }
            for (var channel : own.values()) {
                register(channel, null);
            }
        } catch (IOException e) {
            close();
            throw e;
        }
    }

    /// A port that is free in one family may be taken in the other: then another one is tried.
    private void openOwn(boolean isLast) throws IOException {
        try {
            probe();
            address = wanted;
            for (var family : families()) {
                var channel = bound(family, at(family));
                own.put(family, channel);
                if (address.getPort() == 0) {
                    var port = ((InetSocketAddress) channel.getLocalAddress()).getPort();
                    address = new InetSocketAddress(wanted.getAddress(), port);
                }
            }
        } catch (BindException e) {
            closeAll(own.values());
            own.clear();
            if (isLast || wanted.getPort() != 0) {
                throw e;
            }
        }
    }

    private void probe() throws IOException {
        if (wanted.getPort() == 0) {
            return;
        }
        for (var family : families()) {
            try (var alone = DatagramChannel.open(family)) {
                var at = wanted.getAddress().isAnyLocalAddress() ? loopback(family) : at(family);
                alone.bind(new InetSocketAddress(at.getAddress(), wanted.getPort()));
            } catch (BindException e) {
                if (String.valueOf(e.getMessage()).contains("in use")) {
                    throw e;
                }
            }
        }
    }

    private List<StandardProtocolFamily> families() {
        var host = wanted.getAddress();
        var family = Groups.familyOf(host);
        boolean isBoth = host.isAnyLocalAddress() && family == StandardProtocolFamily.INET6;
        return isBoth
                ? Stream.of(StandardProtocolFamily.INET6, StandardProtocolFamily.INET)
                        .filter(Groups::has)
                        .toList()
                : List.of(family);
    }

    private InetSocketAddress at(StandardProtocolFamily family) throws IOException {
        var host = wanted.getAddress();
        return new InetSocketAddress(
                host.isAnyLocalAddress() ? Groups.anywhere(family) : host, address.getPort());
    }

    private static InetSocketAddress loopback(StandardProtocolFamily family) throws IOException {
        return new InetSocketAddress(Groups.loopback(family), 0);
    }

    private static DatagramChannel bound(StandardProtocolFamily family, InetSocketAddress at)
            throws IOException {
        var channel = DatagramChannel.open(family);
        try {
            channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            channel.setOption(StandardSocketOptions.SO_RCVBUF, BUFFER_BYTES);
            channel.setOption(StandardSocketOptions.SO_SNDBUF, BUFFER_BYTES);
            channel.bind(at);
            channel.configureBlocking(false);
            return channel;
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    private void register(DatagramChannel channel, Groups.@Nullable Group group)
            throws ClosedChannelException {
        if (selector != null) {
            channel.register(selector, SelectionKey.OP_READ, group);
            var unused = selector.wakeup(); // it listens already, to those it knew
        }
    }

    /// Belongs to the groups on all interfaces that are there by now; what it belongs to already it
    /// keeps. Returns why nobody can call us, where nobody can.
    synchronized String join(Groups joined) {
        if (selector == null) {
            return "";
        }
        var faults = new ArrayList<String>();
        for (var each : joined.missing(own.keySet())) {
            try {
                var channel = joined.channel(each);
                if (channel == null) {
                    channel = bound(each.family(), each.bindAddress());
                    groups.add(channel);
                    register(channel, each);
                }
                channel.join(each.address(), each.on());
                joined.add(each, channel);
            } catch (IOException e) {
                faults.add(each.address().getHostAddress() + ": " + e.getMessage());
            }
        }
        return joined.isEmpty() && !faults.isEmpty() ? faults.get(0) : "";
    }

    /// To a group it goes out on every interface, because nobody knows where neighbours are.
    void send(InetSocketAddress to, ByteBuffer bytes) throws IOException {
        var family =
                to.getAddress().getAddress().length == 4
                        ? StandardProtocolFamily.INET
                        : StandardProtocolFamily.INET6;
        var channel = own.get(family);
        if (channel == null) {
            channel = own.get(StandardProtocolFamily.INET6);
        }
        if (channel == null) {
            throw new IOException("no way to " + Ways.text(to) + " from " + Ways.text(address));
        }
        if (to.getAddress().isMulticastAddress()) {
            call(channel, to, bytes);
        } else if (channel.send(bytes, to) == 0) {
            throw new IOException("the network is busy");
        }
    }

    private void call(DatagramChannel channel, InetSocketAddress to, ByteBuffer bytes)
            throws IOException {
        IOException fault = null;
        calling.lock();
        try {
            for (var on : Groups.interfaces()) {
                try {
                    call(channel, to, bytes.duplicate(), on);
                } catch (IOException e) {
                    fault = e; // one interface without this family of addresses is normal
                }
            }
        } finally {
            calling.unlock();
        }
        if (fault != null && Groups.interfaces().isEmpty()) {
            throw fault;
        }
    }

    private static void call(
            DatagramChannel channel, InetSocketAddress to, ByteBuffer bytes, NetworkInterface on)
            throws IOException {
        channel.setOption(StandardSocketOptions.IP_MULTICAST_IF, on);
        InetAddress group = Groups.scoped(to.getAddress(), on);
        channel.send(bytes, new InetSocketAddress(group, to.getPort()));
    }

    synchronized void close() {
        selector = null;
        closeAll(own.values());
        closeAll(groups);
        groups.clear();
    }

    private static void closeAll(Iterable<DatagramChannel> channels) {
        channels.forEach(Sockets::close);
    }

    private static void close(DatagramChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            return; // it is of no use to anybody either way
        }
    }
}
