package ipvm.cli;

import ipvm.key.SecretFileException;
import ipvm.store.StoreException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.Objects;

/// What the file system refuses, as the line and the exit code a person and a script need.
final class Faults {

    private Faults() {}

    static Stop stop(IOException fault) {
        return switch (fault) {
            case SecretFileException e -> Stop.denied(String.valueOf(e.getMessage()));
            case NoSuchFileException e -> Stop.notFound(e.getFile() + ": no such file or folder");
            case AccessDeniedException e -> Stop.usage(e.getFile() + ": permission denied");
            case NotDirectoryException e -> Stop.usage(e.getFile() + ": not a folder");
            case FileAlreadyExistsException e -> Stop.usage(e.getFile() + ": exists already");
            case StoreException e -> store(e);
            case IOException e when e.getCause() instanceof Stop stop -> stop;
            case FileSystemException e -> refused(e.getFile() + ": " + reason(e));
            case IOException e -> refused(String.valueOf(e.getMessage()));
        };
    }

    /// What is full, locked or read-only may be otherwise another time.
    private static Stop store(StoreException e) {
        var line = String.valueOf(e.getMessage());
        return switch (e.kind()) {
            case FULL, LOCKED, READ_ONLY -> new Stop(Exit.BUSY, line);
            case DAMAGED, NEWER, BROKEN -> Stop.usage(line);
        };
    }

    private static String reason(FileSystemException e) {
        return Objects.requireNonNullElse(
                e.getReason(), "cannot be used (" + e.getClass().getSimpleName() + ")");
    }

    private static Stop refused(String line) {
        boolean isForNow =
                line.contains("No space left")
                        || line.contains("quota exceeded")
                        || line.contains("Read-only file system");
        return new Stop(isForNow ? Exit.BUSY : Exit.USAGE, line);
    }
}
