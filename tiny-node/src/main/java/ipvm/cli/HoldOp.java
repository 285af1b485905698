package ipvm.cli;

import ipvm.data.Cid;
import ipvm.data.Codec;
import ipvm.data.DagCbor;
import ipvm.data.Ipld;
import ipvm.data.MalformedException;
import ipvm.store.Change;
import ipvm.store.Change.Purpose;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// `hold {cid, as}`: `keep` and `unkeep` a DAG or a receipt, `publish` a DAG, or only `look` how
/// much of it is here.
///
/// A DAG that is kept is kept by its root, so that what two of them share stays when one goes.
final class HoldOp implements Op {

    @Override
    public void answer(Station station, Word args, Desk.Lines lines)
            throws Stop, MalformedException, IOException {
        var cid = args.link("cid");
        lines.line(
                switch (args.text("as")) {
                    case "keep" -> keep(station, cid);
                    case "unkeep" -> unkeep(station, cid);
                    case "publish" -> publish(station, cid);
                    case "look" -> here(station, cid).line(cid);
                    default -> throw Stop.usage("nothing is held as that");
                });
    }

    private static Ipld.Map keep(Station station, Cid cid)
            throws Stop, MalformedException, IOException {
        if (!station.store().receipts(cid).isEmpty()) {
            return retain(station, cid, true);
        }
        var reach = here(station, cid);
        var changes = changes(station, reach.here(), true);
        changes.add(new Change.Set(Purpose.KEPT, cid.toV1().toString(), since(station)));
        station.node().keep(changes);
        return reach.line(cid);
    }

    private static Ipld.Map unkeep(Station station, Cid cid)
            throws Stop, MalformedException, IOException {
        if (!station.store().receipts(cid).isEmpty()) {
            return retain(station, cid, false);
        }
        var roots = roots(station, Purpose.KEPT);
        if (!roots.remove(cid.toV1())) {
            throw Stop.notFound(cid + ": is not kept");
        }
        var reach = Reach.of(List.of(cid), station.store());
        var let = new HashSet<>(reach.here());
        let.removeAll(Reach.of(roots, station.store()).here());
        var changes = changes(station, let, false);
        changes.add(new Change.Set(Purpose.KEPT, cid.toV1().toString(), Optional.empty()));
        station.node().keep(changes);
        return new Reach(let, reach.missing()).line(cid);
    }

    /// A receipt is found under every name of its task, too.
    private static Ipld.Map retain(Station station, Cid cid, boolean isKept) throws IOException {
        station.node().keep(List.of(new Change.Retain(cid, isKept)));
        int receipts = station.store().receipts(cid).size();
        return new Reach(Set.of(), Set.of()).line(cid).with("receipts", Ipld.of(receipts));
    }

    private static Ipld.Map publish(Station station, Cid cid)
            throws Stop, MalformedException, IOException {
        var reach = here(station, cid);
        var change = new Change.Set(Purpose.PUBLIC, cid.toV1().toString(), since(station));
        station.node().keep(List.of(change));
        return reach.line(cid);
    }

    private static Optional<ipvm.data.Bytes> since(Station station) {
        return Optional.of(DagCbor.encode(Ipld.map("at", Ipld.of(station.nowMillis()))));
    }

    private static Reach here(Station station, Cid cid)
            throws Stop, MalformedException, IOException {
        if (!Dag.holdsItself(cid) && !station.store().has(cid)) {
            throw Stop.notFound("block " + cid + " is not here");
        }
        return Reach.of(List.of(cid), station.store());
    }

    /// Tasks and receipts lie elsewhere than other blocks.
    private static List<Change> changes(Station station, Set<Cid> blocks, boolean isKept)
            throws IOException {
        var changes = new ArrayList<Change>();
        for (var block : blocks) {
            changes.add(new Change.Pin(block, isKept));
            if (block.codec() == Codec.DAG_CBOR && !station.store().receipts(block).isEmpty()) {
                changes.add(new Change.Retain(block, isKept));
            }
        }
        return changes;
    }

    /// The names of DAGs that are kept, or public.
    static Set<Cid> roots(Station station, Purpose purpose) throws MalformedException, IOException {
        var roots = new HashSet<Cid>();
        for (var name : station.store().values(purpose).keySet()) {
            roots.add(Cid.parse(name));
        }
        return roots;
    }
}
