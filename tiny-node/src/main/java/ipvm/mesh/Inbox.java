package ipvm.mesh;

import ipvm.data.Bytes;
import ipvm.key.Did;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// What comes from a neighbour: parcels that are arriving, and which were taken before.
final class Inbox {

    private static final int FINISHED_MAX = 256;
    private static final int FULL_SECONDS = 1;
    private static final int TOO_MUCH_SECONDS = 10;

    private final Did did;
    private final Limits limits;
    private final long staleMillis;
    private final Voice voice;
    private final Map<Integer, Incoming> incoming = new LinkedHashMap<>();
    private final Map<Integer, Bytes> finished =
            new LinkedHashMap<>(16, 0.75f, true) {
                private static final long serialVersionUID = 1;

                @Override
                protected boolean removeEldestEntry(Map.Entry<Integer, Bytes> eldest) {
                    return size() > FINISHED_MAX;
                }
            };

    /// @param staleMillis after which a parcel of which nothing came makes room
    Inbox(Did did, Limits limits, long staleMillis, Voice voice) {
        this.did = did;
        this.limits = limits;
        this.staleMillis = staleMillis;
        this.voice = voice;
    }

    void arrive(Route route, Message.Data data, long nowMillis) {
        var done = finished(data);
        if (done.isPresent()) {
            voice.say(route, new Message.Safe(data.transfer(), done.get()));
            return;
        }
        var one = find(data, nowMillis);
        if (one.isEmpty()) {
            voice.say(route, new Message.Busy(data.transfer(), FULL_SECONDS));
            return;
        }
        take(one.get(), route, data, nowMillis);
    }

    private void take(Incoming one, Route route, Message.Data data, long nowMillis) {
        one.take(data, nowMillis);
        if (isTooMuch(one)) {
            incoming.remove(one.transfer());
            voice.say(route, new Message.Busy(one.transfer(), TOO_MUCH_SECONDS));
            return;
        }
        if (one.isWhole() && !one.isHandedOn()) {
            handOn(one);
        }
        one.ack(nowMillis).ifPresent(ack -> voice.say(route, ack));
    }

    /// What is safe here already, by its digest; without a head it goes by its number, which a
    /// neighbour that was started anew may use again: whoever hears of another digest goes on.
    private Optional<Bytes> finished(Message.Data data) {
        var digest = Optional.ofNullable(finished.get(data.transfer()));
        var head = data.head();
        if (head.isEmpty() || digest.isEmpty() || head.get().digest().equals(digest.get())) {
            return digest;
        }
        finished.remove(data.transfer());
        return Optional.empty();
    }

    /// What has arrived of the same parcel before; nothing where too much has been begun.
    private Optional<Incoming> find(Message.Data data, long nowMillis) {
        var known = Optional.ofNullable(incoming.get(data.transfer()));
        if (known.isPresent() && data.head().map(known.get()::isOf).orElse(true)) {
            return data.head().isPresent()
                    ? whole(known.get(), data.head().get(), nowMillis)
                    : known;
        }
        incoming.remove(data.transfer());
        incoming.values().removeIf(one -> nowMillis - one.lastMillis > staleMillis);
        var other = data.head().flatMap(head -> byDigest(head.digest()));
        if (other.isEmpty() && incoming.size() >= limits.incomingMax()) {
            return Optional.empty();
        }
        other.ifPresent(one -> {
            incoming.remove(one.transfer());
            one.called(data.transfer());
        });
        var one = other.orElseGet(() -> new Incoming(data.transfer(), nowMillis));
        incoming.put(data.transfer(), one);
        return Optional.of(one);
    }

    /// Pieces that came before their head may belong to what is here under another number.
    private Optional<Incoming> whole(Incoming known, Message.Head head, long nowMillis) {
        var other = byDigest(head.digest()).filter(one -> one != known);
        if (other.isEmpty()) {
            return Optional.of(known);
        }
        incoming.remove(other.get().transfer());
        other.get().called(known.transfer());
        other.get().absorb(known, nowMillis);
        incoming.put(known.transfer(), other.get());
        return other;
    }

    private Optional<Incoming> byDigest(Bytes digest) {
        return incoming.values().stream()
                .filter(one -> one.head().map(h -> h.digest().equals(digest)).orElse(false))
                .findFirst();
    }

    private boolean isTooMuch(Incoming one) {
        return one.head().map(head -> head.size() > limits.parcelBytesMax()).orElse(false)
                || incoming.values().stream().mapToLong(Incoming::heldBytes).sum()
                        > limits.incomingBytesMax();
    }

    private void handOn(Incoming one) {
        var parcel = one.whole();
        if (parcel.isPresent()) {
            voice.tell(new Deed.Arrived(did, parcel.get()));
        } else {
            incoming.remove(one.transfer()); // of a kind that is not known here, or a changed one
            voice.say(new Message.Refuse(0, "a parcel that is not what its head says"));
        }
    }

    /// It is durable here, so the neighbour may forget it.
    void took(Bytes digest) {
        byDigest(digest)
                .ifPresent(one -> {
                    incoming.remove(one.transfer());
                    finished.put(one.transfer(), digest);
                    voice.say(new Message.Safe(one.transfer(), digest));
                });
    }

    void busy(Bytes digest, long seconds) {
        byDigest(digest)
                .ifPresent(one -> {
                    incoming.remove(one.transfer());
                    voice.say(new Message.Busy(one.transfer(), seconds));
                });
    }

    /// What has to be acknowledged by now.
    void tick(long nowMillis) {
        incoming.values().forEach(one -> one.ack(nowMillis).ifPresent(voice::say));
    }

    long wakeMillis() {
        return incoming.values().stream()
                .mapToLong(Incoming::wakeMillis)
                .min()
                .orElse(Long.MAX_VALUE);
    }
}
