package ipvm.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// A home at work for whoever connects to its socket.
final class Daemon implements AutoCloseable {

    /// Connections at once; the one that was idle for the longest time makes room.
    static final int CONNECTIONS_MAX = 64;

    private static final long DRAIN_MILLIS_MAX = 10_000;

    private final Station station;
    private final ControlSocket socket;
    private final ServerSocketChannel channel;
    private final Patience patience = new Patience();
    private final Set<Connection> connections = ConcurrentHashMap.newKeySet();
    private final Thread doorman;

    private Daemon(Station station, ControlSocket socket, ServerSocketChannel channel) {
        this.station = station;
        this.socket = socket;
        this.channel = channel;
        this.doorman = Thread.ofVirtual().name("doorman").start(this::admit);
    }

    /// Opens a home, takes up what was accepted there, and listens.
    static Daemon open(Home home, Call call, Settings settings) throws Stop, IOException {
        var station = Station.open(home, call, settings);
        try {
            var socket = ControlSocket.of(home, call.world().host());
            var channel = socket.bind();
            station.node().takeUp();
            RuleFiles.stand(station);
            station.welcome();
            return new Daemon(station, socket, channel);
        } catch (Stop | IOException e) {
            station.close();
            throw e;
        }
    }

    Station station() {
        return station;
    }

    ControlSocket socket() {
        return socket;
    }

    private void admit() {
        try {
            while (true) {
                admit(channel.accept());
            }
        } catch (ClosedChannelException e) {
            // that is how it ends
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void admit(SocketChannel client) {
        if (connections.size() >= CONNECTIONS_MAX) {
            connections.stream()
                    .filter(Connection::isIdle)
                    .min(Connection.LONGEST_IDLE_FIRST)
                    .ifPresent(idle -> {
                        connections.remove(idle);
                        idle.close();
                    });
        }
        var connection = new Connection(client, station, patience);
        if (connections.size() >= CONNECTIONS_MAX) {
            connection.refuse();
            return;
        }
        connections.add(connection);
        connection.serve(() -> connections.remove(connection));
    }

    /// Lets running tasks end, for some seconds; what is not done is taken up another time.
    ///
    /// Connections are closed last: who waits for the end then knows that all is released.
    @Override
    public void close() throws IOException {
        close(DRAIN_MILLIS_MAX);
    }

    void close(long drainMillisMax) throws IOException {
        channel.close();
        socket.remove();
        try {
            doorman.join();
            station.node().drain(drainMillisMax);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        station.close();
        connections.forEach(Connection::finish);
        patience.close();
    }
}
