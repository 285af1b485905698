package ipvm.cli;

import ipvm.data.Bytes;
import ipvm.data.MalformedException;
import ipvm.key.Did;
import ipvm.key.Signer;
import ipvm.link.Link;
import ipvm.link.LinkException;
import ipvm.link.Place;
import ipvm.node.LiveNode;
import ipvm.node.Neighbourhood;
import ipvm.store.Change;
import ipvm.store.Store;
import ipvm.store.StoreException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.concurrent.TimeUnit;

/// The neighbours of a home: opened with the daemon, or by the first command that asks for one.
final class Neighbours implements AutoCloseable {

    private static final String NAME = "name/";
    private static final long SEEK_SECONDS = 8;
    private static final List<String> PREFIXES =
            List.of("coap.", "mqtt.", "ble.", "out.", "node.name");

    private final Settings settings;
    private final Store store;
    private final Neighbourhood neighbourhood;
    private final List<Link> links;

    private Neighbours(Settings settings, Store store, List<Link> links, Neighbourhood all) {
        this.settings = settings;
        this.store = store;
        this.links = links;
        this.neighbourhood = all;
    }

    /// @param isDaemon whether neighbours are served, too; a command only asks, from any port
    static Neighbours open(Station station, Signer key, LiveNode node, boolean isDaemon) {
        var call = station.call();
        var links =
                ServiceLoader.load(Link.class).stream().map(ServiceLoader.Provider::get).toList();
        var host = call.world().host();
        var all =
                new Neighbourhood(
                        new Neighbourhood.Means(
                                key,
                                node,
                                station.store(),
                                new Hatch(() -> station),
                                links,
                                () -> host.chance().bytes(32),
                                (who, what) -> say(call, isDaemon, who + ": " + what)));
        var neighbours = new Neighbours(station.settings(), station.store(), links, all);
        all.open(Version.number(), neighbours.keys(isDaemon));
        return neighbours;
    }

    private static void say(Call call, boolean isDaemon, String line) {
        if (isDaemon) {
            call.out().note(Shown.safe(line));
        } else {
            call.out().detail(Shown.safe(line));
        }
    }

    private Map<String, String> keys(boolean isDaemon) {
        var keys = new HashMap<String, String>();
        for (var name : settings.keys()) {
            if (PREFIXES.stream().anyMatch(name::startsWith)) {
                keys.put(name, settings.value(name));
            }
        }
        if (!isDaemon && !"0".equals(keys.get("coap.port"))) {
            keys.put("coap.port", "any");
        }
        return keys;
    }

    Neighbourhood all() {
        return neighbourhood;
    }

    /// Who is meant by a DID, a name, or a place such as `coap://10.0.0.7`.
    Did find(String word) throws Stop, MalformedException {
        if (word.startsWith("did:")) {
            return Names.whom(word);
        }
        var named = named(word);
        if (named.isPresent()) {
            return named.get();
        }
        if (word.indexOf(':') < 0) {
            throw Stop.notFound(
                    "no neighbour is called '"
                            + Shown.safe(word)
                            + "'; 'ipvm peers' lists them, 'ipvm peers name DID NAME' names one");
        }
        return at(Place.parse(word));
    }

    private Did at(Place place) throws Stop {
        var link =
                links.stream()
                        .filter(one -> one.name().equals(place.link()))
                        .findFirst()
                        .orElseThrow(
                                () -> Stop.usage("no link is called '" + place.link() + "' here"));
        try {
            var seeking = neighbourhood.seek(link.resolved(place));
            var who =
                    Patience.until(
                            seeking.completeOnTimeout(
                                    Optional.empty(), SEEK_SECONDS, TimeUnit.SECONDS));
            return who.orElseThrow(() -> unreachable("nobody answers at " + place));
        } catch (LinkException e) {
            throw unreachable(String.valueOf(e.getMessage()));
        }
    }

    static Stop unreachable(String why) {
        return new Stop(Exit.UNREACHABLE, "Unreachable: " + why);
    }

    private Optional<Did> named(String name) throws Stop, MalformedException {
        try {
            var value = store.value(Change.Purpose.PEER, NAME + name);
            return value.isEmpty() ? Optional.empty() : Optional.of(Did.parse(text(value.get())));
        } catch (StoreException e) {
            throw new Stop(Exit.BUSY, String.valueOf(e.getMessage()));
        }
    }

    private static String text(Bytes value) {
        return new String(value.toArray(), java.nio.charset.StandardCharsets.UTF_8);
    }

    /// What neighbours are called here.
    static Map<String, String> names(Store store) throws StoreException {
        var names = new HashMap<String, String>();
        for (var entry : store.values(Change.Purpose.PEER).entrySet()) {
            if (entry.getKey().startsWith(NAME)) {
                names.put(text(entry.getValue()), entry.getKey().substring(NAME.length()));
            }
        }
        return names;
    }

    static Change naming(String name, Did did) {
        return new Change.Set(
                Change.Purpose.PEER, NAME + name, Optional.of(Bytes.utf8(did.text())));
    }

    @Override
    public void close() {
        neighbourhood.close();
    }
}
