package ipvm.key;

import ipvm.data.Bytes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/// Files that only their owner may read; written whole or not at all, and never over another file.
public final class SecretFile {

    private static final Set<PosixFilePermission> OWNER_ONLY =
            PosixFilePermissions.fromString("rw-------");

    private static final int OTHERS = 077;

    private SecretFile() {}

    /// Writes a new file of mode 600, which is there, on the disk and complete, once this returns.
    public static void create(Path file, Bytes content) throws IOException {
        create(file, content.toArray());
    }

    /// The content gets its name by a hard link, because a rename would replace a file that was
    /// made in the meantime.
    static void create(Path file, byte[] content) throws IOException {
        var folder = file.toAbsolutePath().getParent();
        var mode = PosixFilePermissions.asFileAttribute(OWNER_ONLY);
        var whole = Files.createTempFile(folder, ".new-", ".tmp", mode);
        try {
            try (var out = FileChannel.open(whole, StandardOpenOption.WRITE)) {
                for (var rest = ByteBuffer.wrap(content); rest.hasRemaining(); ) {
                    out.write(rest);
                }
                out.force(true);
            }
            Files.createLink(file, whole);
        } finally {
            Files.delete(whole);
        }
        try (var names = FileChannel.open(folder, StandardOpenOption.READ)) {
            names.force(true);
        }
    }

    /// Reads a file that nobody but its owner may touch; any other is refused with the way to mend
    /// it.
    public static Bytes read(Path file, int bytesMax) throws IOException {
        return Bytes.wrap(readArray(file, bytesMax));
    }

    static byte[] readArray(Path file, int bytesMax) throws IOException {
        requireOwnerOnly(file);
        try (var in = Files.newInputStream(file)) {
            var content = in.readNBytes(bytesMax + 1);
            if (content.length > bytesMax) {
                throw new SecretFileException(file + " has more than " + bytesMax + " bytes");
            }
            return content;
        }
    }

    private static void requireOwnerOnly(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw Files.exists(file)
                    ? new SecretFileException(file + " is not a file")
                    : new NoSuchFileException(file.toString());
        }
        int mode = (int) Files.getAttribute(file, "unix:mode") & 0777;
        if ((mode & OTHERS) != 0) {
            throw new SecretFileException(
                    "%s can be read or changed by others (mode %03o); mend it with: chmod 600 %s"
                            .formatted(file, mode, file));
        }
    }
}
