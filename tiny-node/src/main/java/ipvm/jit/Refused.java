package ipvm.jit;

import java.util.Locale;
import java.util.Objects;

/// A module that is not taken: why, what stood there, and at which byte.
///
/// It is checked, and without a stack trace, because hostile modules are an expected input.
public final class Refused extends Exception {

    /// Which promise the module breaks: the format's, the type system's, our profile's or a limit.
    public enum Kind {
        MALFORMED,
        INVALID,
        UNSUPPORTED,
        TOO_LARGE;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    private static final long serialVersionUID = 1;

    private final Kind kind;
    private final int offset;

    private Refused(Kind kind, String what, int offset) {
        super(kind + ": " + what + " at byte " + offset, null, false, false);
        this.kind = kind;
        this.offset = offset;
    }

    static Refused malformed(String what, int offset) {
        return new Refused(Kind.MALFORMED, what, offset);
    }

    static Refused invalid(String what, int offset) {
        return new Refused(Kind.INVALID, what, offset);
    }

    /// Valid Wasm of a proposal outside our profile, which the message names.
    static Refused unsupported(String feature, int offset) {
        return new Refused(Kind.UNSUPPORTED, feature + " is not supported", offset);
    }

    static Refused tooLarge(String what, long found, long max, int offset) {
        return new Refused(
                Kind.TOO_LARGE, what + " " + found + ", at most " + max + " allowed", offset);
    }

    public Kind kind() {
        return kind;
    }

    /// Where in the module's bytes.
    public int offset() {
        return offset;
    }

    @Override
    public String getMessage() {
        return Objects.requireNonNull(super.getMessage());
    }
}
