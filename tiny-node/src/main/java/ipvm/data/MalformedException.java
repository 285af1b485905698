package ipvm.data;

import java.util.Objects;

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
    private final int line;
    private final int column;

    public MalformedException(String what, String found) {
        this(what, found, NOWHERE);
    }

    public MalformedException(String what, String found, long offset) {
        this(what, found, offset, 0, 0);
    }

    private MalformedException(String what, String found, long offset, int line, int column) {
        super(what + ": found " + clip(found) + place(offset, line, column), null, false, false);
        this.what = what;
        this.found = clip(found);
        this.offset = offset;
        this.line = line;
        this.column = column;
    }

    @Override
    public String getMessage() {
        return Objects.requireNonNull(super.getMessage());
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

    /// The same fault of a text that is one line of a larger one.
    ///
    /// @param number of the line
    /// @param base the byte at which it begins
    public MalformedException inLine(int number, long base) {
        long at = offset == NOWHERE ? NOWHERE : offset + base;
        return new MalformedException(what, found, at, number, Math.max(1, column));
    }

    /// The same fault, named by line and column of the text that a person wrote.
    MalformedException lineIn(Bytes text) {
        int lineAt = 0;
        int lines = 1;
        for (int i = 0; i < Math.min(offset, text.size()); i++) {
            if (text.at(i) == '\n') {
                lines++;
                lineAt = i + 1;
            }
        }
        return offset == NOWHERE
                ? this
                : new MalformedException(what, found, offset, lines, (int) offset - lineAt + 1);
    }

    /// The line in a text that people write, from 1; 0 where the input has no lines.
    public int line() {
        return line;
    }

    /// The byte in that line, from 1; 0 where the input has no lines.
    public int column() {
        return column;
    }

    private static String place(long offset, int line, int column) {
        return offset == NOWHERE
                ? ""
                : line == 0 ? " at byte " + offset : " at line " + line + ", column " + column;
    }

    private static String clip(String found) {
        return found.length() <= FOUND_CHARS_MAX
                ? found
                : found.substring(0, FOUND_CHARS_MAX - 3) + "...";
    }
}
