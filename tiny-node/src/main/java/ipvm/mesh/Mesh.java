package ipvm.mesh;

import ipvm.data.Bytes;
import ipvm.data.Cid;
import ipvm.data.MalformedException;
import ipvm.key.Did;
import ipvm.link.Cost;
import ipvm.link.Place;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// All neighbours of a node, and what moves between it and them.
///
/// A pure machine: what was said inside a session, time and wishes go in, [Deed]s come out.
public final class Mesh {

    private final Neighbour.Home home;
    private final Map<Did, Neighbour> neighbours = new HashMap<>();

    /// @param costs what a frame to a place may hold, and costs
    /// @param start a number that differs from start to start
    public Mesh(Did self, int start, Limits limits, Function<Place, Cost> costs) {
        this.home = new Neighbour.Home(Address.of(self), start & 0xffff, limits, costs);
    }

    /// There is a session with somebody at a place.
    public List<Deed> up(Did did, Place at, long nowMillis) {
        var neighbour = neighbour(did, nowMillis);
        neighbour.met(at);
        return neighbour.done();
    }

    /// A neighbour said something; empty is a sign of life.
    public List<Deed> said(Did did, Place from, Bytes inner, long nowMillis) {
        var neighbour = neighbour(did, nowMillis);
        try {
            neighbour.said(from, inner.isEmpty() ? Optional.empty() : Message.decode(inner));
        } catch (MalformedException e) {
            neighbour.say(new Message.Refuse(0, brief(String.valueOf(e.getMessage()))));
        }
        return neighbour.done();
    }

    private static String brief(String text) {
        return text.length() > 80 ? text.substring(0, 80) : text;
    }

    /// A place can be reached no longer.
    public List<Deed> lost(Place place, long nowMillis) {
        var deeds = new ArrayList<Deed>();
        for (var neighbour : List.copyOf(neighbours.values())) {
            neighbour.at(nowMillis).lost(place);
            deeds.addAll(neighbour.done());
        }
        return deeds;
    }

    /// Hands a parcel to a neighbour, as soon as there is a way to it.
    ///
    /// @param ticket what its fate will be told under
    public List<Deed> send(Did to, long ticket, Parcel parcel, long lifeMillis, long nowMillis) {
        var neighbour = neighbour(to, nowMillis);
        if (!neighbour.offer(ticket, parcel, lifeMillis)) {
            return List.of(new Deed.Undelivered(to, ticket, "too much waits for it already"));
        }
        return neighbour.done();
    }

    /// A parcel that has arrived is durable, or needs not be kept.
    public List<Deed> took(Did from, Bytes digest, long nowMillis) {
        var neighbour = neighbour(from, nowMillis);
        neighbour.took(digest);
        return neighbour.done();
    }

    /// A parcel that has arrived cannot be kept now.
    public List<Deed> busy(Did from, Bytes digest, long seconds, long nowMillis) {
        var neighbour = neighbour(from, nowMillis);
        neighbour.busy(digest, seconds);
        return neighbour.done();
    }

    /// Asks a neighbour for a block.
    public List<Deed> want(Did of, Cid block, long nowMillis) {
        var neighbour = neighbour(of, nowMillis);
        neighbour.say(new Message.Want(block));
        return neighbour.done();
    }

    /// Tells a neighbour how large a block is that it asked for; 0 where there is none for it.
    public List<Deed> have(Did to, Cid block, int size, long nowMillis) {
        var neighbour = neighbour(to, nowMillis);
        neighbour.say(new Message.Have(block, size));
        return neighbour.done();
    }

    public List<Deed> tick(long nowMillis) {
        var deeds = new ArrayList<Deed>();
        for (var neighbour : List.copyOf(neighbours.values())) {
            neighbour.at(nowMillis).tick();
            deeds.addAll(neighbour.done());
        }
        return deeds;
    }

    public long wakeMillis() {
        long wake = Long.MAX_VALUE;
        for (var neighbour : neighbours.values()) {
            wake = Math.min(wake, neighbour.wakeMillis());
        }
        return wake;
    }

    /// How a neighbour is best reached.
    public Optional<Way> best(Did did) {
        return Optional.ofNullable(neighbours.get(did)).flatMap(Neighbour::best).map(this::way);
    }

    /// Who is known to be at a place.
    public Optional<Did> who(Place place) {
        return neighbours.values().stream()
                .filter(one -> one.ways().all().stream().anyMatch(r -> r.place.equals(place)))
                .map(one -> one.did)
                .findFirst();
    }

    /// How a neighbour can be reached, for people who look at it.
    ///
    /// @param rttMillis -1 where it was not measured
    public record Way(Place place, long rttMillis, double loss, double metric, long heardMillis) {}

    /// A neighbour, with the ways to it.
    public record Seen(Did did, boolean isSilent, List<Way> ways) {}

    public List<Seen> seen() {
        return neighbours.values().stream()
                .sorted(Comparator.comparing(one -> one.did.text()))
                .map(one -> new Seen(one.did, one.isSilent(), ways(one)))
                .toList();
    }

    private List<Way> ways(Neighbour neighbour) {
        return neighbour.ways().all().stream().map(this::way).toList();
    }

    private Way way(Route route) {
        double metric = route.metric(home.costs().apply(route.place));
        return new Way(route.place, route.rttMillis(), route.loss(), metric, route.heardMillis);
    }

    private Neighbour neighbour(Did did, long nowMillis) {
        var known = neighbours.get(did);
        if (known == null) {
            if (neighbours.size() >= home.limits().neighboursMax()) {
                neighbours.values().stream()
                        .min(Comparator.comparingLong(one -> one.ways().heardMillis()))
                        .ifPresent(eldest -> neighbours.remove(eldest.did));
            }
            known = new Neighbour(did, home);
            neighbours.put(did, known);
        }
        return known.at(nowMillis);
    }
}
