package ipvm.wasm;

import java.util.Objects;

/// A trap that is not the core module's own but that of the border it crosses.
///
/// Unchecked, because it passes through compiled code and Endive on its way out.
final class Fault extends RuntimeException {

    static final String OUTSIDE = "out of bounds memory";

    private static final long serialVersionUID = 1;

    private final boolean isOutOfMemory;

    private Fault(String kind, boolean isOutOfMemory) {
        super(kind, null, false, false);
        this.isOutOfMemory = isOutOfMemory;
    }

    static Fault of(String kind) {
        return new Fault(kind, false);
    }

    /// A value larger than the memory granted.
    static Fault outOfMemory() {
        return new Fault("out of memory", true);
    }

    Ended ended(Bill bill) {
        return isOutOfMemory ? new Ended.OutOfMemory(bill) : new Ended.Trapped(kind(), bill);
    }

    String kind() {
        return Objects.requireNonNull(getMessage());
    }
}
