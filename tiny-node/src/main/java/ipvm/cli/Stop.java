package ipvm.cli;

import ipvm.data.MalformedException;

/// An end that a person can mend: the exit code and the one line that says what is wrong.
///
/// It is checked and has no stack trace because nothing in the program is at fault.
public final class Stop extends Exception {

    private static final long serialVersionUID = 1;

    private final Exit exit;

    public Stop(Exit exit, String line) {
        super(line, null, false, false);
        this.exit = exit;
    }

    /// The command line itself is wrong.
    public static Stop usage(String line) {
        return new Stop(Exit.USAGE, line);
    }

    /// Bytes or text from outside are wrong; `source` says whose.
    public static Stop malformed(String source, MalformedException fault) {
        return new Stop(Exit.USAGE, source + ": " + fault.getMessage());
    }

    public static Stop notFound(String line) {
        return new Stop(Exit.NOT_FOUND, line);
    }

    public static Stop denied(String line) {
        return new Stop(Exit.DENIED, line);
    }

    public Exit exit() {
        return exit;
    }

    /// The line a person reads.
    public String line() {
        return String.valueOf(getMessage());
    }
}
