package ipvm.cli;

import ipvm.data.Ipld;
import java.util.List;

/// One result in its two forms: an object for programs, lines for people.
public record Answer(Ipld.Map object, List<String> lines) {

    public Answer {
        lines = List.copyOf(lines);
    }

    /// A result whose line for people is one word, such as a CID that a script takes on.
    public static Answer of(Ipld.Map object, String line) {
        return new Answer(object, List.of(line));
    }
}
