package ipvm.effect;

import ipvm.data.Ipld;
import java.util.Optional;

/// What became of a command whose answer was lost in a crash.
public sealed interface Settlement {

    /// What that says in answer to whoever asked for it.
    default Answer answer() {
        return switch (this) {
            case Fired(var value, var evidence) ->
                    new Answer.Done(value.orElse(Ipld.ofNull()), evidence);
            case NotFired(var why) -> new Answer.NotFired(why);
            case Unknown(var why) -> new Answer.Unknown(why, Ipld.map());
        };
    }

    /// It was fired.
    ///
    /// @param value what it would have answered, where that can still be known
    record Fired(Optional<Ipld> value, Ipld.Map evidence) implements Settlement {}

    /// It was not fired, certainly; it may be tried again.
    record NotFired(String why) implements Settlement {}

    /// Nobody can know by himself; a person has to look.
    record Unknown(String why) implements Settlement {}
}
