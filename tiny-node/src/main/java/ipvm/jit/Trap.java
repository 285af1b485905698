package ipvm.jit;

import run.endive.runtime.TrapException;

/// The end of a run before its results. Its stack trace is read: the lines of the generated frames
/// hold the fuel that they had not yet paid.
public final class Trap extends TrapException {

    private static final long serialVersionUID = 1;

    private final Reason reason;

    Trap(Reason reason) {
        super(reason.toString());
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
