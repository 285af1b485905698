package ipvm.cli;

import java.io.IOException;
import java.net.ConnectException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// The node that a machine runs for all of its users, if it runs one.
///
/// @param root `/`, but in tests
record SystemNode(Path root) {

    static final String SOCKET = "run/ipvm/node.sock";

    /// Who may ask it.
    static final String GROUP = "ipvm";

    /// Whether it is there for this user.
    enum Standing {
        NONE,
        ANSWERS,
        DENIED
    }

    static SystemNode of(World.Host host) {
        return new SystemNode(host.root());
    }

    Home home() {
        return new Home(root.resolve("var/lib/ipvm"), Optional.of(root));
    }

    Standing standing() {
        var socket = root.resolve(SOCKET);
        if (!Files.exists(socket)) {
            return Standing.NONE;
        }
        try (var channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.connect(UnixDomainSocketAddress.of(socket));
            return Standing.ANSWERS;
        } catch (ConnectException e) {
            return Standing.NONE;
        } catch (IOException e) {
            return isDenied(e) ? Standing.DENIED : Standing.NONE;
        }
    }

    static boolean isDenied(IOException fault) {
        return String.valueOf(fault.getMessage()).contains("Permission denied");
    }

    String advice() {
        return root.resolve(SOCKET)
                + ": permission denied: add yourself to group "
                + GROUP
                + " ('sudo usermod -aG "
                + GROUP
                + " $USER', then log in anew)";
    }
}
