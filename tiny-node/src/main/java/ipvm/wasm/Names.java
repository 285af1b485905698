package ipvm.wasm;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/// Which export a caller means: as it stands, or in another spelling of the same words.
final class Names {

    private static final int OFFERED_MAX = 3;

    private Names() {}

    static Optional<String> find(String asked, Collection<String> exports) {
        var words = words(asked);
        var spellings =
                List.of(
                        asked,
                        asked.toUpperCase(Locale.ROOT),
                        joined(words, "-", Names::lower),
                        joined(words, "_", Names::lower),
                        lowerFirst(joined(words, "", Names::title)),
                        joined(words, "", Names::title),
                        "%" + asked);
        return spellings.stream()
                .filter(exports::contains)
                .findFirst()
                .or(() -> inInterface(spellings, exports));
    }

    /// A function of an exported interface by its name alone, when only one is called so.
    private static Optional<String> inInterface(
            List<String> spellings, Collection<String> exports) {
        var found =
                exports.stream()
                        .filter(name -> name.contains("#"))
                        .filter(name -> spellings.contains(name.substring(name.indexOf('#') + 1)))
                        .toList();
        return found.size() == 1 ? Optional.of(found.getFirst()) : Optional.empty();
    }

    private static String joined(
            List<String> words, String between, UnaryOperator<String> spelling) {
        return words.stream().map(spelling).collect(Collectors.joining(between));
    }

    private static String lower(String word) {
        return word.toLowerCase(Locale.ROOT);
    }

    private static String title(String word) {
        return word.substring(0, 1).toUpperCase(Locale.ROOT) + lower(word.substring(1));
    }

    private static String lowerFirst(String text) {
        return text.isEmpty() ? text : lower(text.substring(0, 1)) + text.substring(1);
    }

    /// Words end where letters and digits end, and where a capital follows or begins a small one.
    private static List<String> words(String text) {
        var words = new ArrayList<String>();
        var word = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean isPart = Character.isLetterOrDigit(c);
            if (!word.isEmpty() && (!isPart || isBorder(text, i))) {
                words.add(word.toString());
                word.setLength(0);
            }
            if (isPart) {
                word.append(c);
            }
        }
        if (!word.isEmpty()) {
            words.add(word.toString());
        }
        return words;
    }

    private static boolean isBorder(String text, int at) {
        if (!Character.isUpperCase(text.charAt(at))) {
            return false;
        }
        char before = text.charAt(at - 1);
        boolean isInCapitals = Character.isUpperCase(before) || Character.isDigit(before);
        boolean isNextSmall = at + 1 < text.length() && Character.isLowerCase(text.charAt(at + 1));
        return !isInCapitals || isNextSmall;
    }

    /// Says that there is no such function, and which ones come near.
    static Unfit missing(String asked, Collection<String> exports) {
        var near =
                exports.stream()
                        .filter(name -> distance(asked, name) <= 2 + asked.length() / 4)
                        .sorted(Comparator.comparingInt(name -> distance(asked, name)))
                        .limit(OFFERED_MAX)
                        .collect(Collectors.joining(", "));
        var all = exports.stream().limit(OFFERED_MAX).collect(Collectors.joining(", "));
        var hint =
                exports.isEmpty()
                        ? "it exports none"
                        : near.isEmpty() ? "there is " + all : "did you mean " + near + "?";
        return new Unfit("NoSuchFunction", "no function " + FromIpld.clipped(asked) + "; " + hint);
    }

    /// How many letters have to be put in, taken out or changed.
    private static int distance(String a, String b) {
        if (Math.abs(a.length() - b.length()) > 64) {
            return Integer.MAX_VALUE;
        }
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
