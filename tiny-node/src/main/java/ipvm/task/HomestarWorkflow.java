package ipvm.task;

import ipvm.data.Bytes;
import ipvm.data.Cid;
import ipvm.data.DagJson;
import ipvm.data.Ipld;
import ipvm.data.MalformedException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/// Tasks that are asked for together; what awaits what is said by their arguments alone.
public record HomestarWorkflow(List<HomestarTask> tasks) implements HomestarDocument {

    public HomestarWorkflow {
        tasks = List.copyOf(tasks);
    }

    @Override
    public Ipld encode() {
        return Ipld.map("tasks", new Ipld.List(tasks.stream().map(HomestarTask::encode).toList()));
    }

    /// Reads what a person wrote; every fault is named by line and column.
    ///
    /// @param answered which instructions of other workflows have an end that may be awaited
    public static HomestarWorkflow read(Bytes json, Limits limits, Predicate<Cid> answered)
            throws MalformedException {
        var value = DagJson.readHomestar(json, limits.ofData());
        return of(new Node(value, Place.root("workflow"), Source.json(json)), limits, answered);
    }

    /// Reads the block of a workflow.
    ///
    /// @param answered which instructions of other workflows have an end that may be awaited
    public static HomestarWorkflow decode(Bytes cbor, Limits limits, Predicate<Cid> answered)
            throws MalformedException {
        return of(Node.binary("workflow", cbor, limits), limits, answered);
    }

    static HomestarWorkflow of(Node node, Limits limits, Predicate<Cid> answered)
            throws MalformedException {
        var nodes = node.only(Set.of("tasks")).field("tasks").items(limits.tasksMax());
        var tasks = new ArrayList<HomestarTask>();
        for (var task : nodes) {
            tasks.add(HomestarTask.of(task, limits));
        }
        var names = tasks.stream().map(task -> task.run().cid()).collect(Collectors.toSet());
        for (var task : nodes) {
            requireAnswers(task, answered.or(names::contains));
        }
        return new HomestarWorkflow(tasks);
    }

    /// An await without an answer would wait for ever. Names cover the awaits of what they name, so
    /// a ring of tasks cannot be written down without one.
    private static void requireAnswers(Node task, Predicate<Cid> known) throws MalformedException {
        for (var place : Await.places(task.field("run").field("input").field("args"))) {
            for (var await : Await.in(place.value())) {
                if (!known.test(await.target())) {
                    throw place.malformed(
                            "an await of a task of this workflow, or of one that was answered",
                            await.target().toString());
                }
            }
        }
    }
}
