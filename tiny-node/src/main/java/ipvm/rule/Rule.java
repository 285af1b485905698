package ipvm.rule;

import ipvm.data.Bytes;
import ipvm.data.Cid;
import ipvm.data.MalformedException;
import java.util.Collection;
import java.util.Optional;

/// A standing workflow as its owner wrote it: when this happens, do that.
///
/// @param window how many events the work is given at once; without one it is given the event alone
/// @param hasState whether its function is given the state it returned the last time
/// @param out the outlet that shows the last result
/// @param keepMillis how long the receipts of its firings stay
/// @param grant the delegation under which its commands run; without one it has none
public record Rule(
        String name,
        On on,
        Optional<Span> window,
        boolean hasState,
        Work work,
        Optional<String> out,
        Bound bound,
        Optional<Long> keepMillis,
        Optional<Cid> grant) {

    /// Reads a rule file; every fault is named by line and column.
    ///
    /// @param triggers what there is to wait for beside times and receipts
    public static Rule read(Bytes json, Limits limits, Collection<? extends Trigger> triggers)
            throws MalformedException {
        return new RuleReader(limits, triggers).read(json);
    }
}
