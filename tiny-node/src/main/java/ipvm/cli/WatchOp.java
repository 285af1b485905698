package ipvm.cli;

import ipvm.data.Ipld;
import ipvm.data.MalformedException;
import ipvm.node.StoredReading;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// `watch {name}`: readings as they are taken, until whoever asked goes away.
final class WatchOp implements Op {

    private static final int PAGE = 256;
    private static final long LOOK_MILLIS = 500;

    @Override
    public void answer(Station station, Word args, Desk.Lines lines)
            throws Stop, MalformedException, IOException {
        if (args.has("name") && !InletOp.isKnown(station, args.text("name"))) {
            throw InletOp.unknown(args.text("name"));
        }
        var bell = station.node().readings();
        long heard = bell.rings();
        var seen = new HashMap<String, Long>();
        for (var name : names(station, args)) {
            seen.put(name, last(station, name));
        }
        try {
            while (station.stopping().getCount() > 0) {
                heard = bell.await(heard, LOOK_MILLIS);
                tell(station, args, seen, lines);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // nobody watches any more
        }
    }

    private static List<String> names(Station station, Word args) throws MalformedException {
        if (args.has("name")) {
            return List.of(args.text("name"));
        }
        var names = new ArrayList<String>();
        station.node().inlets().join().forEach(one -> names.add(one.terms().name()));
        return names;
    }

    private static long last(Station station, String name) throws MalformedException, IOException {
        long number = 0;
        for (var one : StoredReading.last(station.store(), name, 1)) {
            number = one.number();
        }
        return number;
    }

    /// In the order in which they came, whatever their inlet is.
    private static void tell(Station station, Word args, Map<String, Long> seen, Desk.Lines lines)
            throws Stop, MalformedException, IOException {
        var events = new TreeMap<Long, List<Ipld.Map>>();
        for (var name : names(station, args)) {
            long after = seen.getOrDefault(name, 0L);
            for (var one : StoredReading.after(station.store(), name, after, PAGE)) {
                long came = new Word(one.event()).number("monotonic");
                events.computeIfAbsent(came, c -> new ArrayList<>()).add(one.event());
                seen.put(name, one.number());
            }
        }
        for (var together : events.values()) {
            for (var event : together) {
                lines.line(event);
            }
        }
    }
}
