package ipvm.cli;

import java.util.ArrayList;
import java.util.List;

/// `ipvm help`: all commands, or one; with `--man` as a manual page.
final class Help implements Command {

    private static final String NAME = "COMMAND...";
    private static final String MAN = "--man";

    private final Catalogue catalogue;

    Help(Catalogue catalogue) {
        this.catalogue = catalogue;
    }

    @Override
    public Syntax syntax() {
        return Syntax.of("help", "show what a command takes, or all commands")
                .optionalOperand(NAME, "the command, for example: key show")
                .flag(MAN, "write a manual page (roff) instead")
                .example("ipvm help ucan check", "Show what ipvm ucan check takes")
                .example("ipvm help grant --man | man -l -", "Read it as a manual page");
    }

    @Override
    public Exit run(Call call) throws Stop {
        var words = String.join(" ", call.arguments().all(NAME));
        lines(words, call).forEach(call.out()::text);
        return Exit.OK;
    }

    private List<String> lines(String words, Call call) throws Stop {
        boolean man = call.arguments().has(MAN);
        int columns = call.world().terminal().columns();
        if (words.isEmpty()) {
            return man ? ManPage.ofAll(catalogue) : Overview.of(catalogue, "", columns);
        }
        var command = catalogue.find(words);
        if (command.isPresent()) {
            var syntax = command.get().syntax();
            return man ? ManPage.of(syntax) : about(syntax, columns);
        }
        if (catalogue.begins(words)) {
            return man ? ManPage.ofAll(catalogue) : Overview.of(catalogue, words, columns);
        }
        throw catalogue.unknown(words);
    }

    /// A command's help, and the commands whose names begin with its name.
    List<String> about(Syntax syntax, int columns) {
        var lines = new ArrayList<>(HelpText.of(syntax, columns));
        if (!catalogue.wordsAfter(syntax.name()).isEmpty() && !syntax.name().isEmpty()) {
            lines.add("");
            lines.addAll(Overview.entries(catalogue, syntax.name(), columns));
        }
        return lines;
    }
}
