package ipvm.rule;

import java.util.Optional;

/// How much a rule may ask of the node.
///
/// @param queue waiting events
/// @param rate how often it may fire
/// @param fuel how much its firings may burn
public record Bound(int queue, Full full, Optional<Per> rate, Optional<Per> fuel) {

    /// What happens to an event that finds the queue full.
    public enum Full {
        /// The event that waits longest goes.
        OLDEST,
        /// The event that comes is not taken.
        NEWEST,
        /// It is laid over the one that came before it.
        MERGE
    }
}
