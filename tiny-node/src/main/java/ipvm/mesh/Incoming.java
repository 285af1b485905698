package ipvm.mesh;

import ipvm.data.Bytes;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A parcel that is arriving from a neighbour, in any order of its pieces.
final class Incoming {

    /// Pieces between two acknowledgements, where nothing is missing.
    private static final int ACK_EVERY = 4;

    /// Before the head came, nobody knows how large a parcel is.
    private static final int EARLY_BYTES_MAX = 64 << 10;

    private static final int STRETCHES_MAX = 64;
    private static final int STRETCHES_TOLD = 16;
    private static final long ACK_MILLIS = 25;

    private int transfer;
    private final Stretches here = new Stretches();
    private byte[] bytes = new byte[0];
    private Message.@Nullable Head head;
    private int sinceAck;
    private long ackMillis = Long.MAX_VALUE;
    private boolean isHandedOn;
    long lastMillis;

    Incoming(int transfer, long nowMillis) {
        this.transfer = transfer;
    }

    int transfer() {
        return transfer;
    }

    /// Whoever sends it was started anew, and calls it otherwise now.
    void called(int other) {
        transfer = other;
        ackMillis = 0;
    }

    /// Takes over what came under the same name before anybody knew what it is.
    void absorb(Incoming early, long nowMillis) {
        for (var stretch : early.here.all()) {
            var piece = Bytes.wrap(early.bytes).slice(stretch.from(), stretch.to());
            take(new Message.Data(transfer, stretch.from(), Optional.empty(), piece), nowMillis);
        }
    }

    boolean isOf(Message.Head other) {
        return head == null || head.digest().equals(other.digest());
    }

    int heldBytes() {
        return bytes.length;
    }

    Optional<Message.Head> head() {
        return Optional.ofNullable(head);
    }

    boolean isHandedOn() {
        return isHandedOn;
    }

    /// Takes a piece; one that cannot be part of this parcel is left.
    ///
    /// @return whether it was new
    boolean take(Message.Data data, long nowMillis) {
        lastMillis = nowMillis;
        data.head().ifPresent(first -> head = head == null ? first : head);
        int to = data.at() + data.piece().size();
        if (to > limit()) {
            ackMillis = nowMillis; // whoever says so much has to hear that the head is missing
            return false;
        }
        if (here.count() >= STRETCHES_MAX && data.at() != here.upTo()) {
            return false;
        }
        if (here.holds(data.at(), to)) {
            ackMillis = nowMillis; // the word about it was lost
            return false;
        }
        room(to);
        data.piece().copyInto(bytes, data.at());
        here.add(data.at(), to);
        sinceAck++;
        boolean isGap = here.upTo() < to;
        ackMillis =
                isGap || sinceAck >= ACK_EVERY || isWhole()
                        ? nowMillis
                        : Math.min(ackMillis, nowMillis + ACK_MILLIS);
        return true;
    }

    private int limit() {
        return head == null ? EARLY_BYTES_MAX : head.size();
    }

    /// Grows as pieces come, because the size that somebody claims costs him nothing.
    private void room(int to) {
        if (to > bytes.length) {
            var larger = new byte[Math.min(limit(), Math.max(to, 2 * bytes.length))];
            System.arraycopy(bytes, 0, larger, 0, bytes.length);
            bytes = larger;
        }
    }

    boolean isWhole() {
        return head != null && here.holds(0, head.size());
    }

    /// The parcel, where it is what its head says.
    Optional<Parcel> whole() {
        isHandedOn = true;
        var known = head;
        if (known == null) {
            return Optional.empty();
        }
        var content = Bytes.wrap(bytes).slice(0, known.size());
        return Parcel.Kind.of(known.kind())
                .filter(kind -> known.size() > 0)
                .map(kind -> new Parcel(kind, content))
                .filter(one -> one.digest().equals(known.digest()));
    }

    /// What is said about it now, if it is time to.
    Optional<Message.Ack> ack(long nowMillis) {
        if (nowMillis < ackMillis) {
            return Optional.empty();
        }
        ackMillis = Long.MAX_VALUE;
        sinceAck = 0;
        return Optional.of(new Message.Ack(transfer, here.upTo(), here.beyond(STRETCHES_TOLD)));
    }

    long wakeMillis() {
        return ackMillis;
    }
}
