package ipvm.ucan;

import ipvm.data.Ipld;
import ipvm.data.MalformedException;
import java.util.List;
import java.util.Optional;

/// A path into arguments: `.`, `.foo[0]["any key"][2:-1][]?`.
///
/// @param text the selector as it was written, which is how it is written again
public record Selector(String text, List<Segment> segments) {

    public Selector {
        segments = List.copyOf(segments);
    }

    public static Selector parse(String text) throws MalformedException {
        return new SelectorParser(text).selector();
    }

    /// The value at this path, or nothing where the path ends before that.
    public Optional<Ipld> in(Ipld value) {
        return in(value, new Steps(Limits.DEFAULT.stepsMax()));
    }

    Optional<Ipld> in(Ipld value, Steps steps) {
        var reached = Optional.of(value);
        for (int i = 0; i < segments.size() && reached.isPresent(); i++) {
            reached = segments.get(i).in(reached.get(), steps);
        }
        return reached;
    }

    @Override
    public String toString() {
        return text;
    }
}
