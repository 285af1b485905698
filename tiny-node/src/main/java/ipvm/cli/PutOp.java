package ipvm.cli;

import ipvm.data.Block;
import ipvm.data.Cid;
import ipvm.data.Ipld;
import ipvm.data.MalformedException;
import ipvm.store.Change;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;

/// `put {blocks: [[cid, bytes]], pin}`: keeps blocks, each of which has to be what it is called;
/// `{new}` is how many were not here.
final class PutOp implements Op {

    private static final int BLOCK_BYTES_MAX = 2 << 20;

    @Override
    public void answer(Station station, Word args, Desk.Lines lines)
            throws Stop, MalformedException, IOException {
        var changes = new ArrayList<Change>();
        var added = new HashSet<Cid>();
        for (var item : args.items("blocks")) {
            var block = block(item);
            boolean isHere = station.store().has(block.cid());
            if (!isHere) {
                added.add(block.cid().toV1());
            }
            if (!isHere || args.truth("pin")) {
                changes.add(new Change.Put(block, args.truth("pin")));
            }
        }
        if (!changes.isEmpty()) {
            station.node().keep(changes);
        }
        lines.line(Ipld.map("new", Ipld.of(added.size())));
    }

    /// A block, if its bytes are those that its name means.
    static Block block(Ipld item) throws MalformedException {
        if (item instanceof Ipld.List(var pair)
                && pair.size() == 2
                && pair.get(0) instanceof Ipld.Link(Cid cid)
                && pair.get(1) instanceof Ipld.Binary(var bytes)) {
            if (bytes.size() > BLOCK_BYTES_MAX) {
                throw new MalformedException(
                        "block of at most " + BLOCK_BYTES_MAX + " bytes", bytes.size() + " bytes");
            }
            return Block.verified(cid, bytes);
        }
        throw new MalformedException("pair of link and bytes", item.kind());
    }
}
