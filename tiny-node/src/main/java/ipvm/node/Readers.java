package ipvm.node;

import ipvm.key.Did;
import ipvm.task.Job;
import ipvm.task.Need;
import ipvm.task.Sealed;
import ipvm.task.Workflow;
import ipvm.ucan.Grant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// For whom the secrets of a workflow are sealed: who runs it and who asked for it, and of those
/// whom the workflow names whoever takes part in it, as the subject of the job or of one that takes
/// its end.
final class Readers {

    private final Set<Did> always;
    private final Map<String, Set<Did>> takers = new HashMap<>();

    Readers(Workflow workflow, Grant grant, Did node) {
        this.always = Stream.of(node, grant.holder()).collect(Collectors.toUnmodifiableSet());
        for (var job : workflow.jobs()) {
            job.subject().ifPresent(subject -> taker(job, subject));
        }
    }

    private void taker(Job job, Did subject) {
        take(job.label(), subject);
        for (var need : job.needs()) {
            if (need instanceof Need.Beside(var label, var branch)) {
                take(label, subject);
            }
        }
    }

    private void take(String label, Did subject) {
        takers.computeIfAbsent(label, l -> new HashSet<>()).add(subject);
    }

    /// Nobody for a job that is no secret; names to which nothing can be sealed are left out.
    Set<Did> of(Job job) {
        if (!job.config().isSecret()) {
            return Set.of();
        }
        return Stream.concat(always.stream(), takers.getOrDefault(job.label(), Set.of()).stream())
                .filter(Sealed::fits)
                .collect(Collectors.toUnmodifiableSet());
    }
}
