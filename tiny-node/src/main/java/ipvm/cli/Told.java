package ipvm.cli;

import ipvm.data.Cid;
import ipvm.data.Ipld;
import ipvm.data.MalformedException;
import ipvm.key.Did;
import ipvm.node.Reply;
import ipvm.task.HomestarReceipt;
import ipvm.task.Instruction;
import ipvm.task.Meter;
import ipvm.task.Outcome;
import ipvm.task.Task;
import java.io.IOException;
import java.util.Optional;

/// What a node replied, as lines for whoever asked.
///
/// @param on who was asked
record Told(Did on, long startMillis) {

    /// The line of a task that is over, or was taken on; every other reply stops.
    Ipld.Map line(Reply reply, Task task, long nowMillis) throws Stop {
        return switch (reply) {
            case Reply.Ended ended -> ended(ended, nowMillis);
            case Reply.Unsigned(var outcome) -> unsigned(outcome, nowMillis);
            case Reply.Accepted a -> names(task).with("on", Ipld.of(on.text()));
            case Reply.Begun b -> throw new IllegalStateException("a workflow is no task");
            case Reply.Step s -> throw new IllegalStateException("a job is no task");
            case Reply.Whole w -> throw new IllegalStateException("a workflow is no task");
            case Reply.Denied d -> throw stop(reply);
            case Reply.Busy b -> throw stop(reply);
            case Reply.Full f -> throw stop(reply);
            case Reply.Broken b -> throw stop(reply);
            case Reply.Missing m -> throw stop(reply);
            case Reply.Refused r -> throw stop(reply);
            case Reply.Cancelled c -> throw stop(reply);
        };
    }

    /// Tells what is heard of a workflow, and whether there is more to come.
    boolean more(Reply reply, Desk.Lines lines, long nowMillis)
            throws Stop, MalformedException, IOException {
        if (reply instanceof Reply.Step step) {
            lines.line(step(step, nowMillis));
            return true;
        }
        if (reply instanceof Reply.Begun) {
            return true;
        }
        if (reply instanceof Reply.Whole(var workflow, var done, var failed)) {
            lines.line(
                    Ipld.map(
                            "workflow", Ipld.of(workflow),
                            "done", Ipld.of(done),
                            "failed", Ipld.of(failed)));
            return false;
        }
        throw stop(reply);
    }

    static Stop stop(Reply reply) {
        return switch (reply) {
            case Reply.Denied(var why) -> Stop.denied("Denied: " + why);
            case Reply.Busy(var why, var millis) ->
                    new Stop(Exit.BUSY, "Busy: " + why + ", try again in " + millis + " ms");
            case Reply.Full(var why) -> new Stop(Exit.BUSY, why);
            case Reply.Broken(var why) -> new Stop(Exit.BUSY, why);
            case Reply.Missing(var what) -> Stop.notFound(what);
            case Reply.Refused(var why) -> Stop.usage("Refused: " + why);
            case Reply.Cancelled c -> new Stop(Exit.ACCEPTED, "it was taken back");
            case Reply.Ended e -> throw new IllegalStateException("an end is an answer");
            case Reply.Unsigned u -> throw new IllegalStateException("an end is an answer");
            case Reply.Accepted a -> throw new IllegalStateException("this is an answer");
            case Reply.Begun b -> throw new IllegalStateException("this is an answer");
            case Reply.Step s -> throw new IllegalStateException("this is an answer");
            case Reply.Whole w -> throw new IllegalStateException("this is an answer");
        };
    }

    Ipld.Map ended(Reply.Ended ended, long nowMillis) {
        var receipt = ended.receipt();
        var meter = receipt.report().meter();
        var line =
                names(ended)
                        .with("receipt", Ipld.of(receipt.cid()))
                        .with("out", receipt.outcome().encode())
                        .with("recalled", Ipld.of(ended.isRecalled()))
                        .with("took_ms", Ipld.of(nowMillis - startMillis))
                        .with("on", Ipld.of(receipt.issuer().text()));
        return metered(line, meter);
    }

    private static Ipld.Map metered(Ipld.Map line, Meter meter) {
        var metered =
                line.with("fuel", Ipld.of(meter.fuel())).with("pages", Ipld.of(meter.pages()));
        return meter.boundedBy().isPresent()
                ? metered.with("bounded", Ipld.of(meter.boundedBy().getAsLong()))
                : metered;
    }

    /// Nobody has signed it.
    private Ipld.Map unsigned(Outcome outcome, long nowMillis) {
        var line =
                Ipld.map(
                        "task", Ipld.ofNull(),
                        "instruction", Ipld.ofNull(),
                        "receipt", Ipld.ofNull(),
                        "out", outcome.encode(),
                        "recalled", Ipld.of(false),
                        "took_ms", Ipld.of(nowMillis - startMillis),
                        "on", Ipld.of(on.text()));
        return metered(line, Meter.NOTHING);
    }

    /// What came of a job, after whatever catches failures.
    private Ipld.Map step(Reply.Step step, long nowMillis) {
        var job = step.job();
        var line =
                step.reply() instanceof Reply.Ended ended
                        ? ended(ended, nowMillis)
                        : unsigned(((Reply.Unsigned) step.reply()).outcome(), nowMillis);
        var out = Ipld.map(step.result().isError() ? "error" : "ok", step.result().value());
        var named = line.with("name", Ipld.of(job.label())).with("out", out);
        return homestar(step, named);
    }

    /// The names that Homestar gives it.
    private static Ipld.Map homestar(Reply.Step step, Ipld.Map line) {
        var task = step.job().homestar();
        if (task.isEmpty()) {
            return line.with("ran", line.find("task").orElseThrow())
                    .with("homestar_receipt", Ipld.ofNull());
        }
        var receipt = HomestarReceipt.of(task.get(), step.result());
        return line.with("instruction", Ipld.of(task.get().run().cid()))
                .with("ran", Ipld.of(receipt.ran()))
                .with("homestar_receipt", Ipld.of(receipt.cid()));
    }

    private static Ipld.Map names(Reply.Ended ended) {
        var filed = ended.filed();
        var others = filed.names().stream().filter(name -> !name.equals(filed.task())).findFirst();
        return Ipld.map(
                "task", Ipld.of(filed.task()),
                "instruction", others.map(Ipld::of).orElse(Ipld.ofNull()));
    }

    private static Ipld.Map names(Task task) {
        Optional<Cid> instruction = task.instruction().map(Instruction::cid);
        return Ipld.map(
                "task", Ipld.of(task.cid()),
                "instruction", instruction.map(Ipld::of).orElse(Ipld.ofNull()),
                "receipt", Ipld.ofNull(),
                "out", Ipld.ofNull());
    }
}
