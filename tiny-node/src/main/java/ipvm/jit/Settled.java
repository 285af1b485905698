package ipvm.jit;

/// A trap on its way out whose fuel is settled: no frame above touches the bill again, which is why
/// it is not a `RuntimeException`.
public final class Settled extends Error {

    private static final long serialVersionUID = 1;

    private final RuntimeException end;

    Settled(RuntimeException end) {
        super(null, end, false, false);
        this.end = end;
    }

    RuntimeException end() {
        return end;
    }
}
