package ipvm.mesh;

import ipvm.data.Bytes;
import ipvm.key.Did;
import ipvm.link.Cost;
import ipvm.link.Place;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.function.Function;

/// One neighbour: the ways to it, what is on its way there, and what is on its way here.
final class Neighbour {

    /// Kind, transfer and place of a piece, and what sealing adds.
    private static final int OVERHEAD_BYTES = 8 + 40;

    private static final int SILENCE_MAX = 2;
    private static final int DEAD_PERIODS = 3;
    private static final int FINISHED_MAX = 256;
    private static final int NEXT_SECONDS_MAX = 255;

    final Did did;
    private final Address self;
    private final Limits limits;
    private final Function<Place, Cost> costs;
    private final Map<Place, Route> routes = new LinkedHashMap<>();
    private final PriorityQueue<Outgoing> waiting =
            new PriorityQueue<>(
                    Comparator.<Outgoing>comparingInt(one -> one.parcel.kind().urgency())
                            .thenComparingLong(one -> one.ticket));
    private final List<Outgoing> sending = new ArrayList<>();
    private final Map<Integer, Incoming> incoming = new LinkedHashMap<>();
    private final Map<Integer, Bytes> finished = new Recent<>(FINISHED_MAX);
    private List<Deed> deeds = new ArrayList<>();
    private Optional<Place> last = Optional.empty();
    private int lastTransfer;
    private int sequence;
    private boolean isSilent;
    private Message.Load load = Message.Load.UNKNOWN;
    private long now;

    /// So many at most, those longest unused go first.
    private static final class Recent<K, V> extends LinkedHashMap<K, V> {
        private static final long serialVersionUID = 1;
        private final int max;

        Recent(int max) {
            super(16, 0.75f, true);
            this.max = max;
        }

