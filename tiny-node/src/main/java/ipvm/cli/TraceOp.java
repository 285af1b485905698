package ipvm.cli;

import ipvm.data.Bytes;
import ipvm.data.Cid;
import ipvm.data.Codec;
import ipvm.data.DagCbor;
import ipvm.data.Ipld;
import ipvm.data.MalformedException;
import ipvm.schedule.Memo;
import ipvm.store.Entry;
import ipvm.store.Intent;
import ipvm.task.Sealed;
import ipvm.task.Task;
import ipvm.task.Workflow;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;

/// `trace {cid}`: one object with everything that is known of a task, by any of its names or that
/// of a receipt, or of a workflow.
final class TraceOp implements Op {

    @Override
    public void answer(Station station, Word args, Desk.Lines lines)
            throws Stop, MalformedException, IOException {
        var cid = args.link("cid");
        var sealed = SealedTask.find(station, cid);
        if (sealed.isPresent()) {
            lines.line(sealed.get());
            return;
        }
        var name = task(station, cid);
        if (name.isPresent()) {
            lines.line(ofTask(station, cid, name.get()));
            return;
        }
        var workflow = workflow(station, cid);
        var folded =
                workflow.isEmpty() ? SessionsOp.found(station, cid) : Optional.<Ipld.Map>empty();
        if (folded.isPresent()) {
            lines.line(folded.get());
            return;
        }
        if (workflow.isEmpty()) {
            throw Stop.notFound("nothing is known of " + cid);
        }
        lines.line(
                new WorkflowTrace(station, workflow.get())
                        .object()
                        .with("cid", Ipld.of(cid))
                        .with("accepted", accepted(station, cid)));
    }

    /// The task that a name leads to.
    private static Optional<Task> task(Station station, Cid cid)
            throws MalformedException, IOException {
        for (var filed : station.store().receipts(cid)) {
            if (!Sealed.isSealed(filed.taskBytes())) {
                return Optional.of(Task.decode(filed.taskBytes()));
            }
        }
        var intent = station.store().intent(cid);
        if (intent.isPresent()) {
            return Optional.of(Task.decode(intent.get().body()));
        }
        for (var entry : station.store().journal()) {
            var task = task(entry);
            if (task.isPresent() && task.get().names().contains(cid)) {
                return task;
            }
        }
        return Optional.empty();
    }

    private static Optional<Task> task(Entry entry) throws MalformedException {
        return DagCbor.decode(entry.body()) instanceof Ipld.Map map
                        && map.find("task").orElse(Ipld.ofNull()) instanceof Ipld.Binary(var bytes)
                ? Optional.of(Task.decode(bytes))
                : Optional.empty();
    }

    private static Optional<Workflow> workflow(Station station, Cid cid) throws IOException {
        Optional<Bytes> block =
                cid.codec() == Codec.DAG_CBOR ? station.store().block(cid) : Optional.empty();
        try {
            return block.isPresent()
                    ? Optional.of(
                            Workflow.decode(block.get(), ipvm.task.Limits.DEFAULT, other -> true))
                    : Optional.empty();
        } catch (MalformedException e) {
            return Optional.empty();
        }
    }

    private static Ipld.Map ofTask(Station station, Cid cid, Task task)
            throws Stop, MalformedException, IOException {
        var found = Recall.receipts(station, task);
        var recall = Recall.of(station, task);
        var names = new LinkedHashSet<>(task.names());
        found.forEach(filed -> names.addAll(filed.names()));
        var rows = found.stream().<Ipld>map(filed -> recall.row(ReceiptView.of(filed))).toList();
        return Ipld.map(
                "cid", Ipld.of(cid),
                "kind", Ipld.of("task"),
                "task", task(task),
                "names", new Ipld.List(names.stream().map(Ipld::of).toList()),
                "receipts", new Ipld.List(rows),
                "recall", recall.object(),
                "limits", limits(recall),
                "accepted", accepted(station, task.cid()),
                "intent", intent(station, task.cid()));
    }

    private static Ipld.Map task(Task task) {
        return Ipld.map(
                "cid", Ipld.of(task.cid()),
                "sub", Ipld.of(task.subject().text()),
                "cmd", Ipld.of(task.command().text()),
                "args", task.args(),
                "nonce", Ipld.of(task.nonce()));
    }

    private static Ipld.Map limits(Recall recall) {
        return Ipld.map(
                "fuel", Ipld.of(recall.bounds().fuel()),
                "memory", Ipld.of(recall.bounds().memoryBytes()),
                "time_ms", Ipld.of(recall.bounds().timeMillis()));
    }

    /// When it was accepted, if it is not done.
    private static Ipld accepted(Station station, Cid name) throws IOException {
        for (var entry : station.store().journal()) {
            if (entry.name().equals(name)) {
                return Ipld.of(entry.atMillis());
            }
        }
        return Ipld.ofNull();
    }

    private static Ipld intent(Station station, Cid name) throws IOException {
        var intent = station.store().intent(name);
        return intent.isPresent()
                ? Ipld.map(
                        "state", Ipld.of(state(intent.get().state())),
                        "at", Ipld.of(intent.get().atMillis()))
                : Ipld.ofNull();
    }

    static String state(Intent.State state) {
        return switch (state) {
            case OPEN -> "open";
            case SETTLED -> "settled";
            case UNKNOWN -> "unknown";
        };
    }

    /// Known ends of tasks, as a workflow's other jobs need them.
    static Optional<Memo.Known> known(Station station, List<Cid> names) throws IOException {
        for (var name : names) {
            for (var filed : station.store().receipts(name)) {
                var view = ReceiptView.of(filed);
                if (view.receipt().isPresent()) {
                    return Optional.of(new Memo.Known(filed, view.receipt().get()));
                }
            }
        }
        return Optional.empty();
    }
}
