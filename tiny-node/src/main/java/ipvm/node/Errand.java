package ipvm.node;

import ipvm.data.Bytes;
import ipvm.data.DagCbor;
import ipvm.data.HashFunction;
import ipvm.data.Ipld;
import ipvm.data.MalformedException;
import ipvm.data.Multihash;
import ipvm.key.Did;
import ipvm.rule.Work;
import ipvm.task.Limits;
import ipvm.task.Node;
import ipvm.task.Task;
import ipvm.task.Workflow;
import ipvm.ucan.Command;
import java.util.ArrayList;

/// The work of one firing as tasks with names of their own.
///
/// What touches the world has a nonce that follows from the rule and the number of the firing: a
/// firing that is taken up after a restart asks for the same task, and is told what came of it.
///
/// @param generation which of all rules that were ever added here, so that one that comes after
///   another of the same name asks for other tasks
record Errand(String rule, long generation, long firing) {

    private static final int NONCE_BYTES = 16;
    private static final String CMD = "cmd";
    private static final String NONCE = "nonce";

    Task task(Work work, Did subject) throws MalformedException {
        return task(work.body(), subject, "");
    }

    /// What a function with a state wants to follow: `{cmd, args}` or `{mod, fun, params}`.
    Task fork(Ipld invocation, int index, Did subject) throws MalformedException {
        var node = Node.of("fx", invocation);
        var body =
                node.map().find("mod").isPresent()
                        ? Ipld.map(CMD, Ipld.of(Task.WASM_RUN.text()), "args", invocation)
                        : node.only(java.util.Set.of(CMD, "args")).map();
        return task(body, subject, "fx" + index);
    }

    private Task task(Ipld.Map body, Did subject, String label) throws MalformedException {
        var node = Node.of("task", body);
        var command = Command.parse(node.field(CMD).text());
        var nonce = command.equals(Task.WASM_RUN) ? Bytes.EMPTY : nonce(label, Bytes.EMPTY);
        return new Task(subject, command, node.field("args").map(), nonce);
    }

    Workflow workflow(Work work) throws MalformedException {
        var tasks = new ArrayList<Ipld.Entry>();
        for (var task : Node.of("workflow", work.body()).field("tasks").map().entries()) {
            tasks.add(new Ipld.Entry(task.key(), fresh(task)));
        }
        var document = work.body().with("tasks", new Ipld.Map(tasks));
        return Workflow.of(Node.of("workflow", document), Limits.DEFAULT, answered -> true);
    }

    /// A function that is pure stays the same task in every firing.
    private Ipld fresh(Ipld.Entry entry) throws MalformedException {
        var task = Node.of(entry.key(), entry.value());
        var nonce = task.find(NONCE).map(Node::value).orElse(Ipld.ofNull());
        boolean isNamed =
                !(nonce instanceof Ipld.Null)
                        && !nonce.equals(Ipld.of(""))
                        && !nonce.equals(Ipld.of(Bytes.EMPTY));
        if (!isNamed && task.field(CMD).text().equals(Task.WASM_RUN.text())) {
            return entry.value();
        }
        return task.map().with(NONCE, Ipld.of(nonce(entry.key(), DagCbor.encode(nonce))));
    }

    private Bytes nonce(String label, Bytes own) {
        var name =
                Ipld.list(
                        Ipld.of(rule),
                        Ipld.of(generation),
                        Ipld.of(firing),
                        Ipld.of(label),
                        Ipld.of(own));
        return nonce(name);
    }

    /// A nonce that follows from what it is for, and from nothing else.
    static Bytes nonce(Ipld name) {
        return Multihash.of(HashFunction.SHA2_256, DagCbor.encode(name))
                .digest()
                .slice(0, NONCE_BYTES);
    }
}
