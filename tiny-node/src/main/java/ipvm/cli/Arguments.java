package ipvm.cli;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The words of a command line by the option or operand they belong to.
public record Arguments(Map<String, List<String>> values) {

    public Arguments {
        values = Map.copyOf(values);
    }

    /// Whether a switch is set or an option given.
    public boolean has(String name) {
        return values.containsKey(name);
    }

    public Optional<String> find(String name) {
        var given = values.get(name);
        return given == null ? Optional.empty() : Optional.of(given.getFirst());
    }

    /// A value that the syntax requires, so that the parser has seen to it.
    public String the(String name) {
        return find(name)
                .orElseThrow(() -> new IllegalStateException(name + " is not in the syntax"));
    }

    /// Every value of an option that may be repeated.
    public List<String> all(String name) {
        return values.getOrDefault(name, List.of());
    }
}
