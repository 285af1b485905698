package ipvm.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// Room on the disk that nobody may use until there is no other: letting something go takes some,
/// too.
///
/// @param file full of zeros, which goes when the room is wanted
record Reserve(Path file) {

    /// What letting a few blocks go writes at most, and the index of the log.
    static final int BYTES = 512 << 10;

    static Reserve of(Path store) {
        return new Reserve(store.resolveSibling(store.getFileName() + ".reserve"));
    }

    /// Takes the room; says whether it is taken now.
    boolean keep() {
        try {
            if (!Files.exists(file) || Files.size(file) != BYTES) {
                fill();
            }
            return true;
        } catch (IOException e) {
            spend(); // a part of it is of no use
            return false;
        }
    }

    private void fill() throws IOException {
        try (var channel =
                FileChannel.open(
                        file,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE,
                        StandardOpenOption.TRUNCATE_EXISTING)) {
            var zeros = ByteBuffer.allocate(BYTES);
            while (zeros.hasRemaining()) {
                channel.write(zeros);
            }
        }
    }

    /// Gives the room back; says whether there was any.
    boolean spend() {
        try {
            return Files.deleteIfExists(file);
        } catch (IOException e) {
            return false;
        }
    }

    /// Whether the disk has so much left besides.
    boolean hasRoomFor(long bytes) {
        try {
            return Files.getFileStore(file.toAbsolutePath().getParent()).getUsableSpace() >= bytes;
        } catch (IOException e) {
            return false;
        }
    }
}
