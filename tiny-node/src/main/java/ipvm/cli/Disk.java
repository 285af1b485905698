package ipvm.cli;

import ipvm.data.Bytes;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import java.util.Set;

/// Writes files so that nobody ever sees half of one, whenever the power fails.
final class Disk {

    /// For what others may read.
    static final String OPEN = "rw-r--r--";

    /// For what nobody else may read.
    static final String SECRET = "rw-------";

    private static final String FOLDER = "rwx------";

    private Disk() {}

    /// Puts bytes where a name is, in one step: before it the old content is there, after it the
    /// new.
    static void write(Path file, Bytes bytes, String mode) throws IOException {
        try (var draft = draft(file, mode)) {
            bytes.writeTo(draft.out());
            draft.keep();
        }
    }

    /// The same for more than fits into memory.
    static Draft draft(Path file, String mode) throws IOException {
        var part = Files.createTempFile(folderOf(file), ".", ".part", attribute(mode));
        try {
            Files.setPosixFilePermissions(part, permissions(mode));
            return new Draft(file, part, FileChannel.open(part, StandardOpenOption.WRITE));
        } catch (IOException e) {
            Files.deleteIfExists(part);
            throw e;
        }
    }

    /// A file on its way, which is gone when it is closed before it was kept.
    static final class Draft implements AutoCloseable {

        private final Path file;
        private final Path part;
        private final FileChannel channel;
        private final OutputStream out;

        private Draft(Path file, Path part, FileChannel channel) {
            this.file = file;
            this.part = part;
            this.channel = channel;
            this.out = new BufferedOutputStream(Channels.newOutputStream(channel));
        }

        OutputStream out() {
            return out;
        }

        void keep() throws IOException {
            out.flush();
            channel.force(true);
            channel.close();
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
            sync(folderOf(file));
        }

        @Override
        public void close() throws IOException {
            channel.close();
            Files.deleteIfExists(part);
        }
    }

    /// Makes a folder that only its owner may enter, with those above it, where there is none.
    static void folder(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            Files.createDirectories(folder, attribute(FOLDER));
        }
    }

    static Path folderOf(Path file) {
        var absolute = file.toAbsolutePath();
        return Objects.requireNonNullElse(absolute.getParent(), absolute);
    }

    /// A name is durable when its folder is.
    static void sync(Path folder) throws IOException {
        try (var channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private static FileAttribute<Set<PosixFilePermission>> attribute(String mode) {
        return PosixFilePermissions.asFileAttribute(permissions(mode));
    }

    private static Set<PosixFilePermission> permissions(String mode) {
        return PosixFilePermissions.fromString(mode);
    }
}
