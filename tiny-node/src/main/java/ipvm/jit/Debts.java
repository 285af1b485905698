package ipvm.jit;

/// The fuel that generated frames had not yet paid when they trapped, read from the line numbers of
/// the trace: each site that can trap has the line "what is owed here, plus one".
///
/// The frame that handles the trap is the first one that is no leaf; leaves above it are paid for
/// by their caller, so their lines count too.
final class Debts {

    static final String PACKAGE = "wasm.";

    /// Names of methods that leave their bill to the caller start with this.
    static final String LEAF = "leaf";

    private Debts() {}

    static int of(RuntimeException fault) {
        int owed = 0;
        for (var frame : fault.getStackTrace()) {
            if (frame.getClassName().startsWith(PACKAGE)) {
                owed += Math.max(0, frame.getLineNumber() - 1);
                if (!frame.getMethodName().startsWith(LEAF)) {
                    return owed;
                }
            }
        }
        throw new IllegalStateException("a trap without the frames it passed", fault);
    }
}
