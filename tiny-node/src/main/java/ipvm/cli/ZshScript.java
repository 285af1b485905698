package ipvm.cli;

import ipvm.cli.Syntax.Part.Operand;
import ipvm.cli.Syntax.Part.Option;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// Completion for zsh: finds the command so far, then leaves its options to `_arguments`.
final class ZshScript {

    private static final String HEAD =
            """
            #compdef ipvm
            # zsh completion for ipvm, written by 'ipvm completion zsh'
            _ipvm() {
                local cmd='' i
                local -a globals subs
                globals=(@GLOBALS@)
                for ((i = 2; i < CURRENT; i++)); do
                    case $words[i] in
                        --home) ((i++)); continue ;;
                        -*) continue ;;
                    esac
                    case "${cmd:+$cmd }$words[i]" in
                        @PATHS@) cmd="${cmd:+$cmd }$words[i]" ;;
                        *) break ;;
                    esac
                done
                words=(ipvm "${(@)words[i,-1]}")
                ((CURRENT -= i - 2))
                case $cmd in\
            """;

    private static final String TAIL =
            """
                esac
            }
            if [[ $funcstack[1] == _ipvm ]]; then
                _ipvm "$@"
            else
                compdef _ipvm ipvm
            fi\
            """;

    private final Catalogue catalogue;

    private ZshScript(Catalogue catalogue) {
        this.catalogue = catalogue;
    }

    static List<String> of(Catalogue catalogue) {
        return new ZshScript(catalogue).lines();
    }

    private List<String> lines() {
        var paths = catalogue.paths().stream().filter(path -> !path.isEmpty());
        var pattern = paths.map(path -> "'" + path + "'").collect(Collectors.joining("|"));
        var lines =
                new ArrayList<>(
                        HEAD.replace("@GLOBALS@", options(Globals.SYNTAX))
                                .replace("@PATHS@", pattern)
                                .lines()
                                .toList());
        catalogue.paths().forEach(path -> lines.addAll(branch(path)));
        TAIL.lines().forEach(lines::add);
        return lines;
    }

    private List<String> branch(String path) {
        var syntax = catalogue.find(path).map(Command::syntax).orElse(Syntax.of(path, ""));
        var lines = new ArrayList<String>();
        lines.add("        '" + path + "')");
        var subs = catalogue.wordsAfter(path).stream().map(word -> described(path, word)).toList();
        var rest = "";
        if (!subs.isEmpty()) {
            lines.add("            subs=(" + String.join(" ", subs) + ")");
            rest = " '1:command:{_describe command subs}'";
        }
        lines.add(
                "            _arguments $globals "
                        + (options(syntax) + operands(syntax)).strip()
                        + rest
                        + " ;;");
        return lines;
    }

    private String described(String path, String word) {
        return quote(word + ":" + catalogue.summary(Route.join(path, word)).replace(":", "\\:"));
    }

    private static String options(Syntax syntax) {
        return syntax.options().stream().map(ZshScript::option).collect(Collectors.joining(" "));
    }

    private static String option(Option option) {
        var star = option.repeats() ? "*" : "";
        var value = option.takesValue() ? ":" + option.label() + ":" + action(option.label()) : "";
        return quote(star + option.name() + "[" + escape(option.help()) + "]" + value);
    }

    private static String operands(Syntax syntax) {
        return syntax.operands().stream().map(ZshScript::operand).collect(Collectors.joining());
    }

    private static String operand(Operand operand) {
        var choices = operand.choices();
        var action =
                choices.isEmpty() ? action(operand.label()) : "(" + String.join(" ", choices) + ")";
        return " "
                + quote(
                        (operand.repeats() ? "*" : "")
                                + ":"
                                + escape(operand.label())
                                + ":"
                                + action);
    }

    private static String action(String label) {
        return label.contains("FILE") || label.equals("MODULE")
                ? "_files"
                : label.contains("DIR") ? "_files -/" : " ";
    }

    private static String escape(String text) {
        return text.replace("\\", "\\\\")
                .replace(":", "\\:")
                .replace("[", "\\[")
                .replace("]", "\\]");
    }

    private static String quote(String text) {
        return "'" + text.replace("'", "'\\''") + "'";
    }
}
