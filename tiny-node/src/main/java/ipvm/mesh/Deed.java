package ipvm.mesh;

import ipvm.data.Bytes;
import ipvm.data.Cid;
import ipvm.key.Did;
import ipvm.link.Place;

/// What comes of what neighbours say, of time, and of wishes.
public sealed interface Deed {

    /// Seal this for a neighbour and send it there.
    record Say(Did to, Place at, Bytes inner) implements Deed {}

    /// A parcel is here as a whole; [Mesh#took] is to follow when it is durable, or [Mesh#busy]
    /// where it cannot be kept now.
    record Arrived(Did from, Parcel parcel) implements Deed {}

    /// A parcel is safe with the neighbour.
    record Delivered(Did to, long ticket) implements Deed {}

    /// A parcel has not arrived in its time, or had no room.
    record Undelivered(Did to, long ticket, String why) implements Deed {}

    /// A neighbour asks for a block.
    record Wanted(Did by, Cid block) implements Deed {}

    /// A neighbour says whether it has a block for us; of size 0 it has not.
    record Had(Did by, Cid block, int size) implements Deed {}

    /// A neighbour has not been heard for long, or is heard again.
    record Silent(Did who, boolean isSilent) implements Deed {}
}
