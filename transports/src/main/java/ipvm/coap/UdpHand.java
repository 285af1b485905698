package ipvm.coap;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.function.BooleanSupplier;
import org.eclipse.californium.elements.Connector;
import org.eclipse.californium.elements.EndpointContextMatcher;
import org.eclipse.californium.elements.RawData;
import org.eclipse.californium.elements.RawDataChannel;
import org.eclipse.californium.elements.UdpEndpointContext;
import org.eclipse.californium.elements.util.ClockUtil;
import org.jspecify.annotations.Nullable;

/// All sockets of the link on one thread: our own port, and the groups that neighbours call.
///
/// A datagram is sent by whoever sends it, at once or not at all; what comes in while the protocol
/// is behind is dropped, as the network would.
final class UdpHand implements Connector {

    private static final int DATAGRAMS_PER_TURN = 64;
    private static final long CLOSE_MILLIS = 3_000;

    private final Sockets sockets;
    private final BooleanSupplier isBehind;

    private volatile @Nullable RawDataChannel receiver;
    private volatile @Nullable EndpointContextMatcher matcher;
    private volatile @Nullable Selector selector;
    private @Nullable Thread thread;

    UdpHand(Sockets sockets, BooleanSupplier isBehind) {
        this.sockets = sockets;
        this.isBehind = isBehind;
    }

    /// Milliseconds since 1970.
    static long nowMillis() {
        return System.currentTimeMillis();
    }

    @Override
    public synchronized void start() throws IOException {
        if (selector != null) {
            return;
        }
        var opened = Selector.open();
        sockets.open(opened);
        selector = opened;
        thread = Thread.ofPlatform().daemon().name("coap-udp").start(() -> listen(opened));
    }

    private void listen(Selector opened) {
        var buffer = ByteBuffer.allocate(Tuning.DATAGRAM_BYTES_MAX + 1);
        while (opened.isOpen()) {
            try {
                opened.select(key -> drain(key, buffer));
            } catch (ClosedSelectorException closed) {
                return;
            } catch (IOException e) {
                if (!opened.isOpen()) {
                    return;
                }
            }
        }
    }

    private void drain(SelectionKey key, ByteBuffer buffer) {
        var channel = (DatagramChannel) key.channel();
        try {
            for (int i = 0; i < DATAGRAMS_PER_TURN; i++) {
                buffer.clear();
                if (!(channel.receive(buffer) instanceof InetSocketAddress from)) {
                    return;
                }
                take(buffer.flip(), from, key.attachment() != null);
            }
        } catch (IOException refused) {
            // An answer of the network to something sent earlier, or the end: select will tell.
            return;
        }
    }

    private void take(ByteBuffer buffer, InetSocketAddress from, boolean toGroup) {
        var heard = receiver;
        boolean isWhole = buffer.remaining() <= Tuning.DATAGRAM_BYTES_MAX;
        if (heard == null || !isWhole || from.getPort() == 0 || isBehind.getAsBoolean()) {
            return;
        }
        var bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        var context = new UdpEndpointContext(from);
        heard.receiveData(
                RawData.inbound(
                        bytes, context, toGroup, ClockUtil.nanoRealtime(), sockets.address()));
    }

    @Override
    public void send(RawData data) {
        var to = data.getInetSocketAddress();
        var context = new UdpEndpointContext(to);
        var match = matcher;
        if (match != null && !match.isToBeSent(data.getEndpointContext(), context)) {
            data.onError(new IOException("not the address of this exchange"));
            return;
        }
        data.onContextEstablished(context);
        try {
            send(to, data.getBytes());
            data.onSent();
        } catch (IOException e) {
            data.onError(e);
        }
    }

    void send(InetSocketAddress to, byte[] bytes) throws IOException {
        if (selector == null) {
            throw new IOException("closed");
        }
        sockets.send(to, ByteBuffer.wrap(bytes));
    }

    @Override
    public void stop() {
        Thread reader;
        synchronized (this) {
            reader = thread;
            thread = null;
            close();
        }
        if (reader != null) {
            try {
                reader.join(CLOSE_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void close() {
        var open = selector;
        selector = null;
        sockets.close();
        try {
            if (open != null) {
                open.close();
            }
        } catch (IOException e) {
            return; // it is of no use to anybody either way
        }
    }

    @Override
    public void destroy() {
        stop();
        receiver = null;
    }

    @Override
    public void setRawDataReceiver(@Nullable RawDataChannel channel) {
        receiver = channel;
    }

    @Override
    public void setEndpointContextMatcher(EndpointContextMatcher contexts) {
        matcher = contexts;
    }

    @Override
    public InetSocketAddress getAddress() {
        return sockets.address();
    }

    @Override
    public String getProtocol() {
        return "UDP";
    }

    @Override
    public boolean isRunning() {
        return selector != null;
    }

    @Override
    public void processDatagram(DatagramPacket datagram) {
        var bytes = ByteBuffer.wrap(datagram.getData(), datagram.getOffset(), datagram.getLength());
        InetAddress from = datagram.getAddress();
        take(bytes, new InetSocketAddress(from, datagram.getPort()), false);
    }
}
