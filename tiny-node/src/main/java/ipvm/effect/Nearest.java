package ipvm.effect;

import java.util.Collection;
import java.util.Comparator;

/// What somebody may have meant by a word that is none of those there are.
final class Nearest {

    private static final int CHARS_MAX = 128;

    private Nearest() {}

    /// `; did you mean 'a'?`, or nothing when no word is near.
    static String hint(String word, Collection<String> words) {
        return words.stream()
                .filter(other -> word.length() <= CHARS_MAX && other.length() <= CHARS_MAX)
                .filter(other -> distance(word, other) <= 1 + word.length() / 4)
                .min(Comparator.comparingInt(other -> distance(word, other)))
                .map(near -> "; did you mean '" + near + "'?")
                .orElse("");
    }

    /// How many letters have to be put in, taken out or changed.
    private static int distance(String a, String b) {
        var row = new int[b.length() + 1];
        for (int j = 0; j < row.length; j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j < row.length; j++) {
                int changed = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(changed, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[b.length()];
    }
}
