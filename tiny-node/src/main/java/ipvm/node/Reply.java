package ipvm.node;

import ipvm.data.Cid;
import ipvm.store.Filed;
import ipvm.store.StoreException;
import ipvm.task.Job;
import ipvm.task.Outcome;
import ipvm.task.Receipt;
import ipvm.task.Result;
import java.util.Optional;

/// What an asker is told.
public sealed interface Reply {

    /// It is over, and this is durable.
    ///
    /// @param isRecalled whether it was run for somebody before
    record Ended(Receipt receipt, Filed filed, boolean isRecalled) implements Reply {}

    /// It ended before anything was run, so that there is nothing to sign.
    record Unsigned(Outcome outcome) implements Reply {}

    /// A workflow was taken on; its jobs follow.
    record Begun(Cid workflow) implements Reply {}

    /// A job of a workflow is over.
    ///
    /// @param result what it counts for, after whatever catches failures
    record Step(Job job, Reply reply, Result result) implements Reply {}

    /// All jobs of a workflow are over.
    record Whole(Cid workflow, long done, long failed) implements Reply {}

    /// It was taken on and will be done, whatever happens.
    record Accepted() implements Reply {}

    /// The asker may not.
    record Denied(String why) implements Reply {}

    /// Not now: the queue is full, or the board has no room for it at the moment.
    record Busy(String why, long retryAfterMillis) implements Reply {}

    /// The store cannot keep what would come of it.
    record Full(String why) implements Reply {}

    /// Something that it needs is not here.
    record Missing(String what) implements Reply {}

    /// The module is none, or none that is taken here.
    record Refused(String why) implements Reply {}

    /// The store itself is at fault.
    record Broken(String why) implements Reply {}

    /// How the task has ended that was asked for, if this says that it has; what could not be begun
    /// for now has not.
    default Optional<Outcome> end() {
        return switch (this) {
            case Ended ended -> Optional.of(ended.receipt.outcome());
            case Unsigned(var outcome) -> Optional.of(outcome);
            case Denied(var why) -> Optional.of(new Outcome.Denied(why));
            case Missing(var what) -> Optional.of(new Outcome.Failed("Missing", what));
            case Refused(var why) -> Optional.of(new Outcome.Failed("Refused", why));
            case Cancelled c -> Optional.of(new Outcome.Failed("Cancelled", "it was taken back"));
            case Busy b -> Optional.empty();
            case Full f -> Optional.empty();
            case Broken b -> Optional.empty();
            case Accepted a -> Optional.empty();
            case Begun b -> Optional.empty();
            case Step s -> Optional.empty();
            case Whole w -> Optional.empty();
        };
    }

    /// What a store says to somebody who asked for a task.
    static Reply of(StoreException fault) {
        var why = String.valueOf(fault.getMessage());
        return fault.kind() == StoreException.Kind.FULL ? new Full(why) : new Broken(why);
    }

    /// Whoever may took it back.
    record Cancelled() implements Reply {}
}
