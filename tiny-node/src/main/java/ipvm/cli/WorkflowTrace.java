package ipvm.cli;

import ipvm.data.Cid;
import ipvm.data.Ipld;
import ipvm.task.Job;
import ipvm.task.Need;
import ipvm.task.Outcome;
import ipvm.task.Result;
import ipvm.task.Workflow;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// How far a workflow has come, as far as the receipts say.
final class WorkflowTrace {

    private final Station station;
    private final Workflow workflow;
    private final Map<String, Job.End> ends = new HashMap<>();

    WorkflowTrace(Station station, Workflow workflow) {
        this.station = station;
        this.workflow = workflow;
    }

    /// `{kind, tasks: [{name, cmd, fun, task, receipt, out, state}]}`, each job after those that it
    /// waits for.
    Ipld.Map object() throws IOException {
        var rows = new ArrayList<Ipld>();
        for (var job : workflow.order()) {
            rows.add(row(job));
        }
        return Ipld.map("kind", Ipld.of("workflow"), "tasks", new Ipld.List(rows));
    }

    private Ipld.Map row(Job job) throws IOException {
        var row =
                Ipld.map(
                        "name", Ipld.of(job.label()),
                        "cmd", Ipld.of(job.command().text()),
                        "fun", job.function().map(Ipld::of).orElse(Ipld.ofNull()),
                        "task", Ipld.ofNull(),
                        "receipt", Ipld.ofNull(),
                        "out", Ipld.ofNull());
        var outside = outside(job);
        return switch (job.resolve(need -> end(need, outside))) {
            case Job.Resolution.Ready(var args) -> ready(job, args, row);
            case Job.Resolution.Waiting w -> row.with("state", Ipld.of("waits"));
            case Job.Resolution.Mismatch m -> row.with("state", Ipld.of("mismatch"));
        };
    }

    /// Ends of other workflows' tasks that a job waits for.
    private Map<Cid, Job.End> outside(Job job) throws IOException {
        var found = new HashMap<Cid, Job.End>();
        for (var need : job.needs()) {
            if (need instanceof Need.Outside(var task, var branch)) {
                var known = TraceOp.known(station, List.of(task));
                known.ifPresent(it -> found.put(task, end(it.receipt())));
            }
        }
        return found;
    }

    private Optional<Job.End> end(Need need, Map<Cid, Job.End> outside) {
        return switch (need) {
            case Need.Beside(var label, var branch) -> Optional.ofNullable(ends.get(label));
            case Need.Outside(var task, var branch) -> Optional.ofNullable(outside.get(task));
        };
    }

    private static Job.End end(ipvm.task.Receipt receipt) {
        var result =
                receipt.outcome() instanceof Outcome.Ok(var value)
                        ? Result.ok(value)
                        : Result.error(
                                receipt.outcome().encode().find("error").orElse(Ipld.ofNull()));
        return new Job.End(result, receipt.cid());
    }

    private Ipld.Map ready(Job job, Ipld.Map args, Ipld.Map row) throws IOException {
        var task = job.task(station.did(), args);
        var known = TraceOp.known(station, task.names());
        var named = row.with("task", Ipld.of(task.cid()));
        if (known.isEmpty()) {
            return named.with("state", Ipld.of("ready"));
        }
        var receipt = known.get().receipt();
        if (receipt.sealed().isEmpty()) {
            ends.put(job.label(), end(receipt)); // what is made of a secret has no name here
        }
        return named.with("receipt", Ipld.of(receipt.cid()))
                .with("out", receipt.outcome().encode())
                .with("state", Ipld.of("done"));
    }
}
