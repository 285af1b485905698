package ipvm.rule;

import java.util.List;
import java.util.OptionalLong;

/// The machine of one rule: an event in, the next state and what is to be done out.
///
/// There is no clock, no disk and no thread in it. Whoever runs it commits the new state together
/// with the end of the event, and then does the actions in their order.
public final class Standing {

    private final Rule rule;
    private final Limits limits;

    public Standing(Rule rule, Limits limits) {
        this.rule = rule;
        this.limits = limits;
    }

    /// What a step comes to.
    ///
    /// @param next the state to commit; the very same object where there is nothing to write
    public record Step(RuleState next, List<RuleAction> actions) {
        public Step {
            actions = List.copyOf(actions);
        }
    }

    public Rule rule() {
        return rule;
    }

    public Step step(RuleState state, RuleEvent event, Moment moment) {
        var turn = new Turn(rule, limits, state, moment);
        turn.begin();
        switch (event) {
            case RuleEvent.Tick() -> {}
            case RuleEvent.Arrived(var arrived) -> turn.arrive(arrived);
            case RuleEvent.Ended ended -> turn.end(ended);
            case RuleEvent.Pause(var why) -> turn.pause(why);
            case RuleEvent.Resume() -> turn.resume();
        }
        turn.fire();
        return turn.done();
    }

    /// When time will bring something next, as far as that is known.
    public OptionalLong nextMillis(RuleState state, long nowMillis) {
        if (state.pausedWhy().isPresent()) {
            return OptionalLong.empty();
        }
        return switch (rule.on()) {
            case On.Every every -> {
                var pace = state.pace();
                boolean isKnown = state.dueMillis() >= 0 && pace.seenWallMillis() >= 0;
                long due = pace.seenWallMillis() + state.dueMillis() - pace.seenMillis();
                yield isKnown ? OptionalLong.of(Math.max(due, nowMillis)) : OptionalLong.empty();
            }
            case On.Times times ->
                    state.fired().stretches().isEmpty()
                            ? times.cron().next(nowMillis)
                            : state.fired().next(times.cron());
            case On.Receipt receipt -> OptionalLong.empty();
            case On.Event event -> OptionalLong.empty();
        };
    }
}
