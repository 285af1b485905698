package ipvm.node;

import ipvm.data.Cid;
import ipvm.task.Task;
import java.util.Optional;

/// Work that was taken on and is not over.
///
/// @param name what it can be waited for and cancelled by
/// @param task none for a workflow
public record UnderWay(Cid name, Optional<Task> task, State state) {

    /// How far it is.
    public enum State {
        /// Written down; it is begun when there is room, or at the next start.
        ACCEPTED,
        QUEUED,
        RUNNING
    }

    /// Whether this is one of its names.
    public boolean isCalled(Cid cid) {
        return name.equals(cid) || task.filter(it -> it.names().contains(cid)).isPresent();
    }
}
