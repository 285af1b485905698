package ipvm.mesh;

import ipvm.data.Bytes;
import ipvm.data.Cid;
import ipvm.data.MalformedException;
import java.util.List;
import java.util.Optional;

/// What neighbours say to each other inside their session: a kind byte and a body, big-endian.
sealed interface Message {

    int HELLO = 1;
    int DATA = 5;
    int ACK = 6;
    int WANT = 8;
    int HAVE = 9;
    int BUSY = 10;
    int PING = 11;
    int REFUSE = 12;
    int SAFE = 13;

    /// I am here, this is who I hear, and this is how much I have to do.
    ///
    /// @param nextSeconds until the next one
    record Hello(
            Address from,
            int sequence,
            int nextSeconds,
            Load load,
            List<Heard> heard,
            List<Role> roles)
            implements Message {}

    /// Somebody who was heard, and how many of the last 16 times, by a bit each.
    record Heard(int brief, int got) {}

    /// Somebody of use to others, and how far away.
    record Role(Address who, long sequence, int role, int metric) {}

    /// How a node is: logarithms to base 2, and energy from 0 (mains) to 255 (empty).
    record Load(int fuelRate, int queueSeconds, int energy, int outbox) {
        static final Load UNKNOWN = new Load(0, 0, 0, 0);
    }

    /// A piece of a parcel, from this byte on; the first brings the head.
    record Data(int transfer, int at, Optional<Head> head, Bytes piece) implements Message {}

    /// What a parcel is, how large, for whom, and how it came here.
    record Head(
            Bytes digest,
            int size,
            int kind,
            Bytes to,
            Address from,
            long sequence,
            int metric,
            long ageSeconds,
            long lifeSeconds,
            int copies,
            int hops) {

        static final int TO_BYTES = 9;
    }

    /// What of a parcel has arrived: everything before `upTo`, and these stretches after it.
    record Ack(int transfer, int upTo, List<Stretch> beyond) implements Message {}

    /// From a byte to another, which is not part of it.
    record Stretch(int from, int to) {}

    /// The parcel is safe here, whatever happens: the sender may forget it.
    record Safe(int transfer, Bytes digest) implements Message {}

    /// Not now.
    record Busy(int transfer, long seconds) implements Message {}

    /// Asks for a block.
    record Want(Cid block) implements Message {}

    /// Whether a block is here for whoever asked; of size 0 it is not.
    record Have(Cid block, int size) implements Message {}

    /// Asks for an answer with the same number and its lowest bit set, or is one.
    record Ping(long number) implements Message {
        boolean isAnswer() {
            return (number & 1) == 1;
        }
    }

    /// A message was not understood.
    record Refuse(int code, String text) implements Message {}

    default Bytes encode() {
        return new MessageForm().write(this);
    }

    /// Reads a message; one of an unknown kind is nothing, because neighbours may be newer.
    static Optional<Message> decode(Bytes source) throws MalformedException {
        return new MessageReader(source).message();
    }
}
