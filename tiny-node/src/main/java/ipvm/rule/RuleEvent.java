package ipvm.rule;

import ipvm.data.Ipld;
import ipvm.task.Outcome;

/// What happens to a rule.
public sealed interface RuleEvent {

    /// Time passed, the node began, or a clock was set.
    record Tick() implements RuleEvent {}

    /// What the rule waits for, from outside.
    record Arrived(Ipld event) implements RuleEvent {}

    /// A firing came to its end.
    ///
    /// @param fuel what it burnt
    record Ended(long firing, Outcome outcome, long fuel) implements RuleEvent {}

    /// Somebody wants it to rest.
    record Pause(String why) implements RuleEvent {}

    /// Somebody wants it to go on.
    record Resume() implements RuleEvent {}
}
