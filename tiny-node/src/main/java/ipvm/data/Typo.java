package ipvm.data;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/// What somebody may have meant by a word that is none of those there are.
///
/// Words come from outside as well, so none costs more than its first letters.
public final class Typo {

    private static final int SHOWN_MAX = 3;

    /// Nobody mistypes one letter of a word this long and looks for it by eye.
    private static final int CHARS_MAX = 64;

    private Typo() {}

    /// `; did you mean 'a' or 'b'?`, or nothing when no word is near.
    public static String hint(String word, Collection<String> words) {
        var near = near(word, words);
        return near.isEmpty() ? "" : "; did you mean '" + String.join("' or '", near) + "'?";
    }

    /// The nearest words, best first.
    public static List<String> near(String word, Collection<String> words) {
        var near = new ArrayList<String>();
        for (var other : words) {
            if (!other.isEmpty() && isNear(word, other)) {
                near.add(other);
            }
        }
        near.sort(Comparator.comparingInt(other -> distance(word, other)));
        return near.subList(0, Math.min(SHOWN_MAX, near.size()));
    }

    private static boolean isNear(String word, String other) {
        if (word.length() > CHARS_MAX || other.length() > CHARS_MAX) {
            return false;
        }
        int bare = bare(word).length();
        int far = Math.max(1, bare / 3);
        return (Math.abs(word.length() - other.length()) <= far && distance(word, other) <= far)
                || (bare >= 2 && bare(other).startsWith(bare(word)));
    }

    private static String bare(String word) {
        int dashes = 0;
        while (dashes < word.length() && word.charAt(dashes) == '-') {
            dashes++;
        }
        return word.substring(dashes);
    }

    /// How many letters to add, drop, change or swap with their neighbour.
    static int distance(String a, String b) {
        var rows = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                rows[i][j] = i == 0 || j == 0 ? i + j : cheapest(rows, i, j, same(a, i, b, j));
                if (i > 1 && j > 1 && same(a, i, b, j - 1) && same(a, i - 1, b, j)) {
                    rows[i][j] = Math.min(rows[i][j], rows[i - 2][j - 2] + 1);
                }
            }
        }
        return rows[a.length()][b.length()];
    }

    private static boolean same(String a, int i, String b, int j) {
        return Character.toLowerCase(a.charAt(i - 1)) == Character.toLowerCase(b.charAt(j - 1));
    }

    private static int cheapest(int[][] rows, int i, int j, boolean same) {
        int change = rows[i - 1][j - 1] + (same ? 0 : 1);
        return Math.min(change, 1 + Math.min(rows[i - 1][j], rows[i][j - 1]));
    }
}
