package ipvm.rule;

import ipvm.data.Ipld;
import ipvm.rule.Recording.Line;
import ipvm.task.Outcome;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;

/// Plays a recording to a rule, on a clock that takes no time, and tells what it shows.
///
/// It is the machine that runs in the node, so what passes here passes there.
public final class Rehearsal {

    /// A rule that wakes more often than this in one rehearsal is no rule to test by playing.
    private static final int STEPS_MAX = 2_000_000;

    private final Standing standing;
    private final Interpreter interpreter;
    private final List<Line> shown = new ArrayList<>();
    private final List<String> said = new ArrayList<>();
    private final Queue<RuleAction.Fire> fires = new ArrayDeque<>();
    private RuleState state;
    private long begin;
    private long now;
    private long wake = Long.MAX_VALUE;
    private int steps;

    /// Does what a rule wants done: runs its task, with simulated effects.
    @FunctionalInterface
    public interface Interpreter {

        Ended run(RuleAction.Fire fire, long atMillis);

        /// Does what a function with a state asked for; answers which commands that gave.
        default List<Deed> follow(RuleAction.Fork fork, long atMillis) {
            return List.of();
        }

        /// What a rule may hold and ask for where this is.
        default Limits limits() {
            return Limits.DEFAULT;
        }
    }

    /// A command as it would have gone out to the world.
    public record Deed(String command, Ipld args) {}

    /// How that ended.
    ///
    /// @param deeds the commands that it gave
    public record Ended(Outcome outcome, long fuel, List<Deed> deeds) {

        public Ended {
            deeds = List.copyOf(deeds);
        }

        /// An end on which the world had no part.
        public Ended(Outcome outcome, long fuel) {
            this(outcome, fuel, List.of());
        }
    }

    /// What a rehearsal comes to.
    ///
    /// @param shown what was shown, in its order
    /// @param said what went wrong on the way
    /// @param difference the first difference from what was expected
    public record Verdict(
            String rule,
            List<Line> shown,
            List<String> said,
            RuleState.Counts counts,
            Optional<String> difference) {
        public Verdict {
            shown = List.copyOf(shown);
            said = List.copyOf(said);
        }

        /// The same under the name of the recording, where a rule has several.
        public Verdict named(String name) {
            return new Verdict(name, shown, said, counts, difference);
        }
    }

    private Rehearsal(Rule rule, Limits limits, Interpreter interpreter) {
        this.standing = new Standing(rule, limits);
        this.interpreter = interpreter;
        this.state = RuleState.beginning(moment());
    }

    /// Plays all of a recording and compares.
    public static Verdict play(
            Rule rule, Recording events, Recording expected, Interpreter interpreter) {
        var rehearsal = new Rehearsal(rule, interpreter.limits(), interpreter);
        rehearsal.play(events.lines());
        var difference = Difference.first(expected.lines(), rehearsal.shown);
        return new Verdict(
                rule.name(),
                rehearsal.shown,
                rehearsal.said,
                rehearsal.state.counts(),
                difference.map(text -> text + rehearsal.reason()));
    }

    private void play(List<Line> lines) {
        now = lines.isEmpty() ? 0 : lines.getFirst().atMillis().orElse(0L);
        begin = now;
        state = RuleState.beginning(moment());
        step(new RuleEvent.Tick());
        for (var line : lines) {
            passUntil(line.atMillis().orElse(now));
            step(line.value().<RuleEvent>map(RuleEvent.Arrived::new).orElse(new RuleEvent.Tick()));
        }
    }

    private void passUntil(long millis) {
        while (wake <= millis) {
            now = wake;
            step(new RuleEvent.Tick());
        }
        now = millis;
    }

    private void step(RuleEvent event) {
        one(event);
        while (!fires.isEmpty()) {
            var fire = fires.remove();
            var ended = interpreter.run(fire, now);
            ended.deeds().forEach(this::did);
            one(new RuleEvent.Ended(fire.firing(), ended.outcome(), ended.fuel()));
        }
    }

    private void one(RuleEvent event) {
        if (++steps > STEPS_MAX) {
            throw new IllegalStateException("more than " + STEPS_MAX + " steps");
        }
        var step = standing.step(state, event, moment());
        state = step.next();
        wake = Long.MAX_VALUE;
        step.actions().forEach(this::act);
    }

    private void act(RuleAction action) {
        switch (action) {
            case RuleAction.Fire fire -> fires.add(fire);
            case RuleAction.Wake(var millis) -> wake = now + millis;
            case RuleAction.Show(var out, var value) -> shown.add(line(out, value));
            case RuleAction.Fork fork -> interpreter.follow(fork, now).forEach(this::did);
            case RuleAction.Say(var text) -> said.add(text);
        }
    }

    /// A command stands among what is shown, under its own name.
    private void did(Deed deed) {
        shown.add(line(deed.command(), deed.args()));
    }

    private Line line(String out, Ipld value) {
        return new Line(Optional.of(now), Optional.of(out), Optional.of(value));
    }

    private String reason() {
        return said.isEmpty() ? "" : "; the rule said: " + said.getLast();
    }

    private Moment moment() {
        return new Moment(now, true, now - begin, 1);
    }
}
