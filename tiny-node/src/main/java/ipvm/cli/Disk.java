package ipvm.cli;

import ipvm.data.Bytes;
import java.io.IOException;
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
        var folder = folderOf(file);
        var part = Files.createTempFile(folder, ".", ".part", attribute(mode));
        try {
            try (var channel = FileChannel.open(part, StandardOpenOption.WRITE)) {
                channel.write(java.nio.ByteBuffer.wrap(bytes.toArray()));
                channel.force(true);
            }
            Files.setPosixFilePermissions(part, permissions(mode));
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(part);
        }
        sync(folder);
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
