package ipvm.mesh;

import ipvm.data.Bytes;
import ipvm.key.Did;
import ipvm.link.Cost;
import ipvm.link.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// One neighbour: the ways to it, what is on its way there, and what is on its way here.
final class Neighbour implements Voice {

    private static final int NEXT_SECONDS_MAX = 255;

    final Did did;
    private final Home home;
    private final Ways ways;
    private final Outbox outbox;
    private final Inbox inbox;
    private List<Deed> deeds = new ArrayList<>();
    private Optional<Place> last = Optional.empty();
    private int sequence;
    private boolean isSilent;
    private long now;

    /// Who all neighbours are told that this is, and what they may cost.
    ///
    /// @param firstTransfer a number that differs from start to start
    record Home(Address self, int firstTransfer, Limits limits, Function<Place, Cost> costs) {}

    Neighbour(Did did, Home home) {
        this.did = did;
        this.home = home;
        this.ways = new Ways(home.limits(), home.costs());
        this.outbox = new Outbox(did, home, this);
        this.inbox = new Inbox(did, home.limits(), ways.deadMillis(), this);
    }

    Neighbour at(long nowMillis) {
        now = nowMillis;
        return this;
    }

    /// All that came of what happened, and what may be sent because of it.
    List<Deed> done() {
        best().ifPresent(route -> outbox.pump(route, ways.cost(route).frameBytesMax(), now));
        var done = deeds;
        deeds = new ArrayList<>();
        return done;
    }

    // --- ways --------------------------------------------------------------------------------

    Ways ways() {
        return ways;
    }

    Optional<Route> best() {
        return ways.best(now);
    }

    /// There is a session over a place: how far it is, is measured at once.
    void met(Place place) {
        var route = ways.to(place, now);
        route.heard(now);
        say(route, hello());
        probe(route);
        reroute();
    }

    void lost(Place place) {
        if (ways.lose(place)) {
            reroute();
        }
    }

    private void reroute() {
        var best = best().map(route -> route.place);
        if (!best.equals(last)) {
            last = best;
            outbox.rerouted();
        }
    }

    boolean isSilent() {
        return isSilent;
    }

    private void silent(boolean silent) {
        if (isSilent != silent) {
            isSilent = silent;
            tell(new Deed.Silent(did, silent));
        }
    }

    // --- what it says, and is told -----------------------------------------------------------

    void said(Place from, Optional<Message> message) {
        var route = ways.to(from, now);
        route.heard(now);
        silent(false);
        message.ifPresent(one -> said(route, one));
        reroute();
    }

    private void said(Route route, Message message) {
        switch (message) {
            case Message.Hello hello -> {} // to have heard it is what it is for
            case Message.Data data -> inbox.arrive(route, data, now);
            case Message.Ack ack -> outbox.acked(route, ack, now);
            case Message.Safe safe -> outbox.safe(route, safe);
            case Message.Busy busy -> outbox.busy(busy, now);
            case Message.Want(var block) -> tell(new Deed.Wanted(did, block));
            case Message.Have(var block, var size) -> tell(new Deed.Had(did, block, size));
            case Message.Ping ping -> ping(route, ping);
            case Message.Refuse refuse -> {} // it was lost, as far as this side is concerned
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

    @Override
    public void say(Message message) {
        best().ifPresent(route -> say(route, message));
    }

    @Override
    public void say(Route route, Message message) {
        route.saidMillis = now;
        tell(new Deed.Say(did, route.place, message.encode()));
    }

    @Override
    public void tell(Deed deed) {
        deeds.add(deed);
    }

    boolean offer(long ticket, Parcel parcel, long lifeMillis) {
        return outbox.offer(ticket, parcel, lifeMillis, now);
    }

    void took(Bytes digest) {
        inbox.took(digest);
    }

    void busy(Bytes digest, long seconds) {
        inbox.busy(digest, seconds);
    }

    // --- time --------------------------------------------------------------------------------

    void tick() {
        outbox.bury(now);
        best().ifPresent(this::expire);
        inbox.tick(now);
        for (var route : ways.all()) {
            if (ways.isToBeAsked(route, now)) {
                ask(route);
            }
        }
        if (now - ways.heardMillis() >= ways.deadMillis()) {
            silent(true);
        }
        reroute();
    }

    /// Where what was sent is not answered and nothing else is heard, other ways are tried.
    private void expire(Route route) {
        long wait = ways.waitMillis(route);
        if (outbox.expire(route, wait, now) && now - route.heardMillis > wait) {
            route.silence++;
            ways.all().stream().filter(other -> other != route).forEach(this::probe);
        }
    }

    private void ask(Route route) {
        if (Optional.of(route).equals(best())) {
            say(route, hello());
        }
        probe(route);
    }

    private void probe(Route route) {
        route.askedMillis = now;
        say(route, new Message.Ping(2L * (sequence++ & 0xffff)));
    }

    private Message.Hello hello() {
        int next = Math.min(NEXT_SECONDS_MAX, home.limits().quietMillisMax() / 1_000);
        return new Message.Hello(
                home.self(), sequence & 0xffff, next, Message.Load.UNKNOWN, List.of(), List.of());
    }

    long wakeMillis() {
        long wake = outbox.wakeMillis(best().map(ways::waitMillis), now);
        wake = Math.min(wake, Math.min(inbox.wakeMillis(), ways.wakeMillis(now)));
        return isSilent ? wake : Math.min(wake, ways.heardMillis() + ways.deadMillis());
    }
}
