package ipvm.cli;

import ipvm.cli.Syntax.Part.Operand;
import ipvm.cli.Syntax.Part.Option;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A command's line as manuals write it: what may be left out in brackets, what repeats with dots.
final class Usage {

    private Usage() {}

    static String line(Syntax syntax) {
        var operands = syntax.operands().stream().map(Usage::bracketed);
        var options = syntax.options().stream().map(Usage::bracketed);
        var name = Stream.of(HelpText.fullName(syntax));
        return Stream.of(name, operands, options)
                .flatMap(parts -> parts)
                .collect(Collectors.joining(" "));
    }

    private static String bracketed(Operand operand) {
        return operand.required() ? operand.label() : "[" + operand.label() + "]";
    }

    private static String bracketed(Option option) {
        return "[" + option(option) + "]" + (option.repeats() ? "..." : "");
    }

    static String option(Option option) {
        return option.takesValue() ? option.name() + " " + option.label() : option.name();
    }
}
