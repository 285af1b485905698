package ipvm.mesh;

import ipvm.data.Bytes;
import ipvm.key.Did;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;

/// What is to go to a neighbour: the most urgent first, several at once, so many frames at most.
final class Outbox {

    /// Kind, transfer and place of a piece, and what sealing adds.
    private static final int OVERHEAD_BYTES = 8 + 40;

    private static final long NO_WAY_MILLIS = 1_000;

    private final Did did;
    private final Neighbour.Home home;
    private final Voice voice;
    private final PriorityQueue<Outgoing> waiting =
            new PriorityQueue<>(
                    Comparator.<Outgoing>comparingInt(one -> one.parcel.kind().urgency())
                            .thenComparingLong(one -> one.ticket));
    private final List<Outgoing> sending = new ArrayList<>();
    private int lastTransfer;

    Outbox(Did did, Neighbour.Home home, Voice voice) {
        this.did = did;
        this.home = home;
        this.voice = voice;
        this.lastTransfer = home.firstTransfer();
    }

    /// Takes a parcel, if there is room for it.
    boolean offer(long ticket, Parcel parcel, long lifeMillis, long nowMillis) {
        var limits = home.limits();
        if (waiting.size() + sending.size() >= limits.outboxMax()
                || parcel.bytes().size() > limits.parcelBytesMax()) {
            return false;
        }
        lastTransfer = lastTransfer + 1 & 0xffff;
        var head = head(parcel, lifeMillis);
        waiting.add(new Outgoing(ticket, lastTransfer, parcel, head, nowMillis + lifeMillis));
        return true;
    }

    private Message.Head head(Parcel parcel, long lifeMillis) {
        return new Message.Head(
                parcel.digest(),
                parcel.bytes().size(),
                parcel.kind().code(),
                Bytes.concat(Bytes.of(0), Address.of(did).bytes()),
                home.self(),
                0,
                0,
                0,
                lifeMillis / 1_000,
                1,
                1);
    }

    private Optional<Outgoing> find(int transfer) {
        return sending.stream().filter(one -> one.transfer == transfer).findFirst();
    }

    void acked(Route route, Message.Ack ack, long nowMillis) {
        find(ack.transfer()).ifPresent(one -> acked(one, route, ack, nowMillis));
    }

    private static void acked(Outgoing one, Route route, Message.Ack ack, long nowMillis) {
        var heard = one.acked(ack, route.lateMillis(), nowMillis);
        if (heard.rttMillis() >= 0) {
            route.measured(heard.rttMillis());
            route.lost(false);
        }
        for (int i = 0; i < heard.lost(); i++) {
            route.lost(true);
        }
    }

    void safe(Route route, Message.Safe safe) {
        find(safe.transfer())
                .filter(one -> one.digest().equals(safe.digest()))
                .ifPresent(one -> {
                    sending.remove(one);
                    route.lost(false);
                    voice.tell(new Deed.Delivered(did, one.ticket));
                });
    }

    void busy(Message.Busy busy, long nowMillis) {
        long seconds = Math.min(busy.seconds(), 3_600);
        find(busy.transfer()).ifPresent(one -> one.pause(nowMillis + 1_000 * seconds));
    }

    /// Another way: what is on the old one need not be waited for.
    void rerouted() {
        sending.forEach(Outgoing::rerouted);
    }

    /// Fills the window of a way, one piece of each parcel in turn.
    void pump(Route route, int frameBytesMax, long nowMillis) {
        while (sending.size() < home.limits().transfersMax() && !waiting.isEmpty()) {
            sending.add(waiting.remove());
        }
        int room = frameBytesMax - OVERHEAD_BYTES;
        int free =
                home.limits().windowFramesMax()
                        - sending.stream().mapToInt(Outgoing::underWay).sum();
        boolean isMoving = true;
        while (free > 0 && isMoving) {
            isMoving = false;
            for (var one : sending) {
                var data = free > 0 ? one.next(room, nowMillis) : Optional.<Message.Data>empty();
                if (data.isPresent()) {
                    voice.say(route, data.get());
                    isMoving = true;
                    free--;
                }
            }
        }
    }

    /// What nobody took in its time is given up.
    void bury(long nowMillis) {
        bury(sending, nowMillis);
        bury(waiting, nowMillis);
    }

    private void bury(Collection<Outgoing> some, long nowMillis) {
        for (var one : List.copyOf(some)) {
            if (nowMillis >= one.untilMillis) {
                some.remove(one);
                voice.tell(new Deed.Undelivered(did, one.ticket, "nobody took it in its time"));
            }
        }
    }

    /// What was not answered for so long was lost, and is sent again.
    ///
    /// @return whether anything was
    boolean expire(Route route, long waitMillis, long nowMillis) {
        boolean isLate = false;
        for (var one : sending) {
            int gone = one.expire(waitMillis, nowMillis);
            for (int i = 0; i < gone; i++) {
                route.lost(true);
            }
            boolean isOverdue = one.isOverdue(waitMillis, nowMillis);
            if (isOverdue) {
                voice.say(route, one.ask());
            }
            isLate |= gone > 0 || isOverdue;
        }
        return isLate;
    }

    long wakeMillis(Optional<Long> waitMillis, long nowMillis) {
        long wait = waitMillis.orElse(NO_WAY_MILLIS);
        long wake = Long.MAX_VALUE;
        for (var one : sending) {
            wake = Math.min(wake, one.wakeMillis(wait, nowMillis));
        }
        for (var one : waiting) {
            wake = Math.min(wake, one.untilMillis);
        }
        return wake;
    }
}
