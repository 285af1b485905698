package ipvm.cli;

import java.util.ArrayList;
import java.util.List;

/// Text cut into lines between words.
final class Wrap {

    private Wrap() {}

    /// Lines of at most so many columns, each indented.
    static List<String> at(String text, int columns, int indent) {
        return wrap(text, columns, " ".repeat(indent), " ".repeat(indent));
    }

    /// The first line indented by two columns, those after it by four more than that.
    static List<String> hanging(String text, int columns, int indent) {
        return wrap(text, columns, " ".repeat(indent), " ".repeat(indent + 4));
    }

    private static List<String> wrap(String text, int columns, String first, String others) {
        var lines = new ArrayList<String>();
        var line = new StringBuilder(first);
        boolean empty = true;
        for (var word : units(text)) {
            if (!empty && line.length() + 1 + word.length() > columns) {
                lines.add(line.toString());
                line = new StringBuilder(others);
                empty = true;
            }
            line.append(empty ? "" : " ").append(word);
            empty = false;
        }
        lines.add(line.toString());
        return lines;
    }

    /// Words, where what stands in brackets is one word.
    private static List<String> units(String text) {
        var units = new ArrayList<String>();
        var unit = new StringBuilder();
        int open = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            open += c == '[' ? 1 : c == ']' ? -1 : 0;
            if (c == ' ' && open <= 0) {
                units.add(unit.toString());
                unit.setLength(0);
            } else {
                unit.append(c);
            }
        }
        units.add(unit.toString());
        return units;
    }
}
