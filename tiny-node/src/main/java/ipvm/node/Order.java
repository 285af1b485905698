package ipvm.node;

import ipvm.data.Cid;
import ipvm.schedule.Bounds;
import ipvm.task.Task;
import ipvm.ucan.Grant;
import java.util.ArrayList;
import java.util.List;

/// A task that somebody may ask for, and what it may cost.
///
/// @param grant by what authority, with the budgets that it draws on
/// @param priority -1 to 1, among the asker's own
/// @param aliases what its end shall be found under besides the task's own names
public record Order(Task task, Bounds bounds, Grant grant, int priority, List<Cid> aliases) {

    public Order {
        aliases = List.copyOf(aliases);
    }

    public static Order of(Task task, Bounds bounds, Grant grant) {
        return new Order(task, bounds, grant, 0, List.of());
    }

    Order within(Bounds other) {
        return new Order(task, other, grant, priority, aliases);
    }

    /// Every name of the task, its own among UCANs first.
    List<Cid> names() {
        var names = new ArrayList<>(task.names());
        aliases.stream().filter(alias -> !names.contains(alias)).forEach(names::add);
        return List.copyOf(names);
    }
}
