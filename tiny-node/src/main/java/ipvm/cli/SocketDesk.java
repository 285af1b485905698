package ipvm.cli;

import ipvm.data.Ipld;
import ipvm.data.MalformedException;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.util.Optional;

/// The daemon of a home answers for it.
final class SocketDesk implements Desk {

    private static final long HELLO_MILLIS_MAX = 10_000;
    private static final long END_MILLIS_MAX = 20_000;

    private final SocketChannel channel;
    private final Wire wire;
    private long lastId;
    private long pid;

    private SocketDesk(SocketChannel channel) {
        this.channel = channel;
        this.wire = new Wire(channel);
    }

    /// The daemon of a home, if one listens there.
    static Optional<SocketDesk> find(Home home, World.Host host)
            throws Stop, MalformedException, IOException {
        var socket = ControlSocket.of(home, host);
        if (!Files.exists(socket.file())) {
            return Optional.empty();
        }
        if (socket.isElsewhere()) {
            socket.requireOwn();
        }
        var channel = connect(socket, host);
        return channel.isEmpty() ? Optional.empty() : Optional.of(greet(channel.get()));
    }

    /// Nobody listens at a file that was left behind.
    private static Optional<SocketChannel> connect(ControlSocket socket, World.Host host)
            throws Stop, IOException {
        var channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            channel.connect(socket.address());
            return Optional.of(channel);
        } catch (java.net.ConnectException e) {
            channel.close();
            return Optional.empty();
        } catch (IOException e) {
            channel.close();
            if (!Files.exists(socket.file())) {
                return Optional.empty(); // it has just ended
            }
            if (socket.isShared() && SystemNode.isDenied(e)) {
                throw Stop.denied(SystemNode.of(host).advice());
            }
            throw e;
        }
    }

    private static SocketDesk greet(SocketChannel channel)
            throws Stop, MalformedException, IOException {
        var desk = new SocketDesk(channel);
        try (var patience = new Patience()) {
            patience.of(channel, HELLO_MILLIS_MAX);
            desk.pid = new Word(desk.one("hello", Ipld.map())).number("pid");
            return desk;
        } catch (Stop | MalformedException | IOException e) {
            channel.close();
            throw e;
        }
    }

    /// The process that answers.
    long pid() {
        return pid;
    }

    @Override
    public void ask(String op, Ipld.Map args, Lines lines)
            throws Stop, MalformedException, IOException {
        long id = ++lastId;
        send(Ipld.map("id", Ipld.of(id), "op", Ipld.of(op), "args", args));
        while (true) {
            var answer = answer();
            if (answer.has("line")) {
                lines.line(answer.inner("line"));
            } else if (answer.number("exit") == Exit.OK.code()) {
                return;
            } else {
                throw new Stop(Exit.of(answer.number("exit")), answer.text("error"));
            }
        }
    }

    /// What is too much for one frame is the asker's fault; a broken channel is not.
    private void send(Ipld.Map request) throws Stop, MalformedException {
        try {
            wire.write(request);
        } catch (IOException e) {
            throw gone();
        }
    }

    private Word answer() throws Stop, MalformedException {
        try {
            var length = wire.length();
            if (length.isEmpty()) {
                throw gone();
            }
            return new Word(wire.frame(length.get()));
        } catch (IOException e) {
            throw gone();
        }
    }

    private Stop gone() {
        var who = pid == 0 ? "the daemon" : "the daemon (process " + pid + ")";
        return new Stop(Exit.UNREACHABLE, who + " went away before it had answered");
    }

    /// Waits until the daemon has let go of everything; says whether it has in time.
    boolean awaitEnd() throws MalformedException {
        try (var patience = new Patience()) {
            patience.of(channel, END_MILLIS_MAX);
            return wire.length().isEmpty();
        } catch (java.nio.channels.ClosedChannelException e) {
            return false;
        } catch (IOException e) {
            return true; // it ended without a word
        }
    }

    @Override
    public boolean goesOn() {
        return true;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
