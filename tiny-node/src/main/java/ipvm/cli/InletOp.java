package ipvm.cli;

import ipvm.data.Ipld;
import ipvm.data.MalformedException;
import ipvm.node.InletCount;
import ipvm.node.InletTerms;
import ipvm.node.StoredReading;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// `inlet {verb, name, keys}`: adds, lists and removes inlets; where a daemon runs they are open,
/// or closed, when it has answered.
final class InletOp implements Op {

    private static final int FORGOTTEN_MAX = 1_000;

    @Override
    public void answer(Station station, Word args, Desk.Lines lines)
            throws Stop, MalformedException, IOException {
        var verb = args.text("verb");
        switch (verb) {
            case "add" -> lines.line(add(station, args.text("name"), args.inner("keys")));
            case "list" -> {
                var counts = counts(station);
                for (var terms : Inlets.read(fresh(station))) {
                    lines.line(row(station, terms, counts));
                }
            }
            case "remove" -> lines.line(remove(station, args.text("name")));
            default -> throw Stop.usage("nothing is done to inlets by '" + Shown.safe(verb) + "'");
        }
    }

    /// What the file says now, and not when this process began.
    private static Settings fresh(Station station) throws Stop, IOException {
        return Settings.of(station.home(), station.call());
    }

    private static Ipld.Map add(Station station, String name, Ipld.Map given)
            throws Stop, MalformedException, IOException {
        var keys = new TreeMap<String, String>();
        for (var entry : given.entries()) {
            keys.put(entry.key(), new Word(given).text(entry.key()));
        }
        Inlets.terms(name, keys);
        if (isKnown(station, name)) {
            throw Stop.usage(
                    "there is an inlet '" + name + "' already; 'ipvm inlet remove' takes it away");
        }
        var lines = new ArrayList<String>();
        keys.forEach((key, value) -> lines.add(key(name) + key + " = " + value));
        new ConfFile(station.home()).add(lines);
        return Ipld.map("name", Ipld.of(name), "running", Ipld.of(apply(station)));
    }

    private static String key(String name) {
        return Inlets.PREFIX + name + ".";
    }

    static boolean isKnown(Station station, String name) throws Stop, IOException {
        return fresh(station).keys().stream().anyMatch(key -> key.startsWith(key(name)));
    }

    private static Ipld.Map remove(Station station, String name)
            throws Stop, MalformedException, IOException {
        if (!isKnown(station, name)) {
            throw unknown(name);
        }
        new ConfFile(station.home()).remove(key(name));
        apply(station);
        for (var changes = forgetting(station, name);
                !changes.isEmpty();
                changes = forgetting(station, name)) {
            station.node().keep(changes);
        }
        return Ipld.map("name", Ipld.of(name));
    }

    private static List<ipvm.store.Change> forgetting(Station station, String name)
            throws IOException {
        return StoredReading.forgetting(station.store(), name, FORGOTTEN_MAX);
    }

    static Stop unknown(String name) {
        return Stop.notFound(
                "no inlet '" + Shown.safe(name) + "' here; 'ipvm inlet list' lists them");
    }

    /// Says whether somebody lets readings in now.
    private static boolean apply(Station station) throws Stop, IOException {
        boolean isUp = station.node().rules().isPresent();
        if (isUp) {
            station.openInlets(fresh(station));
        }
        return isUp;
    }

    private static Map<String, InletCount> counts(Station station) {
        var counts = new HashMap<String, InletCount>();
        station.node().inlets().join().forEach(one -> counts.put(one.terms().name(), one));
        return counts;
    }

    private static Ipld.Map row(Station station, InletTerms terms, Map<String, InletCount> counts)
            throws MalformedException, IOException {
        var keys = Ipld.map();
        for (var key : terms.inlet().keys().entrySet()) {
            keys = keys.with(key.getKey(), Ipld.of(key.getValue()));
        }
        var last = StoredReading.last(station.store(), terms.name(), 1);
        var count = counts.get(terms.name());
        return Ipld.map(
                "name", Ipld.of(terms.name()),
                "keys", keys,
                "open", Ipld.of(count != null),
                "readings", Ipld.of(last.isEmpty() ? 0 : last.getLast().number()),
                "dropped", Ipld.of(count == null ? 0 : count.dropped()),
                "last", last.isEmpty() ? Ipld.ofNull() : last.getLast().event());
    }
}
