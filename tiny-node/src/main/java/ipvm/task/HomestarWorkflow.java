package ipvm.task;

import ipvm.data.Block;
import ipvm.data.Bytes;
import ipvm.data.Cid;
import ipvm.data.Ipld;
import ipvm.data.MalformedException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Tasks that are asked for together; what awaits what is said by their arguments alone.
public record HomestarWorkflow(List<HomestarTask> tasks) {

    public HomestarWorkflow {
        tasks = List.copyOf(tasks);
    }

    public Cid cid() {
        return block().cid();
    }

    public Block block() {
        return Homestar.block(encode());
    }

    public Ipld encode() {
        return Ipld.map("tasks", new Ipld.List(tasks.stream().map(HomestarTask::encode).toList()));
    }

    public static HomestarWorkflow decode(Bytes bytes, Limits limits) throws MalformedException {
        return of(Node.binary("workflow", bytes, limits), limits);
    }

    static HomestarWorkflow of(Node node, Limits limits) throws MalformedException {
        var tasks = new ArrayList<HomestarTask>();
        for (var task : node.only(Set.of("tasks")).field("tasks").items(limits.tasksMax())) {
            tasks.add(HomestarTask.of(task, limits));
        }
        return new HomestarWorkflow(tasks);
    }
}
