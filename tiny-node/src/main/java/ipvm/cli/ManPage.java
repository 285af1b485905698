package ipvm.cli;

import java.util.ArrayList;
import java.util.List;

/// A command's model as a manual page of section 1, in roff's `man` macros.
final class ManPage {

    private final List<String> lines = new ArrayList<>();

    private ManPage() {}

    static List<String> of(Syntax syntax) {
        var page = new ManPage();
        page.head(HelpText.fullName(syntax), syntax.summary());
        page.section("SYNOPSIS");
        page.bold(Usage.line(syntax));
        page.notes(syntax);
        page.arguments(syntax);
        page.options("OPTIONS", syntax);
        page.tail(syntax);
        return page.lines;
    }

    /// The page of `ipvm` itself, which lists all commands.
    static List<String> ofAll(Catalogue catalogue) {
        var page = new ManPage();
        page.head("ipvm", Globals.SYNTAX.summary());
        page.section("SYNOPSIS");
        page.bold("ipvm [COMMAND] [OPTION]...");
        page.section("COMMANDS");
        for (var syntax : catalogue.syntaxes()) {
            page.entry(Usage.line(syntax), syntax.summary());
        }
        page.tail(Globals.SYNTAX);
        return page.lines;
    }

    private void head(String name, String summary) {
        var title = name.replace(' ', '-');
        lines.add(".TH \"" + text(title).toUpperCase(java.util.Locale.ROOT) + "\" \"1\"");
        section("NAME");
        lines.add(text(title) + " \\- " + text(summary));
    }

    private void notes(Syntax syntax) {
        if (!syntax.notes().isEmpty()) {
            section("DESCRIPTION");
        }
        syntax.notes()
                .forEach(note -> {
                    lines.add(".PP");
                    lines.add(line(note.text()));
                });
    }

    private void arguments(Syntax syntax) {
        if (!syntax.operands().isEmpty()) {
            section("ARGUMENTS");
        }
        syntax.operands().forEach(operand -> entry(operand.label(), operand.help()));
    }

    private void options(String title, Syntax syntax) {
        if (!syntax.options().isEmpty()) {
            section(title);
        }
        syntax.options().forEach(option -> entry(Usage.option(option), option.help()));
    }

    private void tail(Syntax syntax) {
        options("OPTIONS OF EVERY COMMAND", Globals.SYNTAX);
        section("EXIT STATUS");
        for (var exit : Exit.values()) {
            entry(Integer.toString(exit.code()), exit.meaning());
        }
        if (!syntax.examples().isEmpty()) {
            section("EXAMPLES");
        }
        syntax.examples()
                .forEach(example -> {
                    lines.add(".PP");
                    lines.add(line(example.says() + ":"));
                    lines.add(".PP");
                    lines.add(".RS 4");
                    lines.add(".nf");
                    lines.add(line(example.line()));
                    lines.add(".fi");
                    lines.add(".RE");
                });
    }

    private void section(String title) {
        lines.add(".SH \"" + title + "\"");
    }

    private void bold(String text) {
        lines.add(".B " + text(text));
    }

    private void entry(String label, String help) {
        lines.add(".TP");
        lines.add(".B " + text(label));
        lines.add(line(help));
    }

    /// A line of text, which must not begin like a request.
    private static String line(String text) {
        return text.startsWith(".") || text.startsWith("'") ? "\\&" + text(text) : text(text);
    }

    /// Characters that roff would read otherwise.
    private static String text(String text) {
        return text.replace("\\", "\\e").replace("-", "\\-").replace("\"", "\\(dq");
    }
}
