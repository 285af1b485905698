package ipvm.cli;

import java.util.ArrayList;
import java.util.List;

/// Several commands at a glance: name and summary, by topic.
final class Overview {

    private Overview() {}

    /// All commands, or those whose names begin with some words.
    static List<String> of(Catalogue catalogue, String words, int columns) {
        var lines = new ArrayList<String>();
        var name = Route.join("ipvm", words).strip();
        lines.add(words.isEmpty() ? name + " - " + Globals.SYNTAX.summary() : name);
        lines.add("");
        lines.add("Usage: " + name + " COMMAND [OPTION]...");
        lines.addAll(entries(catalogue, words, columns));
        lines.add("");
        lines.add("Every command:");
        var options = new Table();
        for (var option : Globals.SYNTAX.options()) {
            options.row("  " + Usage.option(option), option.help());
        }
        lines.addAll(options.lines());
        lines.add("");
        lines.add("Example:");
        lines.add("    " + name + " " + catalogue.wordsAfter(words).getFirst() + " --help");
        return lines;
    }

    static List<String> entries(Catalogue catalogue, String words, int columns) {
        var lines = new ArrayList<String>();
        for (var topic : catalogue.topics()) {
            var table = new Table();
            for (var name : topic.names()) {
                if (!name.isEmpty() && (words.isEmpty() || name.startsWith(words + " "))) {
                    catalogue.find(name).ifPresent(command -> add(table, command.syntax()));
                }
            }
            if (!table.lines().isEmpty()) {
                lines.add("");
                lines.add((words.isEmpty() ? topic.title() : "Commands") + ":");
                lines.addAll(table.lines());
            }
        }
        return lines;
    }

    private static void add(Table table, Syntax syntax) {
        table.row("  " + syntax.name(), syntax.summary());
    }
}
