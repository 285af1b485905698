package ipvm.effect;

import java.io.IOException;
import java.net.Proxy;
import java.net.Socket;
import java.net.SocketException;
import org.jspecify.annotations.Nullable;

/// Stands between a request and the world, and remembers whether the request got over it.
///
/// Whoever loses patience cuts the connection here. What had not passed by then never will, and
/// that is what makes "not fired" a promise and not a guess.
final class Fence {

    private boolean isCut;
    private boolean isCrossed;
    private @Nullable Socket socket;

    /// A connection to be, which ends when this is cut. No proxy: it would look up names itself.
    synchronized Socket socket() throws IOException {
        requireWhole();
        close();
        socket = new Socket(Proxy.NO_PROXY);
        return socket;
    }

    /// The last step before the first byte of a request.
    synchronized void cross() throws IOException {
        requireWhole();
        isCrossed = true;
    }

    synchronized boolean isCrossed() {
        return isCrossed;
    }

    synchronized void cut() {
        isCut = true;
        close();
    }

    /// Closes the connection itself, below TLS: that would wait to say goodbye.
    synchronized void close() {
        try {
            if (socket != null) {
                socket.close();
            }
        } catch (IOException e) {
            return; // it is of no use to anybody either way
        }
    }

    private void requireWhole() throws SocketException {
        if (isCut) {
            throw new SocketException("given up");
        }
    }
}
