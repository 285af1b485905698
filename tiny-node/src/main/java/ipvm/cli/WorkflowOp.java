package ipvm.cli;

import ipvm.data.MalformedException;
import ipvm.node.Plan;
import ipvm.node.Reply;
import ipvm.schedule.Bounds;
import ipvm.task.Limits;
import ipvm.task.Workflow;
import java.io.IOException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/// `workflow {document, fuel, memory, time}`: a line for each job as it ends, then `{workflow,
/// done, failed}`.
final class WorkflowOp implements Op {

    @Override
    public void answer(Station station, Word args, Desk.Lines lines)
            throws Stop, MalformedException, IOException {
        var workflow = Workflow.decode(args.bytes("document"), Limits.DEFAULT, cid -> true);
        var normal = new Bounds(args.number("fuel"), args.number("memory"), args.number("time"));
        var plan = new Plan(workflow, station.rights().own(), normal, station.most());
        var replies = new LinkedBlockingQueue<Reply>();
        var told = new Told(station.did(), station.nowMillis());
        station.node().submit(plan, replies::add);
        while (told.more(next(replies), lines, station.nowMillis())) {
            // each line is told as it comes
        }
    }

    private static Reply next(BlockingQueue<Reply> replies) throws Stop {
        try {
            return replies.take();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Stop(Exit.ACCEPTED, "interrupted; the workflow goes on");
        }
    }
}
