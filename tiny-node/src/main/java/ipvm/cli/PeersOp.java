package ipvm.cli;

import ipvm.data.Ipld;
import ipvm.data.MalformedException;
import ipvm.key.Did;
import ipvm.mesh.Mesh;
import ipvm.node.Neighbourhood;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/// `peers {}`: a line for each neighbour, as `ipvm peers --json` prints it; `peers {did, name}`
/// names one.
final class PeersOp implements Op {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,64}");

    @Override
    public void answer(Station station, Word args, Desk.Lines lines)
            throws Stop, MalformedException, IOException {
        if (args.has("name")) {
            name(station, args.text("name"), Names.whom(args.text("did")));
            return;
        }
        var names = Neighbours.names(station.store());
        for (var seen : station.neighbours().all().seen()) {
            lines.line(line(seen, names));
        }
    }

    private static void name(Station station, String name, Did did) throws Stop, IOException {
        if (!NAME.matcher(name).matches()) {
            throw Stop.usage("a name has up to 64 letters, digits, '-' and '_'");
        }
        station.node().keep(List.of(Neighbours.naming(name, did)));
    }

    private static Ipld.Map line(Neighbourhood.Seen seen, Map<String, String> names) {
        var did = seen.seen().did().text();
        var name = names.get(did);
        return Ipld.map(
                "did",
                Ipld.of(did),
                "name",
                name == null ? Ipld.ofNull() : Ipld.of(name),
                "links",
                new Ipld.List(seen.seen().ways().stream().map(PeersOp::way).toList()),
                "since",
                Ipld.of(seen.sinceMillis()),
                "silent",
                Ipld.of(seen.seen().isSilent()),
                "error",
                seen.fault().isEmpty() ? Ipld.ofNull() : Ipld.of(seen.fault()));
    }

    /// Shares and milliseconds to three digits: more would be noise.
    private static Ipld way(Mesh.Way way) {
        return Ipld.map(
                "link", Ipld.of(way.place().link()),
                "address", Ipld.of(way.place().address()),
                "rtt_ms", way.rttMillis() < 0 ? Ipld.ofNull() : Ipld.of(way.rttMillis()),
                "loss", Ipld.of(Math.round(way.loss() * 1_000) / 1_000.0),
                "metric", Ipld.of(Math.round(way.metric() * 1_000) / 1_000.0));
    }
}
