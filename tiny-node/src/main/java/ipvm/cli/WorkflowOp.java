package ipvm.cli;

import ipvm.data.Bytes;
import ipvm.data.MalformedException;
import ipvm.node.Plan;
import ipvm.task.Limits;
import ipvm.task.Workflow;
import ipvm.ucan.Grant;
import java.io.IOException;
import java.util.Optional;

/// `workflow {document, fuel, memory, time}`, or `{workflow, ...}` of one whose block is here: a
/// line for each job as it ends, then `{workflow, done, failed}`. It goes on when the asker goes
/// away.
///
/// @param right of who asks; nothing where it is the node's own
record WorkflowOp(Optional<Grant> right) implements Op {

    @Override
    public void answer(Station station, Word args, Desk.Lines lines)
            throws Stop, MalformedException, IOException {
        var workflow = Workflow.decode(document(station, args), Limits.DEFAULT, cid -> true);
        var grant = right.orElseGet(station.rights()::own);
        var plan = new Plan(workflow, grant, args.bounds(), station.most());
        var told = new Told(station.did(), station.nowMillis());
        try (var replies =
                new Hearing(
                        station.node(), workflow.cid(), ear -> station.node().submit(plan, ear))) {
            while (told.more(replies.next(), lines, station.nowMillis())) {
                // each line is told as it comes
            }
        }
    }

    private static Bytes document(Station station, Word args)
            throws Stop, MalformedException, IOException {
        if (!args.has("workflow")) {
            return args.bytes("document");
        }
        var block = station.store().block(args.link("workflow"));
        return block.orElseThrow(() -> Stop.notFound("the workflow is not here"));
    }
}
