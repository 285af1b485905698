package ipvm.cli;

import ipvm.cli.Syntax.Part.Operand;
import ipvm.cli.Syntax.Part.Option;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// Completion for fish: a function that says which command the line has so far, and a row each.
final class FishScript {

    private static final String HEAD =
            """
            # fish completion for ipvm, written by 'ipvm completion fish'
            function __fish_ipvm_at
                set -l cmd
                set -l skip 0
                for word in (commandline -opc)[2..-1]
                    if test $skip = 1
                        set skip 0
                        continue
                    end
                    switch $word
                        case --home
                            set skip 1
                            continue
                        case '-*'
                            continue
                    end
                    switch (string join ' ' $cmd $word)
                        case @PATHS@
                            set cmd $cmd $word
                        case '*'
                            break
                    end
                end
                test "$cmd" = "$argv"
            end
            complete -c ipvm -f\
            """;

    private final Catalogue catalogue;
    private final List<String> lines = new ArrayList<>();

    private FishScript(Catalogue catalogue) {
        this.catalogue = catalogue;
    }

    static List<String> of(Catalogue catalogue) {
        var script = new FishScript(catalogue);
        script.write();
        return script.lines;
    }

    private void write() {
        var paths = catalogue.paths();
        var pattern =
                paths.stream()
                        .filter(path -> !path.isEmpty())
                        .map(FishScript::quote)
                        .collect(Collectors.joining(" "));
        HEAD.replace("@PATHS@", pattern).lines().forEach(lines::add);
        Globals.SYNTAX.options().forEach(option -> row("", option(option)));
        paths.forEach(this::branch);
    }

    private void branch(String path) {
        var at = "-n " + quote("__fish_ipvm_at " + path) + " ";
        for (var word : catalogue.wordsAfter(path)) {
            var summary = catalogue.summary(Route.join(path, word));
            row(at, "-a " + quote(word) + " -d " + quote(summary));
        }
        catalogue
                .find(path)
                .map(Command::syntax)
                .ifPresent(syntax -> {
                    syntax.operands().forEach(operand -> operand(at, operand));
                    syntax.options().forEach(option -> row(at, option(option)));
                });
    }

    private void operand(String at, Operand operand) {
        if (operand.isFile()) {
            row(at, "-F");
        }
        operand.choices().forEach(choice -> row(at, "-a " + quote(choice)));
    }

    private static String option(Option option) {
        var value = !option.takesValue() ? "" : option.label().contains("FILE") ? " -r -F" : " -x";
        var folders = option.label().contains("DIR") ? " -a '(__fish_complete_directories)'" : "";
        var name = option.name().substring(2);
        return "-l " + name + value + folders + " -d " + quote(option.help());
    }

    private void row(String at, String rest) {
        lines.add("complete -c ipvm " + at + rest);
    }

    private static String quote(String text) {
        return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }
}
