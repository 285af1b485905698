package ipvm.rule;

import ipvm.data.Cid;
import ipvm.data.Ipld;
import ipvm.data.MalformedException;
import ipvm.task.Node;
import ipvm.task.Workflow;
import ipvm.ucan.Command;
import ipvm.ucan.Selector;
import java.util.Set;

/// Reads what a rule does: `{mod, fun, params}`, `{cmd, args}`, or a workflow with `tasks`.
///
/// A workflow is read as one, with its holes for data: what is wrong with it is said now and not
/// when it first fires.
final class WorkReader {

    private static final int SELECTOR_CHARS_MAX = 1_024;

    private final boolean hasState;

    WorkReader(boolean hasState) {
        this.hasState = hasState;
    }

    Work work(Node work) throws MalformedException {
        var map = work.map();
        if (map.find("tasks").isPresent()) {
            return workflow(work);
        }
        if (map.find("cmd").isPresent()) {
            return task(work);
        }
        if (map.find("mod").isPresent()) {
            return call(work);
        }
        throw work.malformed(
                "a task {mod, fun, params} or {cmd, args}, or a workflow {tasks}",
                map.entries().stream().map(Ipld.Entry::key).toList().toString());
    }

    private Work workflow(Node work) throws MalformedException {
        var tasks = work.field("tasks");
        if (tasks.map().entries().isEmpty()) {
            throw tasks.malformed("a task", "none");
        }
        if (hasState) {
            throw work.malformed("one function that keeps the state", "a workflow");
        }
        for (var label : tasks.map().entries()) {
            holesIn(tasks.field(label.key()).field("args"));
        }
        Workflow.of(work, ipvm.task.Limits.DEFAULT, answered -> true);
        return new Work(work.map(), true);
    }

    private Work task(Node work) throws MalformedException {
        work.only(Set.of("cmd", "args"));
        var command = work.field("cmd");
        var text = command.text();
        try {
            Command.parse(text);
        } catch (MalformedException e) {
            throw command.malformed(e.what(), e.found());
        }
        var args = work.field("args");
        if (text.equals(Work.RUN)) {
            function(args);
        } else if (hasState) {
            throw command.malformed("a function that keeps the state", "'" + text + "'");
        }
        holesIn(args);
        return new Work(work.map(), false);
    }

    private Work call(Node work) throws MalformedException {
        function(work);
        holes(work.field("params"));
        return new Work(Ipld.map("cmd", Ipld.of(Work.RUN), "args", work.map()), false);
    }

    private static void function(Node args) throws MalformedException {
        args.only(Set.of("mod", "fun", "params"));
        module(args.field("mod"));
        args.field("fun").text();
        args.field("params").items(Integer.MAX_VALUE);
    }

    private static void module(Node node) throws MalformedException {
        if (node.value() instanceof Ipld.Link) {
            return;
        }
        var text = node.text();
        if (text.startsWith("file:") && text.length() > "file:".length()) {
            return;
        }
        try {
            Cid.parse(text.startsWith("ipfs://") ? text.substring("ipfs://".length()) : "");
        } catch (MalformedException e) {
            throw node.malformed("ipfs://CID, file:PATH or a link", "'" + text + "'");
        }
    }

    /// The arguments as a whole are none: a task has a map of them, whatever the event is.
    private static void holesIn(Node args) throws MalformedException {
        for (var entry : args.map().entries()) {
            holes(args.field(entry.key()));
        }
    }

    /// What only looks like a hole is refused: taken as plain data it would reach the function in
    /// place of the event.
    private static void holes(Node node) throws MalformedException {
        if (node.value() instanceof Ipld.List) {
            for (var item : node.items(Integer.MAX_VALUE)) {
                holes(item);
            }
        }
        if (!(node.value() instanceof Ipld.Map map)) {
            return;
        }
        if (Work.isHole(map)) {
            selector(node.field(Work.HOLE));
            return;
        }
        for (var entry : map.entries()) {
            holes(node.field(entry.key()));
        }
    }

    private static void selector(Node node) throws MalformedException {
        var text = node.text();
        if (text.length() > SELECTOR_CHARS_MAX) {
            throw node.malformed(
                    "a selector of at most " + SELECTOR_CHARS_MAX + " characters",
                    text.length() + " characters");
        }
        try {
            Selector.parse(text);
        } catch (MalformedException e) {
            throw node.malformed(e.what(), e.found());
        }
    }
}
