package ipvm.cli;

import ipvm.cli.Syntax.Part.Operand;
import ipvm.cli.Syntax.Part.Option;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// Completion for bash: one function that finds the command so far and offers what may follow.
final class BashScript {

    private static final String HEAD =
            """
            # bash completion for ipvm, written by 'ipvm completion bash'
            _ipvm() {
                local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]}
                local path='' words='' options='' files='' i
                for ((i = 1; i < COMP_CWORD; i++)); do
                    case ${COMP_WORDS[i]} in
                        --home) ((i++)); continue ;;
                        -*) continue ;;
                    esac
                    case "${path:+$path }${COMP_WORDS[i]}" in
                        @PATHS@) path="${path:+$path }${COMP_WORDS[i]}" ;;
                        *) break ;;
                    esac
                done
                COMPREPLY=()
                case $prev in
                    @FILES@) compopt -o filenames; mapfile -t COMPREPLY < <(compgen -f -- "$cur"); return ;;
                    @FOLDERS@) compopt -o filenames; mapfile -t COMPREPLY < <(compgen -d -- "$cur"); return ;;
                    @VALUES@) return ;;
                esac
                case $path in\
            """;

    private static final String TAIL =
            """
                esac
                if [[ $cur == -* ]]; then
                    mapfile -t COMPREPLY < <(compgen -W "$options @GLOBALS@" -- "$cur")
                elif [[ -n $files ]]; then
                    compopt -o filenames
                    mapfile -t COMPREPLY < <(compgen -W "$words" -- "$cur"; compgen -f -- "$cur")
                else
                    mapfile -t COMPREPLY < <(compgen -W "$words" -- "$cur")
                fi
            }
            complete -F _ipvm ipvm\
            """;

    private final Catalogue catalogue;

    private BashScript(Catalogue catalogue) {
        this.catalogue = catalogue;
    }

    static List<String> of(Catalogue catalogue) {
        return new BashScript(catalogue).lines();
    }

    private List<String> lines() {
        var lines = new ArrayList<String>();
        HEAD.replace("@PATHS@", paths())
                .replace("@FILES@", withValue("FILE"))
                .replace("@FOLDERS@", withValue("DIR"))
                .replace("@VALUES@", withValue(""))
                .lines()
                .forEach(lines::add);
        catalogue.paths().forEach(path -> lines.add(choices(path)));
        TAIL.replace("@GLOBALS@", names(Globals.SYNTAX)).lines().forEach(lines::add);
        return lines;
    }

    private String paths() {
        return catalogue.paths().stream()
                .filter(path -> !path.isEmpty())
                .map(path -> "'" + path + "'")
                .collect(Collectors.joining("|"));
    }

    /// The options whose value is of a kind, as a pattern that is never empty.
    private String withValue(String kind) {
        var names = new TreeSet<String>();
        collect(names, kind, Globals.SYNTAX);
        catalogue.syntaxes().forEach(syntax -> collect(names, kind, syntax));
        return names.isEmpty() ? "--none" : String.join("|", names);
    }

    private static void collect(Set<String> names, String kind, Syntax syntax) {
        syntax.options().stream()
                .filter(option -> option.takesValue() && option.label().contains(kind))
                .map(Option::name)
                .forEach(names::add);
    }

    private String choices(String path) {
        var words = new ArrayList<>(catalogue.wordsAfter(path));
        var syntax = catalogue.find(path).map(Command::syntax).orElse(Syntax.of(path, ""));
        syntax.operands().stream().map(Operand::choices).forEach(words::addAll);
        boolean files = syntax.operands().stream().anyMatch(operand -> operand.isFile());
        return "        '%s') words='%s' options='%s'%s ;;"
                .formatted(path, String.join(" ", words), names(syntax), files ? " files=yes" : "");
    }

    private static String names(Syntax syntax) {
        return syntax.options().stream().map(Option::name).collect(Collectors.joining(" "));
    }
}
