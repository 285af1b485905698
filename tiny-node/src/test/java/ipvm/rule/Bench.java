package ipvm.rule;

import ipvm.data.DagJson;
import ipvm.data.Ipld;
import ipvm.data.MalformedException;
import ipvm.task.Outcome;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// One rule with clocks that a test sets, whose state goes through its bytes at every step.
final class Bench {

    static final long START = Instant.parse("2026-03-01T00:00:00Z").toEpochMilli();

    private final Standing standing;
    private RuleState state;

    long wall = START;
    long monotonic = 5_000;
    long boot = 1;
    boolean isSet = true;
    final List<RuleAction> actions = new ArrayList<>();
    final List<RuleAction.Fire> fires = new ArrayList<>();

    private Bench(Rule rule) {
        this.standing = new Standing(rule, Limits.DEFAULT);
        this.state = RuleState.beginning(moment());
    }

    /// A rule that gives its event as it is to a function.
    static Bench of(String on, String more) throws MalformedException {
        return new Bench(
                RuleTest.rule(
                        "{'name':'x','on':"
                                + on
                                + ",'out':'o','do':{'mod':'file:m','fun':'f','params':"
                                + "[{'event':'.'}]}"
                                + more
                                + "}"));
    }

    Bench began() throws MalformedException {
        step(new RuleEvent.Tick());
        return this;
    }

    RuleState state() {
        return state;
    }

    Moment moment() {
        return new Moment(wall, isSet, monotonic, boot);
    }

    /// Takes one event; answers the events that were given to new firings.
    List<Ipld> step(RuleEvent event) throws MalformedException {
        var step = standing.step(state, event, moment());
        state = RuleState.decode(step.next().encode(), Limits.DEFAULT);
        if (!state.equals(step.next())) {
            throw new AssertionError(state + " is not " + step.next());
        }
        actions.clear();
        actions.addAll(step.actions());
        var given = new ArrayList<Ipld>();
        for (var action : step.actions()) {
            if (action instanceof RuleAction.Fire fire) {
                fires.add(fire);
                given.add(params(fire).getFirst());
            }
        }
        return given;
    }

    List<Ipld> tick() throws MalformedException {
        return step(new RuleEvent.Tick());
    }

    List<Ipld> arrive(String json) throws MalformedException {
        return step(new RuleEvent.Arrived(DagJson.read(json.replace('\'', '"'))));
    }

    /// Time passes on both clocks.
    Bench pass(long millis) {
        wall += millis;
        monotonic += millis;
        return this;
    }

    /// The board is off for so long.
    Bench reboot(long millis) {
        wall += millis;
        monotonic = 777;
        boot++;
        return this;
    }

    /// Time passes until something fires, each wake kept; answers the event and empties the slot.
    List<Ipld> untilFired(int stepsMax) throws MalformedException {
        for (int i = 0; i < stepsMax; i++) {
            pass(wake());
            var given = tick();
            if (!given.isEmpty()) {
                endAll();
                return given;
            }
        }
        throw new AssertionError("nothing fires");
    }

    long wake() {
        return actions.stream()
                .filter(RuleAction.Wake.class::isInstance)
                .map(action -> ((RuleAction.Wake) action).millis())
                .findFirst()
                .orElseThrow();
    }

    void endAll() throws MalformedException {
        while (!state.flights().isEmpty()) {
            end(Ipld.ofNull());
        }
    }

    /// The oldest firing ends with a value.
    List<Ipld> end(Ipld value) throws MalformedException {
        return end(new Outcome.Ok(value), 1);
    }

    List<Ipld> end(Outcome outcome, long fuel) throws MalformedException {
        long firing = state.flights().getFirst().firing();
        return step(new RuleEvent.Ended(firing, outcome, fuel));
    }

    static List<Ipld> params(RuleAction.Fire fire) {
        var args = (Ipld.Map) fire.work().body().find("args").orElseThrow();
        return ((Ipld.List) args.find("params").orElseThrow()).items();
    }

    List<String> said() {
        return actions.stream()
                .filter(RuleAction.Say.class::isInstance)
                .map(action -> ((RuleAction.Say) action).text())
                .toList();
    }
}
