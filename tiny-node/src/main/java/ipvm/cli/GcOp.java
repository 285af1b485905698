package ipvm.cli;

import ipvm.data.Bytes;
import ipvm.data.Cid;
import ipvm.data.Ipld;
import ipvm.data.MalformedException;
import ipvm.store.Change;
import ipvm.store.Change.Purpose;
import ipvm.store.Filed;
import ipvm.store.Store;
import ipvm.store.StoreException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// `gc`: lets all blocks go that nothing kept, public, accepted or unsettled needs; `{removed,
/// bytes}`.
///
/// In doubt a block stays: whatever looks like a name in an entry of the store counts as one.
final class GcOp implements Op {

    private static final int PAGE = 256;

    /// So many blocks go with the room of the store's reserve.
    private static final int PIECE = 16;

    @Override
    public void answer(Station station, Word args, Desk.Lines lines)
            throws Stop, MalformedException, IOException {
        var store = station.store();
        var needed = needed(station);
        var changes = new ArrayList<Change>();
        long bytes = 0;
        for (var block : store.blocks()) {
            if (!block.isPinned() && !needed.contains(block.cid())) {
                changes.add(new Change.Drop(block.cid()));
                bytes += block.bytes();
            }
        }
        if (!changes.isEmpty()) {
            drop(changes, station);
        }
        lines.line(Ipld.map("removed", Ipld.of(changes.size()), "bytes", Ipld.of(bytes)));
    }

    /// All at once; or piece by piece where the disk is too full even for that.
    private static void drop(List<Change> changes, Station station) throws IOException {
        try {
            station.node().keep(changes);
        } catch (StoreException e) {
            if (e.kind() != StoreException.Kind.FULL) {
                throw e;
            }
            for (int from = 0; from < changes.size(); from += PIECE) {
                station.node().keep(changes.subList(from, Math.min(changes.size(), from + PIECE)));
            }
        }
    }

    private static Set<Cid> needed(Station station) throws Stop, MalformedException, IOException {
        var store = station.store();
        var needed = new HashSet<Cid>();
        Dag.walk(
                roots(station),
                cid -> {
                    needed.add(cid.toV1());
                    if (!Dag.mayLink(cid) || Dag.holdsItself(cid)) {
                        return List.of();
                    }
                    return store.block(cid).map(data -> Dag.mentions(cid, data)).orElse(List.of());
                });
        return needed;
    }

    private static Set<Cid> roots(Station station) throws MalformedException, IOException {
        var store = station.store();
        var roots = HoldOp.roots(station, Purpose.KEPT);
        roots.addAll(HoldOp.roots(station, Purpose.PUBLIC));
        store.blocks().stream().filter(Store.Shelved::isPinned).forEach(b -> roots.add(b.cid()));
        for (var entry : store.journal()) {
            add(roots, entry.name(), entry.body());
        }
        for (var intent : store.unsettled()) {
            add(roots, intent.name(), intent.body());
        }
        for (var purpose : Purpose.values()) {
            store.values(purpose).values().forEach(value -> roots.addAll(Dag.mentions(value)));
        }
        receipts(store, roots);
        return roots;
    }

    private static void add(Set<Cid> roots, Cid name, Bytes body) {
        roots.add(name);
        roots.addAll(Dag.mentions(body));
    }

    private static void receipts(Store store, Set<Cid> roots) throws IOException {
        var page = store.receiptsAfter(0, PAGE);
        while (!page.isEmpty()) {
            page.stream().filter(Store.Numbered::isKept).forEach(one -> add(roots, one.filed()));
            page = store.receiptsAfter(page.getLast().number(), PAGE);
        }
    }

    private static void add(Set<Cid> roots, Filed filed) {
        add(roots, filed.task(), filed.taskBytes());
        add(roots, filed.receipt(), filed.token());
    }
}
