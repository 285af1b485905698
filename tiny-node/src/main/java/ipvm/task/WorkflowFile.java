package ipvm.task;

import ipvm.data.Bytes;
import ipvm.data.Cid;
import ipvm.data.DagJson;
import ipvm.data.Ipld;
import ipvm.data.MalformedException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/// A workflow as a person hands it in: a text that may ask for files beside it to be put first.
///
/// @param files what it asks for, in the order of the document
public record WorkflowFile(Workflow workflow, List<FileReference> files, Limits limits) {

    public WorkflowFile {
        files = List.copyOf(files);
    }

    /// Reads either form; every fault is named by line and column.
    ///
    /// @param answered which tasks of other workflows have an end that may be awaited
    public static WorkflowFile read(Bytes json, Limits limits, Predicate<Cid> answered)
            throws MalformedException {
        var root = node(DagJson.readHomestar(json, limits.ofData()), json);
        if (Workflow.isHomestar(root)) {
            return new WorkflowFile(Workflow.of(root, limits, answered), List.of(), limits);
        }
        // integers beyond 64 bits are floats in Homestar's form only
        var inner = IpvmForm.inner(node(DagJson.read(json, limits.ofData()), json));
        var workflow = IpvmForm.read(inner, limits, answered);
        return new WorkflowFile(workflow, files(inner), limits);
    }

    private static Node node(Ipld value, Bytes json) {
        return new Node(value, Place.root("workflow"), Source.json(json));
    }

    private static List<FileReference> files(Node inner) throws MalformedException {
        var files = new ArrayList<FileReference>();
        var tasks = inner.field("tasks");
        for (var entry : tasks.map().entries()) {
            collect(tasks.under(entry), files);
        }
        var rescue = inner.findSaid("catch");
        if (rescue.isPresent()) {
            collect(rescue.get(), files);
        }
        return files;
    }

    /// What is signed stands as it is.
    private static void collect(Node task, List<FileReference> files) throws MalformedException {
        if (task.value() instanceof Ipld.Map) {
            FileReference.collect(task.field("args"), files);
        }
    }

    /// The workflow with links in place of the files, by their paths; only now has it a name that
    /// others know.
    public Workflow with(Map<String, Cid> links) throws MalformedException {
        if (files.isEmpty()) {
            return workflow;
        }
        var document = (Ipld.Map) workflow.document();
        for (var file : files) {
            if (!links.containsKey(file.path())) {
                throw file.malformed("a file that was put", "'" + file.path() + "'");
            }
        }
        var tasks = new ArrayList<Ipld.Entry>();
        for (var entry : ((Ipld.Map) document.find("tasks").orElseThrow()).entries()) {
            tasks.add(new Ipld.Entry(entry.key(), linked(entry.value(), links)));
        }
        var linked = document.with("tasks", new Ipld.Map(tasks));
        var rescue = document.find("catch");
        if (rescue.isPresent()) {
            linked = linked.with("catch", linked(rescue.get(), links));
        }
        return Workflow.of(Node.of("workflow", linked), limits, cid -> true);
    }

    private static Ipld linked(Ipld task, Map<String, Cid> links) {
        if (!(task instanceof Ipld.Map map)) {
            return task;
        }
        var args = map.find("args").orElseThrow();
        return map.with("args", FileReference.replaced(args, links));
    }
}
