package ipvm.effect;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;

/// A server on the loopback that does with each connection what a test says, and knows what it saw.
final class RawServer implements AutoCloseable {

    /// What to do with one connection.
    @FunctionalInterface
    interface Behaviour {
        void on(Socket socket, RawServer server) throws IOException;
    }

    private static final Pattern LENGTH = Pattern.compile("content-length: (\\d+)");

    private final ServerSocket listening;
    private final Thread thread;
    private final AtomicInteger hangUps = new AtomicInteger();

    /// Bytes of requests that came in, over all connections.
    final AtomicInteger bytesSeen = new AtomicInteger();

    /// Requests that came in whole.
    final List<String> requests = Collections.synchronizedList(new ArrayList<>());

    RawServer(Behaviour behaviour) throws IOException {
        listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        thread = Thread.ofPlatform().daemon().start(() -> serve(behaviour));
    }

    String url(String path) {
        return "http://127.0.0.1:" + listening.getLocalPort() + path;
    }

    int port() {
        return listening.getLocalPort();
    }

    private void serve(Behaviour behaviour) {
        while (!listening.isClosed()) {
            try (var socket = listening.accept()) {
                behaviour.on(socket, this);
            } catch (IOException e) {
                hangUps.incrementAndGet(); // the client's, or the end of the test
            }
        }
    }

    /// Reads at most so many bytes of a request, or all of it.
    void read(InputStream in, int bytesMax) throws IOException {
        var request = new ByteArrayOutputStream();
        while (request.size() < bytesMax && !isWhole(request)) {
            int c = in.read();
            if (c < 0) {
                return;
            }
            bytesSeen.incrementAndGet();
            request.write(c);
        }
        if (isWhole(request)) {
            requests.add(request.toString(StandardCharsets.ISO_8859_1));
        }
    }

    private static boolean isWhole(ByteArrayOutputStream request) {
        var text = request.toString(StandardCharsets.ISO_8859_1);
        int head = text.indexOf("\r\n\r\n");
        if (head < 0) {
            return false;
        }
        var length = LENGTH.matcher(text.substring(0, head));
        int body = length.find() ? Integer.parseInt(length.group(1)) : 0;
        return text.length() >= head + 4 + body;
    }

    static byte[] ok(String body) {
        return bytes("HTTP/1.1 200 OK\r\ncontent-length: " + body.length() + "\r\n\r\n" + body);
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    /// Ends and has seen by then all that it will ever see.
    void stop() throws IOException, InterruptedException {
        close();
        thread.join();
    }

    @Override
    public void close() throws IOException {
        listening.close();
    }
}