        @Override
        protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
            return size() > max;
        }
    }

    /// Who all neighbours are told that this is, and what they may cost.
    ///
    /// @param firstTransfer a number that differs from start to start
    record Home(Address self, int firstTransfer, Limits limits, Function<Place, Cost> costs) {}

    Neighbour(Did did, Home home) {
        this.did = did;
        this.self = home.self();
        this.lastTransfer = home.firstTransfer();
        this.limits = home.limits();
        this.costs = home.costs();
    }

    Neighbour at(long nowMillis) {
        now = nowMillis;
        return this;
    }

    List<Deed> done() {
        pump();
        var done = deeds;
        deeds = new ArrayList<>();
        return done;
    }

    long heardMillis() {
        return routes.values().stream().mapToLong(route -> route.heardMillis).max().orElse(0);
    }

    // --- ways --------------------------------------------------------------------------------

    void met(Place place) {
        route(place).heard(now);
    }

    private Route route(Place place) {
        var known = routes.get(place);
        if (known != null) {
            return known;
        }
        if (routes.size() >= limits.placesMax()) {
            var eldest =
                    routes.values().stream()
                            .min(Comparator.comparingLong(route -> route.heardMillis))
                            .orElseThrow();
            routes.remove(eldest.place);
        }
        var route = new Route(place, now);
        routes.put(place, route);
        return route;
    }

    void lost(Place place) {
        if (routes.remove(place) != null) {
            reroute();
        }
    }

    /// The way that is fastest of those that answer; where none does, the one heard last.
    Optional<Route> best() {
        return routes.values().stream()
                .min(
                        Comparator.<Route, Boolean>comparing(route -> !isAlive(route))
                                .thenComparingDouble(this::rank));
    }

    private double rank(Route route) {
        return isAlive(route) ? route.metric(costs.apply(route.place)) : -route.heardMillis;
    }

    private boolean isAlive(Route route) {
        return route.silence < SILENCE_MAX && now - route.heardMillis < deadMillis();
    }

    private long deadMillis() {
        return (long) DEAD_PERIODS * limits.quietMillisMax();
    }

    private void reroute() {
        var best = best().map(route -> route.place);
        if (!best.equals(last)) {
            last = best;
            sending.forEach(Outgoing::rerouted);
        }
    }

    List<Route> routes() {
        return List.copyOf(routes.values());
    }

    boolean isSilent() {
        return isSilent;
    }

    Message.Load load() {
        return load;
    }

    // --- what it says ------------------------------------------------------------------------

    void said(Place from, Optional<Message> message) {
        var route = route(from);
        route.heard(now);
        if (isSilent) {
            isSilent = false;
            deeds.add(new Deed.Silent(did, false));
        }
        message.ifPresent(one -> said(route, one));
        reroute();
    }

    private void said(Route route, Message message) {
        switch (message) {
            case Message.Hello hello -> load = hello.load();
            case Message.Data data -> arrive(route, data);
            case Message.Ack ack -> acked(route, ack);
            case Message.Safe(var transfer, var digest) -> delivered(route, transfer, digest);
            case Message.Busy(var transfer, var seconds) -> {
                find(transfer).ifPresent(one -> one.pause(now + 1_000 * Math.min(seconds, 3_600)));
            }
            case Message.Want(var block) -> deeds.add(new Deed.Wanted(did, block));
            case Message.Have(var block, var size) -> deeds.add(new Deed.Had(did, block, size));
            case Message.Ping ping -> ping(route, ping);
            case Message.Refuse refuse -> {}
        }
    }

    private void ping(Route route, Message.Ping ping) {
        if (!ping.isAnswer()) {
            say(route, new Message.Ping(ping.number() | 1));
        } else if (route.askedMillis != Long.MIN_VALUE) {
            route.measured(now - route.askedMillis);
            route.askedMillis = Long.MIN_VALUE;
        }
    }

    void say(Message message) {
        best().ifPresent(route -> say(route, message));
    }

    private void say(Route route, Message message) {
        route.saidMillis = now;
        deeds.add(new Deed.Say(did, route.place, message.encode()));
    }

    // --- what goes there ---------------------------------------------------------------------

    boolean offer(long ticket, Parcel parcel, long lifeMillis) {
        if (waiting.size() + sending.size() >= limits.outboxMax()
                || parcel.bytes().size() > limits.parcelBytesMax()) {
            return false;
        }
        lastTransfer = lastTransfer + 1 & 0xffff;
        waiting.add(
                new Outgoing(ticket, lastTransfer, parcel, head(parcel, lifeMillis), now + lifeMillis));
        return true;
    }

    private Message.Head head(Parcel parcel, long lifeMillis) {
        var to = Bytes.concat(Bytes.of(0), Address.of(did).bytes());
        return new Message.Head(
                parcel.digest(),
                parcel.bytes().size(),
                parcel.kind().ordinal(),
                to,
                self,
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

    private void acked(Route route, Message.Ack ack) {
        find(ack.transfer())
                .ifPresent(
                        one -> {
                            var heard = one.acked(ack, route.lateMillis(), now);
                            if (heard.rttMillis() >= 0) {
                                route.measured(heard.rttMillis());
                                route.lost(false);
                            }
                            for (int i = 0; i < heard.lost(); i++) {
                                route.lost(true);
                            }
                        });
    }

    private void delivered(Route route, int transfer, Bytes digest) {
        find(transfer)
                .filter(one -> one.digest().equals(digest))
                .ifPresent(
                        one -> {
                            sending.remove(one);
                            route.lost(false);
                            deeds.add(new Deed.Delivered(did, one.ticket));
                        });
    }

    /// Fills the window of the best way, one piece of each parcel in turn.
    private void pump() {
        var best = best();
        if (best.isEmpty()) {
            return;
        }
        var route = best.get();
        while (sending.size() < limits.transfersMax() && !waiting.isEmpty()) {
            sending.add(waiting.remove());
        }
        int room = costs.apply(route.place).frameBytesMax() - OVERHEAD_BYTES;
        int free =
                limits.windowFramesMax() - sending.stream().mapToInt(Outgoing::underWay).sum();
        boolean isMoving = true;
        while (free > 0 && isMoving) {
            isMoving = false;
            for (var one : sending) {
                var data = free > 0 ? one.next(room, now) : Optional.<Message.Data>empty();
                if (data.isPresent()) {
                    say(route, data.get());
                    isMoving = true;
                    free--;
                }
            }
        }
    }

    // --- what comes from there ---------------------------------------------------------------

    private void arrive(Route route, Message.Data data) {
        var done = finished(data);
        if (done.isPresent()) {
            say(route, new Message.Safe(data.transfer(), done.get()));
            return;
        }
        var one = find(data).orElse(null);
        if (one == null) {
            say(route, new Message.Busy(data.transfer(), 1));
            return;
        }
        one.take(data, now);
        if (isTooMuch(one)) {
            incoming.remove(one.transfer());
            say(route, new Message.Busy(one.transfer(), 10));
            return;
        }
        if (one.isWhole() && !one.isHandedOn()) {
            handOn(one);
        }
        one.ack(now).ifPresent(ack -> say(route, ack));
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
    private Optional<Incoming> find(Message.Data data) {
        var known = Optional.ofNullable(incoming.get(data.transfer()));
        if (known.isPresent() && data.head().map(known.get()::isOf).orElse(true)) {
            return data.head().isPresent() ? whole(known.get(), data.head().get()) : known;
        }
        incoming.remove(data.transfer());
        incoming.values().removeIf(one -> now - one.lastMillis > deadMillis());
        var other = data.head().flatMap(head -> byDigest(head.digest()));
        if (other.isEmpty() && incoming.size() >= limits.incomingMax()) {
            return Optional.empty();
        }
        other.ifPresent(one -> {
            incoming.remove(one.transfer());
            one.called(data.transfer());
        });
        var one = other.orElseGet(() -> new Incoming(data.transfer(), now));
        incoming.put(data.transfer(), one);
        return Optional.of(one);
    }

    /// Pieces that came before their head may belong to what is here under another number.
    private Optional<Incoming> whole(Incoming known, Message.Head head) {
        var other = byDigest(head.digest()).filter(one -> one != known);
        if (other.isEmpty()) {
            return Optional.of(known);
        }
        incoming.remove(other.get().transfer());
        other.get().called(known.transfer());
        other.get().absorb(known, now);
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
            deeds.add(new Deed.Arrived(did, parcel.get()));
        } else {
            incoming.remove(one.transfer()); // no parcel of this node's time, or a changed one
            say(new Message.Refuse(0, "a parcel that is not what its head says"));
        }
    }

    void took(Bytes digest) {
        var one = byDigest(digest);
        if (one.isPresent()) {
            int transfer = one.get().transfer();
            incoming.remove(transfer);
            finished.put(transfer, digest);
            say(new Message.Safe(transfer, digest));
        }
    }

    void busy(Bytes digest, long seconds) {
        byDigest(digest)
                .ifPresent(
                        one -> {
                            incoming.remove(one.transfer());
                            say(new Message.Busy(one.transfer(), seconds));
                        });
    }

    // --- time --------------------------------------------------------------------------------

    void tick() {
        for (var one : List.copyOf(sending)) {
            if (now >= one.untilMillis) {
                sending.remove(one);
                deeds.add(new Deed.Undelivered(did, one.ticket, "nobody took it in its time"));
            }
        }
        for (var one : List.copyOf(waiting)) {
            if (now >= one.untilMillis) {
                waiting.remove(one);
                deeds.add(new Deed.Undelivered(did, one.ticket, "nobody took it in its time"));
            }
        }
        best().ifPresent(this::expire);
        incoming.values()
                .forEach(one -> one.ack(now).ifPresent(this::say));
        routes.values().forEach(this::ask);
        if (!isSilent && now - heardMillis() >= deadMillis()) {
            isSilent = true;
            deeds.add(new Deed.Silent(did, true));
        }
        reroute();
    }

    private void expire(Route route) {
        long wait = route.waitMillis(costs.apply(route.place));
        boolean isLate = false;
        for (var one : sending) {
            int gone = one.expire(wait, now);
            boolean isOverdue = one.isOverdue(wait, now);
            if (isOverdue) {
                say(route, one.ask());
            }
            for (int i = 0; i < gone; i++) {
                route.lost(true);
            }
            isLate |= gone > 0 || isOverdue;
        }
        if (isLate && now - route.heardMillis > wait) {
            route.silence++;
            routes.values().stream().filter(other -> other != route).forEach(this::probe);
        }
    }

    /// A way that was quiet for long is asked whether it is still one.
    private void ask(Route route) {
        if (now - Math.max(route.saidMillis, route.heardMillis) >= limits.quietMillisMax()
                && now - route.heardMillis < 2 * deadMillis()) {
            if (Optional.of(route).equals(best())) {
                say(route, hello());
            }
            probe(route);
        }
    }

    private void probe(Route route) {
        route.askedMillis = now;
        say(route, new Message.Ping(2L * (sequence++ & 0xffff)));
    }

    /// Measures a way that was found a moment ago.
    void measure(Place place) {
        var route = route(place);
        say(route, hello());
        probe(route);
    }

    private Message.Hello hello() {
        int next = Math.min(NEXT_SECONDS_MAX, limits.quietMillisMax() / 1_000);
        return new Message.Hello(
                self, sequence & 0xffff, next, Message.Load.UNKNOWN, List.of(), List.of());
    }

    long wakeMillis() {
        long wake = Long.MAX_VALUE;
        var best = best();
        for (var one : sending) {
            long wait =
                    best.map(route -> route.waitMillis(costs.apply(route.place))).orElse(1_000L);
            wake = Math.min(wake, one.wakeMillis(wait, now));
        }
        for (var one : waiting) {
            wake = Math.min(wake, one.untilMillis);
        }
        for (var one : incoming.values()) {
            wake = Math.min(wake, one.wakeMillis());
        }
        for (var route : routes.values()) {
            if (now - route.heardMillis < 2 * deadMillis()) {
                long quiet = Math.max(route.saidMillis, route.heardMillis);
                wake = Math.min(wake, quiet + limits.quietMillisMax());
            }
        }
        if (!isSilent) {
            wake = Math.min(wake, heardMillis() + deadMillis());
        }
        return wake;
    }
}
