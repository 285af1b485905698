package ipvm.wasm;

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

    private Refused(Kind kind, String message, int offset) {
        super(message, null, false, false);
        this.kind = kind;
        this.offset = offset;
    }

    private static Refused of(Kind kind, String what, int offset) {
        return new Refused(kind, kind + ": " + what + " at byte " + offset, offset);
    }

    static Refused malformed(String what, int offset) {
        return of(Kind.MALFORMED, what, offset);
    }

    static Refused invalid(String what, int offset) {
        return of(Kind.INVALID, what, offset);
    }

    /// Valid of a proposal outside our profile, or in need of what no host gives.
    static Refused unsupported(String what, int offset) {
        return of(Kind.UNSUPPORTED, what + " is not supported", offset);
    }

    static Refused tooLarge(String what, long found, long max, int offset) {
        return of(Kind.TOO_LARGE, what + " " + found + ", at most " + max + " allowed", offset);
    }

    /// What the compiler of core modules says of one that begins at a byte of the whole.
    static Refused of(ipvm.jit.Refused core, int base) {
        var kind = Kind.valueOf(core.kind().name());
        var place = base == 0 ? "" : " of the core module at byte " + base;
        return new Refused(kind, core.getMessage() + place, base + core.offset());
    }

    public Kind kind() {
        return kind;
    }

    /// Where in the bytes that were to be compiled.
    public int offset() {
        return offset;
    }

    @Override
    public String getMessage() {
        return Objects.requireNonNull(super.getMessage());
    }
}
