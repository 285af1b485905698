package ipvm.task;

import ipvm.data.Bytes;
import ipvm.data.DagJson;
import ipvm.data.MalformedException;

/// What a document was read from, which knows how to show a place in it.
sealed interface Source {

    /// A binary document, where the way to a value says more than its offset.
    record Binary() implements Source {}

    /// A text that a person wrote, where faults are named by line and column.
    record Json(Bytes text) implements Source {}

    static Source json(Bytes text) {
        return new Json(text);
    }

    default boolean isText() {
        return this instanceof Json;
    }

    default MalformedException malformed(Place place, String what, String found) {
        var fault = new MalformedException(place + ": " + what, found);
        return switch (this) {
            case Binary() -> fault;
            case Json(var text) -> DagJson.placed(fault, text, place.steps());
        };
    }
}
