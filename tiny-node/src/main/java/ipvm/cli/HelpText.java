package ipvm.cli;

import ipvm.cli.Syntax.Part.Operand;
import ipvm.cli.Syntax.Part.Option;
import java.util.ArrayList;
import java.util.List;

/// The help of one command as lines for a terminal.
final class HelpText {

    private static final int LABEL_COLUMNS = 20;

    private final Syntax syntax;
    private final int columns;
    private final List<String> lines = new ArrayList<>();

    private HelpText(Syntax syntax, int columns) {
        this.syntax = syntax;
        this.columns = columns;
    }

    static List<String> of(Syntax syntax, int columns) {
        var text = new HelpText(syntax, columns);
        text.write();
        return text.lines;
    }

    private void write() {
        lines.add(fullName(syntax) + " - " + syntax.summary());
        section("Usage");
        lines.addAll(Wrap.hanging(Usage.line(syntax), columns, 2));
        syntax.notes()
                .forEach(note -> {
                    lines.add("");
                    lines.addAll(Wrap.at(note.text(), columns, 0));
                });
        entries("Arguments", syntax.operands().stream().map(HelpText::entry).toList());
        entries("Options", syntax.options().stream().map(HelpText::entry).toList());
        entries("Every command", Globals.SYNTAX.options().stream().map(HelpText::entry).toList());
        examples();
    }

    static String fullName(Syntax syntax) {
        return ("ipvm " + syntax.name()).strip();
    }

    private static String[] entry(Operand operand) {
        return new String[] {operand.label(), operand.help()};
    }

    private static String[] entry(Option option) {
        return new String[] {Usage.option(option), option.help()};
    }

    private void entries(String title, List<String[]> entries) {
        if (entries.isEmpty()) {
            return;
        }
        section(title);
        for (var entry : entries) {
            lines.addAll(entryLines(entry[0], entry[1]));
        }
    }

    /// A label and its text beside it, or below it when the label is long.
    private List<String> entryLines(String label, String help) {
        var wrapped = Wrap.at(help, columns, LABEL_COLUMNS + 4);
        boolean fits = label.length() <= LABEL_COLUMNS;
        var entry = new ArrayList<String>();
        if (!fits) {
            entry.add("  " + label);
        }
        for (int i = 0; i < wrapped.size(); i++) {
            boolean beside = fits && i == 0;
            var head = "  " + (beside ? label : "");
            entry.add(beside ? pad(head) + wrapped.get(i).strip() : wrapped.get(i));
        }
        return entry;
    }

    private static String pad(String head) {
        return head + " ".repeat(LABEL_COLUMNS + 4 - head.length());
    }

    private void examples() {
        section(syntax.examples().size() == 1 ? "Example" : "Examples");
        for (var example : syntax.examples()) {
            lines.addAll(Wrap.at(example.says() + ":", columns, 2));
            lines.add("    " + example.line());
        }
    }

    private void section(String title) {
        lines.add("");
        lines.add(title + ":");
    }
}
