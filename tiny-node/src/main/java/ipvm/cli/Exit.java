package ipvm.cli;

/// How a command ended, as scripts read it: these numbers are a promise.
public enum Exit {
    OK(0, "it is done"),
    FAILED(1, "the task ended in an error value or a trap"),
    USAGE(2, "the command line or the input is malformed"),
    EXHAUSTED(3, "out of fuel, memory or time"),
    DENIED(4, "denied: the authority shown does not cover it"),
    NOT_FOUND(5, "not found"),
    BUSY(6, "busy, locked or storage full"),
    ACCEPTED(7, "accepted, no answer yet"),
    UNREACHABLE(8, "unreachable"),
    BUG(70, "a bug in ipvm");

    private final int code;
    private final String meaning;

    Exit(int code, String meaning) {
        this.code = code;
        this.meaning = meaning;
    }

    /// The end that a number stands for; one that no version knew is a bug.
    static Exit of(long code) {
        return java.util.Arrays.stream(values())
                .filter(exit -> exit.code == code)
                .findFirst()
                .orElse(BUG);
    }

    public int code() {
        return code;
    }

    /// What help and man pages say of it.
    public String meaning() {
        return meaning;
    }
}
