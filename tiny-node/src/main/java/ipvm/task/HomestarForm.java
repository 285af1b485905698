package ipvm.task;

import ipvm.data.Bytes;
import ipvm.data.Cid;
import ipvm.data.Ipld;
import ipvm.data.MalformedException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/// Reads Homestar's workflows as jobs; labels are indexes, and only functions can be asked for.
final class HomestarForm {

    private static final String RUN = "wasm/run";

    private HomestarForm() {}

    static Workflow read(Node root, Limits limits, Predicate<Cid> answered)
            throws MalformedException {
        var read = HomestarWorkflow.of(root, limits, answered);
        var nodes = root.field("tasks").items(limits.tasksMax());
        var labels = labels(read.tasks());
        var jobs = new ArrayList<Job>(nodes.size());
        for (int i = 0; i < nodes.size(); i++) {
            jobs.add(job(Integer.toString(i), nodes.get(i), read.tasks().get(i), labels));
        }
        return new Workflow(
                Workflow.Form.HOMESTAR,
                read.encode(),
                jobs,
                Optional.empty(),
                Config.OPEN,
                Optional.empty());
    }

    /// Of two tasks with one instruction either end is the end of both.
    private static Map<Cid, String> labels(List<HomestarTask> tasks) {
        var labels = new HashMap<Cid, String>();
        for (int i = 0; i < tasks.size(); i++) {
            labels.putIfAbsent(tasks.get(i).run().cid(), Integer.toString(i));
        }
        return labels;
    }

    private static Job job(String label, Node node, HomestarTask task, Map<Cid, String> labels)
            throws MalformedException {
        var run = task.run();
        if (!run.operation().equals(RUN)) {
            throw node.field("run")
                    .field("op")
                    .malformed(RUN + "; effects need the other form", "'" + run.operation() + "'");
        }
        var needs = new LinkedHashSet<Need>();
        run.call().awaits().forEach(await -> needs.add(need(await, labels)));
        var args =
                Await.replaced(
                        WasmArgs.of(run),
                        (branch, target) -> tied(branch, target, labels).encode());
        return new Job(
                label,
                Optional.empty(),
                Task.WASM_RUN,
                (Ipld.Map) args,
                bytes(run.nonce()),
                Wish.of(terms(node.field("meta")).config()),
                List.copyOf(needs),
                task.proofs(),
                Optional.of(task),
                Optional.empty());
    }

    private static Need need(Await await, Map<Cid, String> labels) {
        var label = labels.get(await.target());
        return label == null
                ? new Need.Outside(await.target(), await.branch())
                : new Need.Beside(label, await.branch());
    }

    private static Need tied(Branch branch, Ipld target, Map<Cid, String> labels) {
        return need(new Await(branch, ((Ipld.Link) target).cid()), labels);
    }

    private static Bytes bytes(Nonce nonce) {
        return switch (nonce) {
            case Nonce.Pure() -> Bytes.EMPTY;
            case Nonce.Raw(var bytes) -> bytes;
            case Nonce.Spelled spelled -> spelled.bytes();
        };
    }

    /// In Homestar `meta` may be anything; what is no map says nothing.
    private static Terms terms(Node meta) throws MalformedException {
        return meta.value() instanceof Ipld.Map ? Terms.ofMeta(meta) : Terms.NONE;
    }
}
