package ipvm.effect;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;

/// Why a file was not read or written, without a word of where the folder lies.
///
/// @param isLasting whether trying again would end the same way
record FileFault(String name, String message, boolean isLasting) {

    /// A fault that has a name of its own.
    static final class Named extends IOException {
        private static final long serialVersionUID = 1;
        private final String name;

        Named(String name, String message) {
            super(message);
            this.name = name;
        }
    }

    static FileFault of(IOException fault) {
        return switch (fault) {
            case Named named -> new FileFault(named.name, text(named), true);
            case NoSuchFileException missing ->
                    new FileFault("NotFound", "there is no such file or folder", true);
            case NotDirectoryException other -> outside();
            case FileSystemLoopException link -> outside();
            case AccessDeniedException denied ->
                    new FileFault("Forbidden", "the system does not allow it", true);
            case FileSystemException system when isLink(system) -> outside();
            default -> new FileFault("FileFault", reason(fault), false);
        };
    }

    private static FileFault outside() {
        return new FileFault(
                "Forbidden", "the path goes through a link, or through what is no folder", true);
    }

    /// What opening without following links says to one: ELOOP, or ENOTDIR for a folder.
    private static boolean isLink(FileSystemException fault) {
        var reason = text(fault);
        return reason.contains("symbolic links") || reason.contains("Not a directory");
    }

    private static String reason(IOException fault) {
        return fault instanceof FileSystemException system && system.getReason() != null
                ? system.getReason()
                : "the file system failed";
    }

    private static String text(IOException fault) {
        return fault.getMessage() == null ? "" : fault.getMessage();
    }
}
