package ipvm.node;

import ipvm.schedule.Bounds;
import ipvm.task.Workflow;
import ipvm.ucan.Grant;

/// A workflow that is to be run, by whose authority, and within what where its jobs say nothing.
///
/// @param most what no job gets more of
public record Plan(Workflow workflow, Grant grant, Bounds normal, Bounds most) {}
