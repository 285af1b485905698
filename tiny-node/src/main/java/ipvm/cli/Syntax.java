package ipvm.cli;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// What may stand on a command's line: the one model of parser, help, man pages and completion.
///
/// In a label, lower-case words are typed as they stand and upper-case ones are places to fill.
public record Syntax(String name, String summary, List<Part> parts) {

    public Syntax {
        parts = List.copyOf(parts);
    }

    /// A command by its full name (`key show`) and its help's first line.
    public static Syntax of(String name, String summary) {
        return new Syntax(name, summary, List.of());
    }

    /// One thing that can be said about a command.
    public sealed interface Part {

        /// A value by its position.
        record Operand(String label, boolean required, String help) implements Part {

            /// Whether it takes every word that is left.
            public boolean repeats() {
                return label.endsWith("...");
            }

            public boolean isFile() {
                return label.contains("FILE") || label.equals("MODULE");
            }

            /// The words that may stand here, none if it is a place to fill.
            public List<String> choices() {
                return label.matches("[a-z0-9|-]*[a-z0-9]")
                        ? List.of(label.split("\\|", -1))
                        : List.of();
            }
        }

        /// A value by its name; an empty label makes it a switch.
        record Option(String name, String label, boolean repeats, String help) implements Part {

            public boolean takesValue() {
                return !label.isEmpty();
            }
        }

        /// A line that works, and what it does.
        record Example(String line, String says) implements Part {}

        /// A paragraph of help.
        record Note(String text) implements Part {}
    }

    public Syntax operand(String label, String help) {
        return with(new Part.Operand(label, true, help));
    }

    public Syntax optionalOperand(String label, String help) {
        return with(new Part.Operand(label, false, help));
    }

    public Syntax option(String name, String label, String help) {
        return with(new Part.Option(name, label, false, help));
    }

    public Syntax repeatedOption(String name, String label, String help) {
        return with(new Part.Option(name, label, true, help));
    }

    public Syntax flag(String name, String help) {
        return with(new Part.Option(name, "", false, help));
    }

    public Syntax example(String line, String says) {
        return with(new Part.Example(line, says));
    }

    public Syntax note(String text) {
        return with(new Part.Note(text));
    }

    public List<Part.Operand> operands() {
        return only(Part.Operand.class);
    }

    public List<Part.Option> options() {
        return only(Part.Option.class);
    }

    public List<Part.Example> examples() {
        return only(Part.Example.class);
    }

    public List<Part.Note> notes() {
        return only(Part.Note.class);
    }

    Optional<Part.Option> option(String name) {
        return options().stream().filter(option -> option.name().equals(name)).findFirst();
    }

    private <T extends Part> List<T> only(Class<T> kind) {
        return parts.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    private Syntax with(Part part) {
        return new Syntax(name, summary, Stream.concat(parts.stream(), Stream.of(part)).toList());
    }
}
