package ipvm.data;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// What somebody may have meant by a word that is none of those there are.
public final class Typo {

    private static final int SHOWN_MAX = 3;

    /// Nobody mistypes more than this, and comparing costs the product of both lengths.
    private static final int WORD_CHARS_MAX = 256;

    private Typo() {}

    /// `; did you mean 'a' or 'b'?`, or nothing when no word is near.
    public static String hint(String word, List<String> words) {
        var near = near(word, words);
        return near.isEmpty() ? "" : "; did you mean '" + String.join("' or '", near) + "'?";
    }

    /// The nearest words, best first.
    public static List<String> near(String word, List<String> words) {
        var near = new ArrayList<String>();
        for (var other : words) {
            if (!other.isEmpty() && word.length() <= WORD_CHARS_MAX && isNear(word, other)) {
                near.add(other);
            }
        }
        near.sort(Comparator.comparingInt(other -> distance(word, other)));
        return near.subList(0, Math.min(SHOWN_MAX, near.size()));
    }

    private static boolean isNear(String word, String other) {
        int bare = bare(word).length();
        return distance(word, other) <= Math.max(1, bare / 3)
                || (bare >= 2 && bare(other).startsWith(bare(word)));
    }

    private static String bare(String word) {
        return word.replaceFirst("^-+", "");
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
