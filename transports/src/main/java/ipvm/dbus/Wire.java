package ipvm.dbus;

import ipvm.data.Bytes;
import ipvm.data.MalformedException;
import java.io.EOFException;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/// The socket of a bus, from the first byte on: who we are is seen from the socket itself.
final class Wire implements AutoCloseable {

    private static final int LINE_CHARS_MAX = 512;

    private final SocketChannel channel;

    private Wire(SocketChannel channel) {
        this.channel = channel;
    }

    static Wire open(Path socket) throws IOException {
        var wire = new Wire(SocketChannel.open(StandardProtocolFamily.UNIX));
        boolean isOpen = false;
        try {
            wire.channel.connect(UnixDomainSocketAddress.of(socket));
            wire.introduce();
            isOpen = true;
        } finally {
            if (!isOpen) {
                wire.close();
            }
        }
        return wire;
    }

    /// SASL's EXTERNAL with nothing said: the bus asks the kernel who is at the other end.
    private void introduce() throws IOException {
        say("\0AUTH EXTERNAL\r\nDATA\r\n");
        expect("DATA");
        expect("OK ");
        say("BEGIN\r\n");
    }

    private void say(String words) throws IOException {
        writeAll(ByteBuffer.wrap(words.getBytes(StandardCharsets.US_ASCII)));
    }

    private void expect(String start) throws IOException {
        var line = new StringBuilder();
        while (line.length() < LINE_CHARS_MAX && line.indexOf("\r\n") < 0) {
            line.append((char) read(1).at(0));
        }
        if (!line.toString().startsWith(start)) {
            throw new IOException("the bus does not let us in: " + line.toString().strip());
        }
    }

    private Bytes read(int count) throws IOException {
        var buffer = ByteBuffer.allocate(count);
        while (buffer.hasRemaining()) {
            if (channel.read(buffer) < 0) {
                throw new EOFException("the bus hung up");
            }
        }
        return Bytes.wrap(buffer.array());
    }

    /// The next message, whenever it comes.
    Message next() throws IOException {
        try {
            var start = read(Message.START_BYTES);
            var rest = read(Message.length(start) - Message.START_BYTES);
            return Message.decode(Bytes.concat(start, rest));
        } catch (MalformedException e) {
            throw new IOException("the bus speaks nonsense: " + e.getMessage());
        }
    }

    void write(Message message) throws IOException {
        writeAll(ByteBuffer.wrap(message.encode().toArray()));
    }

    private void writeAll(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            return; // it is gone either way
        }
    }
}
