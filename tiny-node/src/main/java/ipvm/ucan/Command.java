package ipvm.ucan;

import ipvm.data.MalformedException;

/// What is to be done, as a path: `/` is everything, `/wasm` covers `/wasm/run`, not `/wasmer`.
public record Command(String text) {

    public static final Command ALL = new Command("/");

    public Command {
        var fault = fault(text);
        if (!fault.isEmpty()) {
            throw new IllegalArgumentException("command '" + text + "' has " + fault);
        }
    }

    public static Command parse(String text) throws MalformedException {
        var fault = fault(text);
        if (!fault.isEmpty()) {
            throw new MalformedException("command", "'" + text + "', which has " + fault);
        }
        return new Command(text);
    }

    /// Whether whoever may do this may do that: the same, or a path below it by whole segments.
    public boolean covers(Command that) {
        return equals(ALL) || equals(that) || that.text.startsWith(text + "/");
    }

    @Override
    public String toString() {
        return text;
    }

    private static String fault(String text) {
        if (!text.startsWith("/")) {
            return "no leading slash";
        }
        if (text.length() > 1 && text.endsWith("/")) {
            return "a trailing slash";
        }
        if (text.contains("//")) {
            return "an empty segment";
        }
        return isPlain(text) ? "" : "an upper-case, blank or control character";
    }

    private static boolean isPlain(String text) {
        boolean plain = true;
        for (int i = 0; plain && i < text.length(); i++) {
            plain = isPlain(text.codePointAt(i));
        }
        return plain;
    }

    private static boolean isPlain(int c) {
        return Character.toLowerCase(c) == c
                && !Character.isUpperCase(c)
                && !Character.isSpaceChar(c)
                && !Character.isISOControl(c);
    }
}
