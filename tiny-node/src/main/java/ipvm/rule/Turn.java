package ipvm.rule;

import ipvm.data.DagCbor;
import ipvm.data.Ipld;
import ipvm.data.MalformedException;
import ipvm.rule.RuleState.Counts;
import ipvm.rule.RuleState.Flight;
import ipvm.rule.RuleState.Kept;
import ipvm.rule.RuleState.Waiting;
import ipvm.task.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// One step of one rule, while it is being made.
final class Turn {

    private static final int SAID_CHARS_MAX = 300;

    private final Rule rule;
    private final Limits limits;
    private final RuleState before;
    private final Moment moment;
    private final boolean isNewBoot;
    private final Pace pace;
    private final long now;

    private final Line line;
    private final Purse purse;
    private final List<Flight> flights;
    private final List<RuleAction> actions = new ArrayList<>();
    private Schedule schedule;
    private Counts counts;
    private Kept kept;
    private Optional<String> paused;

    Turn(Rule rule, Limits limits, RuleState state, Moment moment) {
        this.rule = rule;
        this.limits = limits;
        this.before = state;
        this.moment = moment;
        this.isNewBoot = !state.pace().isOf(moment);
        this.pace = state.pace().goingOn(moment);
        this.now = pace.now(moment);
        this.line = new Line(rule, limits, state);
        this.purse = new Purse(rule.bound(), state.spent(), now);
        this.flights = new ArrayList<>(state.flights());
        this.schedule = new Schedule(rule.on(), limits, state.dueMillis(), state.fired());
        this.counts = state.counts();
        this.kept = state.kept();
        this.paused = state.paused();
    }

    /// What a boot lost is done again, and what the time has brought is taken in.
    void begin() {
        if (isNewBoot) {
            kept.result().ifPresent(this::show);
            List.copyOf(flights).forEach(this::start);
        }
        if (paused.isPresent()) {
            return;
        }
        var brought = schedule.at(new Schedule.Now(moment, now, isNewBoot));
        schedule = brought.next();
        drop(brought.dropped());
        brought.events().forEach(this::queue);
    }

    void arrive(Ipld event) {
        int bytes = DagCbor.encode(event).size();
        if (bytes > limits.eventBytesMax()) {
            drop(1);
            say("an event of " + bytes + " bytes is too large; at most " + limits.eventBytesMax());
        } else if (rule.on() instanceof On.Receipt(var policy) && !policy.allows(event)) {
            return;
        } else if (paused.isPresent()) {
            drop(1);
        } else {
            queue(event);
        }
    }

    /// An end that is told twice, after a restart, is taken once.
    void end(RuleEvent.Ended ended) {
        if (!flights.removeIf(flight -> flight.firing() == ended.firing())) {
            return;
        }
        purse.burn(ended.fuel());
        switch (ended.outcome()) {
            case Outcome.Ok(var value) -> take(ended.firing(), value);
            case Outcome.Failed(var name, var message) -> fail(name + ": " + message);
            case Outcome.Trapped(var reason) -> fail("trapped: " + reason);
            case Outcome.OutOfFuel(var limit) -> fail("out of fuel after " + limit);
            case Outcome.OutOfMemory(var limit) -> fail("out of memory at " + limit + " bytes");
            case Outcome.TimedOut(var limit) -> fail("not done within " + limit + " ms");
            case Outcome.Denied(var why) -> fail("denied: " + why);
            case Outcome.Unknown(var intent) -> fail("nobody knows whether it was done: " + intent);
        }
    }

    void pause(String why) {
        paused = Optional.of(clip(why));
        say("paused: " + clip(why));
    }

    /// Times that passed while it was paused are not made up for.
    void resume() {
        if (paused.isEmpty()) {
            return;
        }
        paused = Optional.empty();
        counts = failures(0);
        schedule = schedule.anew(new Schedule.Now(moment, now, isNewBoot));
        say("resumed");
    }

    /// Fires as long as something waits and nothing forbids it.
    void fire() {
        while (paused.isEmpty() && !line.isEmpty() && flights.size() < flightsMax()) {
            if (!purse.mayFire()) {
                return;
            }
            purse.takeOne();
            var given = line.next();
            var flight = new Flight(counts.firings(), given);
            counts = numbered();
            flights.add(flight);
            start(flight);
        }
    }

