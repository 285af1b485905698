package ipvm.ucan;

import ipvm.data.Ipld;
import java.util.Optional;
import java.util.OptionalLong;

/// One step of a selector; an optional one takes null where there is nothing.
public sealed interface Segment {

    boolean optional();

    /// The value under a key of a map.
    record Key(String name, boolean optional) implements Segment {}

    /// An element of a list, text or bytes; negative ones count from the end.
    record Index(long at, boolean optional) implements Segment {}

    /// A range of a list, text or bytes, cut to what is there.
    record Slice(OptionalLong from, OptionalLong to, boolean optional) implements Segment {}

    /// All elements of a list, all values of a map.
    record Values(boolean optional) implements Segment {}

    /// What stands there, if anything does; `steps` are spent on what has to be walked.
    default Optional<Ipld> in(Ipld value, Steps steps) {
        var found =
                switch (this) {
                    case Key(var name, var optional) ->
                            value instanceof Ipld.Map map ? map.find(name) : Optional.<Ipld>empty();
                    case Index(var at, var optional) ->
                            Sequence.of(value, steps).flatMap(all -> all.element(at));
                    case Slice(var from, var to, var optional) ->
                            Sequence.of(value, steps)
                                    .flatMap(all ->
                                            all.cut(from.orElse(0), to.orElse(all.size()), steps));
                    case Values(var optional) -> values(value, steps);
                };
        return found.isEmpty() && optional() ? Optional.of(Ipld.ofNull()) : found;
    }

    private static Optional<Ipld> values(Ipld value, Steps steps) {
        if (value instanceof Ipld.List) {
            return Optional.of(value);
        }
        return value instanceof Ipld.Map(var entries) && steps.take(entries.size())
                ? Optional.of(new Ipld.List(entries.stream().map(Ipld.Entry::value).toList()))
                : Optional.empty();
    }
}
