package ipvm.cli;

import ipvm.data.Ipld;
import ipvm.data.MalformedException;
import ipvm.data.NotFoundException;
import ipvm.node.Replay;
import ipvm.task.Receipt;
import ipvm.task.Task;
import ipvm.wasm.Refused;
import java.io.IOException;

/// `replay {token}`: runs what a receipt says was run, and compares: `{receipt, same, difference}`.
/// Nothing is written.
final class ReplayOp implements Op {

    @Override
    public void answer(Station station, Word args, Desk.Lines lines)
            throws Stop, MalformedException, IOException {
        var receipt = Receipt.decode(args.bytes("token"));
        if (!receipt.isSigned()) {
            throw Stop.usage("the signature of receipt " + receipt.cid() + " does not hold");
        }
        var sealed = receipt.sealed();
        if (sealed.isPresent()) {
            throw new Stop(
                    Exit.DENIED,
                    "receipt "
                            + receipt.cid()
                            + " is "
                            + sealed.get().text()
                            + ", not for replays");
        }
        var block = station.store().block(receipt.report().ran());
        if (block.isEmpty()) {
            throw Stop.notFound("task " + receipt.report().ran() + " is not here");
        }
        var task = Task.decode(block.get());
        if (!task.isWasm()) {
            throw Stop.usage(
                    task.command()
                            + " is an effect: the world is not asked twice, so only its"
                            + " evidence can be looked at ('ipvm trace')");
        }
        var replay = new Replay(station.store(), station.modules(), station.most());
        lines.line(line(receipt, verdict(replay, task, receipt)));
    }

    private static Replay.Verdict verdict(Replay replay, Task task, Receipt receipt)
            throws Stop, MalformedException, IOException {
        try {
            return replay.of(task, receipt.report());
        } catch (NotFoundException e) {
            throw Stop.notFound(String.valueOf(e.getMessage()));
        } catch (Refused e) {
            throw Stop.usage("Refused: " + e.getMessage());
        }
    }

    private static Ipld.Map line(Receipt receipt, Replay.Verdict verdict) throws Stop {
        return switch (verdict) {
            case Replay.Verdict.Same s -> line(receipt, true, Ipld.ofNull());
            case Replay.Verdict.Different(var what, var said, var found) ->
                    line(
                            receipt,
                            false,
                            Ipld.map("what", Ipld.of(what), "said", said, "found", found));
            case Replay.Verdict.Untold(var why) -> throw new Stop(Exit.EXHAUSTED, why);
        };
    }

    private static Ipld.Map line(Receipt receipt, boolean isSame, Ipld difference) {
        return Ipld.map(
                "receipt", Ipld.of(receipt.cid()),
                "same", Ipld.of(isSame),
                "difference", difference);
    }
}
