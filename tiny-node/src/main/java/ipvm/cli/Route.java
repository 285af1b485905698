package ipvm.cli;

import java.util.ArrayList;
import java.util.List;

/// Which command a line names, by the longest run of words that is one or begins one.
///
/// Options that every command has may stand anywhere before, between and after these words; `stray`
/// is the first word that no longer belonged to the name.
record Route(String name, String stray, List<String> rest) {

    static Route of(List<String> words, Catalogue catalogue) {
        var name = "";
        var rest = new ArrayList<String>();
        int at = 0;
        while (at < words.size()) {
            int globals = globalWords(words, at);
            var longer = join(name, words.get(at));
            if (globals > 0) {
                rest.addAll(words.subList(at, at + globals));
                at += globals;
            } else if (catalogue.begins(longer)) {
                name = longer;
                at++;
            } else {
                break;
            }
        }
        var left = words.subList(at, words.size());
        rest.addAll(left);
        boolean strays = !left.isEmpty() && !Parser.isOption(left.getFirst());
        return new Route(name, strays ? left.getFirst() : "", rest);
    }

    static String join(String name, String word) {
        return name.isEmpty() ? word : name + " " + word;
    }

    /// How many words from here on are an option of every command: none, one, or two with a value.
    private static int globalWords(List<String> words, int at) {
        var word = words.get(at);
        int equals = word.indexOf('=');
        var name = Parser.longName(equals < 0 ? word : word.substring(0, equals));
        var option = Globals.SYNTAX.option(name);
        if (option.isEmpty()) {
            return 0;
        }
        boolean valueFollows = option.get().takesValue() && equals < 0 && at + 1 < words.size();
        return valueFollows ? 2 : 1;
    }
}
