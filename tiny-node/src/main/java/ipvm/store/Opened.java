package ipvm.store;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Optional;

/// A store's file with both connections, and how far it may grow.
///
/// @param lock nothing where the disk takes no writes
record Opened(Path file, Optional<StoreLock> lock, Sql writer, Sql reader, Room room) {

    void disconnect() throws SQLException {
        reader.close();
        writer.close();
    }
}
