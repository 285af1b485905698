package ipvm.task;

import ipvm.data.MalformedException;

/// What a document was read from, which knows how to show a place in it.
@FunctionalInterface
interface Source {

    /// A binary document, where the way to a value says more than its offset.
    Source BINARY = (place, what, found) -> new MalformedException(place + ": " + what, found);

    MalformedException malformed(Place place, String what, String found);
}
