package ipvm.cli;

import ipvm.data.MalformedException;
import ipvm.node.Plan;
import ipvm.task.Limits;
import ipvm.task.Workflow;
import java.io.IOException;

/// `workflow {document, fuel, memory, time}`: a line for each job as it ends, then `{workflow,
/// done, failed}`. It goes on when the asker goes away.
final class WorkflowOp implements Op {

    @Override
    public void answer(Station station, Word args, Desk.Lines lines)
            throws Stop, MalformedException, IOException {
        var workflow = Workflow.decode(args.bytes("document"), Limits.DEFAULT, cid -> true);
        var plan = new Plan(workflow, station.rights().own(), args.bounds(), station.most());
        var told = new Told(station.did(), station.nowMillis());
        try (var replies =
                new Hearing(
                        station.node(), workflow.cid(), ear -> station.node().submit(plan, ear))) {
            while (told.more(replies.next(), lines, station.nowMillis())) {
                // each line is told as it comes
            }
        }
    }
}
