package ipvm.rule;

import ipvm.data.Ipld;
import java.util.List;
import java.util.OptionalLong;

/// What a rule wants done once its new state is durable.
public sealed interface RuleAction {

    /// To run its work.
    ///
    /// After a restart the same firing is asked for again, with the same work: its number belongs
    /// into the nonce of what is run, so that it is recognised.
    ///
    /// @param fuel what is left of the rule's fuel
    record Fire(long firing, Work work, OptionalLong fuel) implements RuleAction {}

    /// To be told of the time after so long at the latest.
    record Wake(long millis) implements RuleAction {}

    /// To show a result.
    record Show(String out, Ipld value) implements RuleAction {}

    /// To run invocations that a function with a state asked for, under the rule's grant.
    record Fork(long firing, List<Ipld> invocations) implements RuleAction {
        public Fork {
            invocations = List.copyOf(invocations);
        }
    }

    /// To say something to whoever watches the rule.
    record Say(String text) implements RuleAction {}
}
