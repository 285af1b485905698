package ipvm.task;

import ipvm.data.Bytes;
import ipvm.data.DagJson;
import ipvm.data.MalformedException;

/// What a document was read from, which knows how to show a place in it.
@FunctionalInterface
interface Source {

    /// A binary document, where the way to a value says more than its offset.
    Source BINARY = (place, what, found) -> new MalformedException(place + ": " + what, found);

    /// A text that a person wrote, where faults are named by line and column.
    static Source json(Bytes text) {
        return (place, what, found) ->
                DagJson.placed(BINARY.malformed(place, what, found), text, place.steps());
    }

    MalformedException malformed(Place place, String what, String found);
}
