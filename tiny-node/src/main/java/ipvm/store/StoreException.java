package ipvm.store;

import java.io.IOException;

/// The store cannot do what was asked; what was there before is there still.
public final class StoreException extends IOException {

    private static final long serialVersionUID = 1;

    /// What is wrong, as far as it makes a difference to what a person does about it.
    public enum Kind {
        /// No room on the disk, or none within the quota.
        FULL,
        /// The disk takes no writes.
        READ_ONLY,
        /// Bytes that are not what was written.
        DAMAGED,
        /// Another process has it.
        LOCKED,
        /// A later version wrote it.
        NEWER,
        /// Whatever else the disk says.
        BROKEN
    }

    private final Kind kind;

    public StoreException(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    StoreException(Kind kind, String message, Exception cause) {
        super(message, cause);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }
}
