package ipvm.cli;

import ipvm.data.Cid;
import ipvm.data.Ipld;
import ipvm.data.MalformedException;
import ipvm.node.Docket;
import ipvm.node.HandedOut;
import ipvm.node.Reply;
import ipvm.task.Receipt;
import ipvm.task.Sealed;
import ipvm.task.Task;
import java.io.IOException;
import java.util.Optional;

/// `wait {cid, time, goesOn}`: the line of a task that is over, or the lines of a workflow.
///
/// What was accepted and has not begun is asked for again until it has, if anybody will begin it;
/// what a neighbour was asked for, until its answer is here.
final class WaitOp implements Op {

    private static final long PAUSE_MILLIS = 250;

    @Override
    public void answer(Station station, Word args, Desk.Lines lines)
            throws Stop, MalformedException, IOException {
        var cid = args.link("cid");
        long start = System.nanoTime();
        long millisMax = args.number("time");
        while (true) {
            long left = millisMax - (System.nanoTime() - start) / 1_000_000;
            var first = heard(station, cid, lines, left);
            if (first.isEmpty()) {
                return;
            }
            var answer = answer(station, cid);
            if (answer.isPresent()) {
                lines.line(answer.get());
                return;
            }
            if (!isAccepted(station, cid) && !isHandedOut(station, cid)) {
                throw Stop.notFound(first.get().what());
            }
            if (!args.truth("goesOn")) {
                throw new Stop(Exit.ACCEPTED, "accepted, but no daemon runs to do it: 'ipvm up'");
            }
            pause(left);
        }
    }

    /// Tells all there is to hear, or gives back that nothing is known.
    private static Optional<Reply.Missing> heard(
            Station station, Cid cid, Desk.Lines lines, long millis)
            throws Stop, MalformedException, IOException {
        var told = new Told(station.did(), station.nowMillis());
        long until = System.nanoTime() + Math.max(millis, PAUSE_MILLIS) * 1_000_000;
        try (var replies =
                new Hearing(station.node(), cid, ear -> station.node().listen(cid, ear))) {
            while (true) {
                long left = Math.max((until - System.nanoTime()) / 1_000_000, 0);
                var reply = replies.next(left).orElseThrow(WaitOp::late);
                if (reply instanceof Reply.Missing missing) {
                    return Optional.of(missing);
                }
                if (reply instanceof Reply.Ended ended) {
                    lines.line(told.ended(ended, station.nowMillis()));
                    return Optional.empty();
                }
                if (!told.more(reply, lines, station.nowMillis())) {
                    return Optional.empty();
                }
            }
        }
    }

    private static boolean isAccepted(Station station, Cid cid) throws IOException {
        return Docket.read(station.store(), station.rights()).stream()
                .anyMatch(one -> one.isCalled(cid));
    }

    private static boolean isHandedOut(Station station, Cid cid) throws IOException {
        return HandedOut.read(station.store()).stream().anyMatch(one -> one.isCalled(cid));
    }

    /// What a neighbour came to that was asked for its own resource; by no other name would its
    /// word count here.
    private static Optional<Ipld.Map> answer(Station station, Cid cid)
            throws MalformedException, IOException {
        for (var filed : station.store().receipts(cid)) {
            var receipt = Receipt.decode(filed.token());
            if (!Sealed.isSealed(filed.taskBytes())
                    && receipt.isSigned()
                    && Task.decode(filed.taskBytes()).subject().equals(receipt.issuer())) {
                var told = new Told(station.did(), station.nowMillis());
                var ended = new Reply.Ended(receipt, filed, false);
                return Optional.of(told.ended(ended, station.nowMillis()));
            }
        }
        return Optional.empty();
    }

    private static void pause(long left) throws Stop {
        if (left <= 0) {
            throw late();
        }
        try {
            Thread.sleep(Math.min(left, PAUSE_MILLIS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw late();
        }
    }

    private static Stop late() {
        return new Stop(Exit.ACCEPTED, "not done yet");
    }
}
