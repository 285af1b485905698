package ipvm.link;

import ipvm.data.Bytes;
import ipvm.key.Did;

/// What comes of a frame, of time, or of a wish to speak to somebody.
public sealed interface Act {

    /// Hand a frame to a link.
    record Send(Place to, Bytes frame) implements Act {}

    /// Somebody's signed greeting was found at a place.
    record Greeted(Greeting greeting, Place at) implements Act {}

    /// There is a session with a neighbour, the first or a newer one.
    record Up(Did peer, Place at) implements Act {}

    /// A neighbour said this, and nobody else.
    record Said(Did peer, Place from, Bytes inner) implements Act {}

    /// Nobody answered at a place, or not as one should.
    record Failed(Place at, String why) implements Act {}

    /// A frame was refused at a place; nobody has to believe it.
    record Refused(Place from, Frame.Why why, String text) implements Act {}

    /// Signed tokens that were meant for whoever has time.
    record Opened(Place from, Bytes container) implements Act {}

    /// Two nodes hold the key of this name.
    record Twin(Did who, Place at) implements Act {}
}
