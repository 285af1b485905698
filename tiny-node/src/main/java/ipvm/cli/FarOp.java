package ipvm.cli;

import ipvm.data.Ipld;
import ipvm.data.MalformedException;
import ipvm.key.Did;
import ipvm.node.Distant;
import ipvm.node.Neighbourhood;
import ipvm.ucan.Invocation;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// `far {peer, token, proofs, wait, marked?, moved?}`: the lines that a neighbour answers a signed
/// request with. With `marked` those of tasks say how far away it is; with `moved`, the root of
/// content that goes there, [Moves] says how much of it has gone. At last `{link, rtt_ms}`.
final class FarOp implements Op {

    private static final long PAUSE_MILLIS = 200;

    @Override
    public void answer(Station station, Word args, Desk.Lines lines)
            throws Stop, MalformedException, IOException {
        var peer = Did.parse(args.text("peer"));
        var request = Invocation.decode(args.bytes("token"));
        var all = station.neighbours().all();
        var heard = new LinkedBlockingQueue<Optional<Ipld.Map>>();
        var answer =
                all.ask(
                        peer,
                        OnOp.tokens(args, request),
                        args.number("wait"),
                        line -> heard.add(Optional.of(line)));
        var unused = answer.thenRun(() -> heard.add(Optional.empty()));
        var moves = new Moves(station, peer, args.findLink("moved"));
        boolean isOver = false;
        while (!isOver) {
            for (var line : next(heard)) {
                isOver |= line.isEmpty();
                if (line.isPresent()) {
                    lines.line(marked(line.get(), all, args));
                }
            }
            moves.tell(lines);
        }
        var distant = done(answer);
        moves.tell(lines);
        lines.line(OnOp.far(Ipld.map(), distant));
    }

    /// The lines that are there, and nothing after the last one; none where none comes soon.
    private static List<Optional<Ipld.Map>> next(BlockingQueue<Optional<Ipld.Map>> heard)
            throws Stop {
        try {
            var lines = new ArrayList<Optional<Ipld.Map>>();
            var first = heard.poll(PAUSE_MILLIS, TimeUnit.MILLISECONDS);
            if (first != null) {
                lines.add(first);
                heard.drainTo(lines);
            }
            return lines;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Stop(Exit.ACCEPTED, "interrupted");
        }
    }

    private static Ipld.Map marked(Ipld.Map line, Neighbourhood all, Word args)
            throws MalformedException {
        boolean isMarked = args.truth("marked") && line.find("receipt").isPresent();
        return isMarked ? OnOp.far(line, all.distance(Did.parse(args.text("peer")))) : line;
    }

    static Distant done(CompletableFuture<Distant> answer) throws Stop {
        var distant = Patience.until(answer);
        if (distant.reply().isPresent()) {
            throw Told.stop(distant.reply().get());
        }
        var end = distant.end();
        if (end.isEmpty()) {
            throw Neighbours.unreachable(distant.did() + ": " + distant.why());
        }
        if (end.get().exit() != Exit.OK.code()) {
            throw new Stop(Exit.of(end.get().exit()), end.get().error());
        }
        return distant;
    }
}
