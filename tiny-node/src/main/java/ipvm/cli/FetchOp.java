package ipvm.cli;

import ipvm.data.Cid;
import ipvm.data.Ipld;
import ipvm.data.MalformedException;
import ipvm.key.Did;
import ipvm.node.Neighbourhood;
import ipvm.node.Reply;
import ipvm.ucan.Invocation;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// `fetch {peer, token, proofs, wait, cid}`: brings here what a neighbour gives; [Moves] says how
/// much has come, and the last line is `{cid, blocks, moved, link, rtt_ms}`. What has come stays,
/// and is not asked for again.
final class FetchOp implements Op {

    private static final long PAUSE_MILLIS = 200;

    @Override
    public void answer(Station station, Word args, Desk.Lines lines)
            throws Stop, MalformedException, IOException {
        var peer = Did.parse(args.text("peer"));
        var cid = args.link("cid");
        var all = station.neighbours().all();
        var moves = new Moves(station, peer, Optional.of(cid));
        while (true) {
            long moved = all.movedBytes(peer);
            var request = Invocation.decode(args.bytes("token"));
            var tokens = OnOp.tokens(args, request);
            var given = FarOp.done(all.ask(peer, tokens, args.number("wait"), line -> {}));
            var fault = fetched(all, moves, cid, lines);
            if (fault.isEmpty()) {
                lines.line(OnOp.far(moves.with(kept(station, cid)), given));
                return;
            }
            boolean isOver = all.movedBytes(peer) == moved;
            if (isOver || !(fault.get() instanceof Reply.Missing)) {
                throw Told.stop(fault.get());
            }
        }
    }

    private static Optional<Reply> fetched(
            Neighbourhood all, Moves moves, Cid cid, Desk.Lines lines)
            throws Stop, MalformedException, IOException {
        var over = all.fetch(moves.peer(), cid);
        while (!over.isDone()) {
            Patience.until(
                    over.copy()
                            .completeOnTimeout(
                                    Optional.empty(), PAUSE_MILLIS, TimeUnit.MILLISECONDS));
            moves.tell(lines);
        }
        return Patience.until(over);
    }

    /// Holds on to content that has come: `{cid, blocks}`.
    static Ipld.Map kept(Station station, Cid cid) throws Stop, MalformedException, IOException {
        var held = new java.util.ArrayList<Ipld.Map>();
        var args = Ipld.map("cid", Ipld.of(cid), "as", Ipld.of("keep"));
        new HoldOp().answer(station, new Word(args), held::add);
        var word = new Word(held.getFirst());
        if (!word.items("missing").isEmpty()) {
            throw new Stop(
                    Exit.BUSY,
                    "StorageFull: it is larger than the store may be (disk.max), so not all of it"
                            + " is there");
        }
        return Ipld.map("cid", Ipld.of(cid), "blocks", Ipld.of(word.number("blocks")));
    }
}
