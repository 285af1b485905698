package ipvm.data;

/// Bytes or text from outside that break their format: what was read, what was found, and where.
///
/// It is checked because hostile input is an expected end, not a bug, and it has no stack trace
/// because the place that matters is in the input.
public final class MalformedException extends Exception {

    /// The offset of input whose position is unknown or means nothing.
    public static final long NOWHERE = -1;

    private static final long serialVersionUID = 1;
    private static final int FOUND_CHARS_MAX = 120;

    private final String what;
    private final String found;
    private final long offset;

    public MalformedException(String what, String found) {
        this(what, found, NOWHERE);
    }

    public MalformedException(String what, String found, long offset) {
        super(message(what, clip(found), offset), null, false, false);
        this.what = what;
        this.found = clip(found);
        this.offset = offset;
    }

    /// What was being read, in the words of its format.
    public String what() {
        return what;
    }

    /// What stood there instead, clipped so that a message cannot be used to flood a log.
    public String found() {
        return found;
    }

    /// The byte at which it was found, or [#NOWHERE].
    public long offset() {
        return offset;
    }

    /// The same fault, said of a larger whole: `outer: what`, `base` bytes further on.
    public MalformedException within(String outer, long base) {
        return new MalformedException(
                outer + ": " + what, found, offset == NOWHERE ? NOWHERE : offset + base);
    }

    private static String message(String what, String found, long offset) {
        var place = offset == NOWHERE ? "" : " at byte " + offset;
        return what + ": found " + found + place;
    }

    private static String clip(String found) {
        return found.length() <= FOUND_CHARS_MAX
                ? found
                : found.substring(0, FOUND_CHARS_MAX - 3) + "...";
    }
}