    Standing.Step done() {
        boolean isTimed = rule.on() instanceof On.Every || rule.on() instanceof On.Times;
        if (paused.isEmpty() && (isTimed || !line.isEmpty())) {
            actions.add(new RuleAction.Wake(wake()));
        }
        var next = state(pace);
        boolean isSame = !isNewBoot && next.equals(before);
        return new Standing.Step(isSame ? before : state(pace.seen(moment)), actions);
    }

    private RuleState state(Pace at) {
        return new RuleState(
                at,
                schedule.dueMillis(),
                schedule.fired(),
                line.queue(),
                line.window(),
                flights,
                counts,
                purse.spent(),
                kept,
                paused);
    }

    private long wake() {
        long millis = schedule.wait(moment, now);
        if (!line.isEmpty() && flights.size() < flightsMax()) {
            millis = Math.min(millis, purse.waitMillis());
        }
        return Math.clamp(millis, 1, limits.wakeMillisMax());
    }

    /// A state has one history, fuel that is left can be given once, and windows are large.
    private int flightsMax() {
        boolean isAlone =
                rule.hasState() || rule.bound().fuel().isPresent() || rule.window().isPresent();
        return isAlone ? 1 : limits.flightsMax();
    }

    private void start(Flight flight) {
        try {
            var work = rule.work().bound(flight.given());
            var whole = rule.hasState() ? work.withParameter(kept.state()) : work;
            actions.add(new RuleAction.Fire(flight.firing(), whole, purse.left()));
        } catch (MalformedException e) {
            flights.remove(flight);
            fail(e.getMessage());
        }
    }

    private void take(long firing, Ipld value) {
        if (!rule.hasState()) {
            succeed(firing, value);
            return;
        }
        try {
            var answer = Answer.read(value, limits);
            kept = new Kept(answer.state(), kept.result(), kept.firing(), kept.error());
            if (!answer.fx().isEmpty()) {
                actions.add(new RuleAction.Fork(firing, answer.fx()));
            }
            succeed(firing, answer.out());
        } catch (MalformedException e) {
            fail(e.getMessage());
        }
    }

    /// A result that is older than the one that is shown comes too late.
    private void succeed(long firing, Ipld value) {
        counts = failures(0);
        if (firing > kept.firing()) {
            boolean isSmall = DagCbor.encode(value).size() <= limits.resultBytesMax();
            var result = isSmall ? Optional.of(value) : Optional.<Ipld>empty();
            kept = new Kept(kept.state(), result, firing, kept.error());
            show(value);
        }
    }

    private void fail(String what) {
        var text = clip(what);
        kept = new Kept(kept.state(), kept.result(), kept.firing(), Optional.of(text));
        int inRow = counts.failuresInRow() + 1;
        counts =
                new Counts(
                        counts.firings(),
                        counts.fired(),
                        counts.errors() + 1,
                        counts.dropped(),
                        inRow);
        say("failed: " + text);
        if (inRow >= limits.failuresMax() && paused.isEmpty()) {
            pause(inRow + " failures in a row, the last: " + text);
        }
    }

    private void queue(Ipld event) {
        drop(line.add(new Waiting(now, event)));
    }

    private void show(Ipld value) {
        rule.out().ifPresent(out -> actions.add(new RuleAction.Show(out, value)));
    }

    private void say(String text) {
        actions.add(new RuleAction.Say(text));
    }

    private void drop(long count) {
        counts =
                new Counts(
                        counts.firings(),
                        counts.fired(),
                        counts.errors(),
                        counts.dropped() + count,
                        counts.failuresInRow());
    }

    private Counts failures(int inRow) {
        return new Counts(
                counts.firings(), counts.fired(), counts.errors(), counts.dropped(), inRow);
    }

    private Counts numbered() {
        return new Counts(
                counts.firings() + 1,
                counts.fired() + 1,
                counts.errors(),
                counts.dropped(),
                counts.failuresInRow());
    }

    private static String clip(String text) {
        return text.length() <= SAID_CHARS_MAX ? text : text.substring(0, SAID_CHARS_MAX) + "...";
    }
}
