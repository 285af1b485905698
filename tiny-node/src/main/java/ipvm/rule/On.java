package ipvm.rule;

import ipvm.data.Ipld;
import ipvm.ucan.Policy;

/// What a rule waits for.
public sealed interface On {

    /// A span of time, counted on a clock that nobody sets.
    record Every(long millis, Missed missed) implements On {}

    /// Times of the calendar.
    ///
    /// @param runsUnset whether it runs on a clock that nobody has set yet
    record Times(Cron cron, Missed missed, boolean runsUnset) implements On {}

    /// A receipt that satisfies a policy.
    record Receipt(Policy policy) implements On {}

    /// Something that a [Trigger] knows.
    ///
    /// @param on all that the rule says about it
    record Event(String trigger, Ipld.Map on) implements On {}

    /// What becomes of the times that passed while nobody could fire them.
    enum Missed {
        /// They are gone.
        SKIP,
        /// One firing stands for all of them.
        ONCE,
        /// Each is made up for, the latest of them at least.
        ALL
    }
}
