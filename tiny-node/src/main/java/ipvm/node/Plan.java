package ipvm.node;

import ipvm.schedule.Bounds;
import ipvm.task.Workflow;
import ipvm.ucan.Grant;

/// A workflow that is to be run, by whose authority, and within what where its jobs say nothing.
///
/// @param mayCommand whether it may do something to the world; whoever hands it in sees to it that
///   it does not ask for that
/// @param most what no job gets more of
public record Plan(Workflow workflow, Grant grant, boolean mayCommand, Bounds normal, Bounds most) {

    public Plan(Workflow workflow, Grant grant, Bounds normal, Bounds most) {
        this(workflow, grant, true, normal, most);
    }
}
