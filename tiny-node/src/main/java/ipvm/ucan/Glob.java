package ipvm.ucan;

/// A pattern in which `*` stands for any characters and `\*` for itself.
public record Glob(String pattern) {

    private static final String ESCAPED_STAR = "\\*";

    /// Compares greedily with one point of return, so the work is at most pattern times text.
    boolean matches(String text, Steps steps) {
        int at = 0;
        int in = 0;
        int afterStar = -1;
        int resume = 0;
        while (in < text.length() && steps.take(1)) {
            if (isStar(at)) {
                afterStar = ++at;
                resume = in;
            } else if (fits(at, text.charAt(in))) {
                at += isEscape(at) ? ESCAPED_STAR.length() : 1;
                in++;
            } else if (afterStar >= 0) {
                at = afterStar;
                in = ++resume;
            } else {
                return false;
            }
        }
        while (isStar(at) && steps.take(1)) {
            at++;
        }
        return in == text.length() && at == pattern.length();
    }

    private boolean isStar(int at) {
        return at < pattern.length() && pattern.charAt(at) == '*';
    }

    private boolean isEscape(int at) {
        return pattern.startsWith(ESCAPED_STAR, at);
    }

    private boolean fits(int at, char c) {
        return at < pattern.length() && c == (isEscape(at) ? '*' : pattern.charAt(at));
    }
}
