package ipvm.mesh;

import ipvm.data.Bytes;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// A parcel on its way to a neighbour: what is under way, what has arrived, what was lost.
///
/// Pieces are named by the byte they begin at, so that a parcel goes on over another link with
/// pieces of another size.
final class Outgoing {

    /// Who says that it has nothing of what it had so long ago was started anew.
    private static final long FORGETFUL_MILLIS = 1_000;

    private static final int DOUBLINGS_MAX = 5;
    private static final int HEAD_BYTES_MAX = 60;

    final long ticket;
    final int transfer;
    final Parcel parcel;
    final long untilMillis;
    private final Message.Head head;
    private final Stretches arrived = new Stretches();
    private final List<Piece> underWay = new ArrayList<>();
    private final Deque<Message.Stretch> lost = new ArrayDeque<>();
    private int next;
    private int doublings;
    private long notBeforeMillis;
    private long askMillis = Long.MAX_VALUE;
    private long begunMillis = Long.MAX_VALUE;

    private record Piece(int from, int to, long sentMillis, boolean isFirstTry) {}

    /// What an acknowledgement tells of the way.
    ///
    /// @param rttMillis of the newest piece that was sent once, or -1
    record Heard(long rttMillis, int lost) {}

    Outgoing(long ticket, int transfer, Parcel parcel, Message.Head head, long untilMillis) {
        this.ticket = ticket;
        this.transfer = transfer;
        this.parcel = parcel;
        this.head = head;
        this.untilMillis = untilMillis;
    }

    int size() {
        return parcel.bytes().size();
    }

    Bytes digest() {
        return head.digest();
    }

    int underWay() {
        return underWay.size();
    }

    /// The next piece to send now, of what a frame may hold; nothing where it is not this one's
    /// turn.
    Optional<Message.Data> next(int roomBytes, long nowMillis) {
        if (nowMillis < notBeforeMillis) {
            return Optional.empty();
        }
        var again = lost.poll();
        while (again != null && arrived.holds(again.from(), again.to())) {
            again = lost.poll();
        }
        if (again != null) {
            return Optional.of(send(again.from(), again.to(), roomBytes, nowMillis, false));
        }
        next = arrived.endOf(next);
        if (next < size()) {
            var data = send(next, size(), roomBytes, nowMillis, true);
            next += data.piece().size();
            return Optional.of(data);
        }
        return Optional.empty();
    }

    private Message.Data send(int from, int to, int room, long nowMillis, boolean isFirstTry) {
        int most = Math.max(1, from == 0 ? room - HEAD_BYTES_MAX : room);
        int end = Math.min(to, from + most);
        if (end < to && !isFirstTry) {
            lost.addFirst(new Message.Stretch(end, to));
        }
        underWay.add(new Piece(from, end, nowMillis, isFirstTry));
        askMillis = Long.MAX_VALUE;
        return new Message.Data(
                transfer,
                from,
                from == 0 ? Optional.of(head) : Optional.empty(),
                parcel.bytes().slice(from, end));
    }

    /// @param lateMillis so much later something else was sent and has arrived: then what has not
    ///   was lost, and is not late
    Heard acked(Message.Ack ack, long lateMillis, long nowMillis) {
        if (isForgotten(ack, nowMillis)) {
            forget();
        }
        arrived.add(0, Math.min(ack.upTo(), size()));
        for (var stretch : ack.beyond()) {
            arrived.add(Math.min(stretch.from(), size()), Math.min(stretch.to(), size()));
        }
        begunMillis = arrived.upTo() > 0 ? Math.min(begunMillis, nowMillis) : Long.MAX_VALUE;
        long newest = Long.MIN_VALUE;
        long rtt = -1;
        for (var piece : underWay) {
            if (arrived.holds(piece.from, piece.to) && piece.sentMillis > newest) {
                newest = piece.sentMillis;
                rtt = piece.isFirstTry ? nowMillis - piece.sentMillis : -1;
            }
        }
        if (underWay.removeIf(piece -> arrived.holds(piece.from, piece.to))) {
            doublings = 0;
        }
        long before = newest - lateMillis;
        int overtaken = newest == Long.MIN_VALUE ? 0 : give(up -> up.sentMillis < before);
        if (isWhole()) {
            askMillis = nowMillis; // all is there; the word that it is safe is still to come
        }
        return new Heard(rtt, overtaken);
    }

    private boolean isForgotten(Message.Ack ack, long nowMillis) {
        boolean hasNothing = ack.upTo() == 0 && nowMillis - FORGETFUL_MILLIS > begunMillis;
        return hasNothing || (isWhole() && ack.upTo() < size());
    }

    private boolean isWhole() {
        return arrived.holds(0, size());
    }

    private void forget() {
        arrived.clear();
        underWay.clear();
        lost.clear();
        next = 0;
        begunMillis = Long.MAX_VALUE;
        askMillis = Long.MAX_VALUE;
    }

    /// Gives pieces up for lost.
    private int give(Predicate<Piece> which) {
        int before = underWay.size();
        for (var piece : List.copyOf(underWay)) {
            if (which.test(piece)) {
                underWay.remove(piece);
                lost.add(new Message.Stretch(piece.from, piece.to));
            }
        }
        return before - underWay.size();
    }

    /// What was not answered for so long is lost, each time for longer.
    ///
    /// @return how many pieces were
    int expire(long waitMillis, long nowMillis) {
        long patience = waitMillis << doublings;
        int gone = give(piece -> nowMillis - piece.sentMillis >= patience);
        if (gone > 0) {
            doublings = Math.min(doublings + 1, DOUBLINGS_MAX);
        }
        return gone;
    }

    /// Whether the word that it is safe is long overdue: then it is asked for.
    boolean isOverdue(long waitMillis, long nowMillis) {
        if (askMillis == Long.MAX_VALUE || nowMillis - askMillis < waitMillis << doublings) {
            return false;
        }
        doublings = Math.min(doublings + 1, DOUBLINGS_MAX);
        askMillis = nowMillis;
        return true;
    }

    /// A piece that the other side has, so that it says again that the parcel is safe.
    Message.Data ask() {
        int end = Math.min(size(), 1);
        return new Message.Data(transfer, 0, Optional.of(head), parcel.bytes().slice(0, end));
    }

    /// Another link: what is under way on the old one need not be waited for.
    void rerouted() {
        give(piece -> true);
        doublings = 0;
    }

    void pause(long untilMillis) {
        notBeforeMillis = untilMillis;
        rerouted();
    }

    long wakeMillis(long waitMillis, long nowMillis) {
        long wake = notBeforeMillis > nowMillis ? notBeforeMillis : Long.MAX_VALUE;
        for (var piece : underWay) {
            wake = Math.min(wake, piece.sentMillis + (waitMillis << doublings));
        }
        if (askMillis != Long.MAX_VALUE) {
            wake = Math.min(wake, askMillis + (waitMillis << doublings));
        }
        return Math.min(wake, untilMillis);
    }
}
