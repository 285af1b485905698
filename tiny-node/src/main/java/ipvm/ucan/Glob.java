package ipvm.ucan;

import java.util.Arrays;

/// A pattern in which `*` stands for any characters and `\*` for itself.
public record Glob(String pattern) {

    /// Compares greedily with one point of return, so the work is at most pattern times text.
    boolean matches(String text, Steps steps) {
        var symbols = symbols();
        int at = 0;
        int in = 0;
        int star = -1;
        int resume = 0;
        while (in < text.length()) {
            if (!steps.take(1)) {
                return false;
            }
            if (at < symbols.length && symbols[at] == ANY) {
                star = at++;
                resume = in;
            } else if (at < symbols.length && symbols[at] == text.charAt(in)) {
                at++;
                in++;
            } else if (star >= 0) {
                at = star + 1;
                in = ++resume;
            } else {
                return false;
            }
        }
        while (at < symbols.length && symbols[at] == ANY) {
            at++;
        }
        return at == symbols.length;
    }

    private static final int ANY = -1;

    private int[] symbols() {
        var symbols = new int[pattern.length()];
        int size = 0;
        for (int i = 0; i < pattern.length(); i++) {
            char c = pattern.charAt(i);
            boolean escaped = c == '\\' && pattern.startsWith("*", i + 1);
            symbols[size++] = escaped ? '*' : c == '*' ? ANY : c;
            i += escaped ? 1 : 0;
        }
        return Arrays.copyOf(symbols, size);
    }
}
