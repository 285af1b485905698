package ipvm.cli;

import ipvm.data.Bytes;
import ipvm.data.Cid;
import ipvm.data.Codec;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipalNotFoundException;

/// Where the daemon of a home listens: a socket in the home, or where its path would be too long
/// for the system, in a folder of the user's own.
///
/// @param isShared whether it is the one of the system node, which a group may use
record ControlSocket(Path file, Path home, boolean isElsewhere, boolean isShared) {

    private static final int PATH_BYTES_MAX = 100;
    private static final int NAME_CHARS = 32;
    private static final int BACKLOG = 64;
    private static final String FOLDER_MODE = "rwx------";
    private static final String SHARED_MODE = "rw-rw----";

    static ControlSocket of(Home home, World.Host host) throws IOException {
        var shared = home.system().map(root -> root.resolve(SystemNode.SOCKET));
        if (shared.isPresent() && Files.isDirectory(Disk.folderOf(shared.get()))) {
            return new ControlSocket(shared.get(), home.folder(), false, true);
        }
        var folder = real(home.folder());
        var file = folder.resolve("node.sock");
        if (Bytes.utf8(file.toString()).size() <= PATH_BYTES_MAX) {
            return new ControlSocket(file, folder, false, false);
        }
        var runtime = Path.of(host.variable("XDG_RUNTIME_DIR").orElse("/tmp"));
        var hash = Cid.of(Codec.RAW, Bytes.utf8(folder.toString())).toString();
        var name = hash.substring(hash.length() - NAME_CHARS) + ".sock";
        var own = runtime.resolve("ipvm-" + owner(folder));
        return new ControlSocket(own.resolve(name), folder, true, false);
    }

    /// By whatever way a home is entered, its daemon is the same.
    private static Path real(Path folder) throws IOException {
        return Files.exists(folder) ? folder.toRealPath() : folder.toAbsolutePath().normalize();
    }

    private static Object owner(Path folder) throws IOException {
        var known = Files.exists(folder) ? folder : Path.of(System.getProperty("user.home", "/"));
        return Files.getAttribute(known, "unix:uid");
    }

    UnixDomainSocketAddress address() {
        return UnixDomainSocketAddress.of(file);
    }

    /// Listens, in place of whoever has left the file behind; only who holds the store may.
    ///
    /// The file gets its name when its mode is right.
    ServerSocketChannel bind() throws Stop, IOException {
        if (isElsewhere) {
            Disk.folder(Disk.folderOf(file));
            requireOwn();
        }
        var fresh = file.resolveSibling(file.getFileName() + "~");
        Files.deleteIfExists(fresh);
        var channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            channel.bind(UnixDomainSocketAddress.of(fresh), BACKLOG);
            share(fresh);
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
            return channel;
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    private void share(Path socket) throws IOException {
        if (isShared) {
            toGroup(socket);
        }
        var mode = isShared ? SHARED_MODE : Disk.SECRET;
        Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString(mode));
    }

    /// As a service it has the right group already.
    private static void toGroup(Path socket) throws IOException {
        var names = socket.getFileSystem().getUserPrincipalLookupService();
        try {
            var group = names.lookupPrincipalByGroupName(SystemNode.GROUP);
            Files.getFileAttributeView(socket, PosixFileAttributeView.class).setGroup(group);
        } catch (UserPrincipalNotFoundException e) {
            // a machine without the group: its own user alone asks
        }
    }

    /// In a folder of everybody's, somebody else may have been first.
    void requireOwn() throws Stop, IOException {
        var folder = Disk.folderOf(file);
        var mode = Files.getPosixFilePermissions(folder, LinkOption.NOFOLLOW_LINKS);
        var holder = Files.getAttribute(folder, "unix:uid", LinkOption.NOFOLLOW_LINKS);
        boolean isOwn =
                Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)
                        && holder.equals(owner(home))
                        && PosixFilePermissions.toString(mode).equals(FOLDER_MODE);
        if (!isOwn) {
            throw Stop.denied(folder + ": not a folder of mode 700 that is yours; remove it");
        }
    }

    void remove() throws IOException {
        Files.deleteIfExists(file);
    }
}
