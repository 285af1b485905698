package ipvm.cli;

import ipvm.cli.Syntax.Part.Operand;
import ipvm.cli.Syntax.Part.Option;
import ipvm.data.Typo;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Reads the words after a command's name by its syntax, and by what every command takes.
///
/// It is our own because reading a line with picocli took longer than starting Java (RATIONALE.md).
final class Parser {

    private static final String END_OF_OPTIONS = "--";

    private final Syntax syntax;
    private final List<String> words;
    private final Map<String, List<String>> values = new LinkedHashMap<>();
    private final List<String> operands = new ArrayList<>();
    private int at;

    private Parser(Syntax syntax, List<String> words) {
        this.syntax = syntax;
        this.words = words;
    }

    static Arguments parse(Syntax syntax, List<String> words) throws Stop {
        var parser = new Parser(syntax, words);
        parser.readAll();
        if (!parser.values.containsKey(Globals.HELP)) {
            parser.assignOperands();
        }
        return new Arguments(parser.values);
    }

    private void readAll() throws Stop {
        while (at < words.size()) {
            var word = words.get(at++);
            if (word.equals(END_OF_OPTIONS)) {
                operands.addAll(words.subList(at, words.size()));
                return;
            }
            if (isOption(word)) {
                readOption(word);
            } else {
                operands.add(word);
            }
        }
    }

    /// A lone `-` is standard input, and no option begins with a digit, as numbers below zero do.
    static boolean isOption(String word) {
        return word.startsWith("-") && word.length() > 1 && !Character.isDigit(word.charAt(1));
    }

    private void readOption(String word) throws Stop {
        int equals = word.indexOf('=');
        var name = longName(equals < 0 ? word : word.substring(0, equals));
        var option = find(name);
        var given = values.computeIfAbsent(name, key -> new ArrayList<>());
        if (!given.isEmpty() && !option.repeats() && option.takesValue()) {
            throw wrong(name + " is given twice");
        }
        if (equals >= 0 && !option.takesValue()) {
            throw wrong(name + " takes no value");
        }
        given.add(equals >= 0 ? word.substring(equals + 1) : value(option));
    }

    /// The few short names that everybody tries.
    static String longName(String name) {
        return switch (name) {
            case "-h" -> Globals.HELP;
            case "-V" -> Globals.VERSION;
            case "-q" -> Globals.QUIET;
            case "-v" -> Globals.VERBOSE;
            case "-o" -> "--out";
            default -> name;
        };
    }

    private Option find(String name) throws Stop {
        var own = syntax.option(name).or(() -> Globals.SYNTAX.option(name));
        if (own.isPresent()) {
            return own.get();
        }
        var known = new ArrayList<String>();
        syntax.options().forEach(option -> known.add(option.name()));
        Globals.SYNTAX.options().forEach(option -> known.add(option.name()));
        throw unknown("unknown option '" + name + "'", Typo.hint(name, known));
    }

    private String value(Option option) throws Stop {
        if (!option.takesValue()) {
            return "";
        }
        if (at == words.size() || words.get(at).startsWith(END_OF_OPTIONS)) {
            throw wrong(option.name() + " needs a value: " + option.name() + " " + option.label());
        }
        return words.get(at++);
    }

    private void assignOperands() throws Stop {
        int next = 0;
        for (var operand : syntax.operands()) {
            if (operand.repeats() && next < operands.size()) {
                values.put(operand.label(), List.copyOf(operands.subList(next, operands.size())));
                next = operands.size();
            } else if (next < operands.size()) {
                values.put(operand.label(), List.of(checked(operand, operands.get(next++))));
            } else if (operand.required()) {
                throw wrong("needs " + operand.label() + " (" + operand.help() + ")");
            }
        }
        if (next < operands.size()) {
            throw wrong("unexpected '" + operands.get(next) + "'");
        }
    }

    private String checked(Operand operand, String word) throws Stop {
        var choices = operand.choices();
        if (!choices.isEmpty() && !choices.contains(word)) {
            throw unknown(
                    "'" + word + "' is none of " + String.join(", ", choices),
                    Typo.hint(word, choices));
        }
        return word;
    }

    private Stop wrong(String what) {
        return Stop.usage(what + "; see '" + HelpText.fullName(syntax) + " --help'");
    }

    private Stop unknown(String what, String hint) {
        return hint.isEmpty() ? wrong(what) : Stop.usage(what + hint);
    }
}
