package ipvm.rule;

import ipvm.data.Bytes;
import ipvm.data.DagCbor;
import ipvm.data.Ipld;
import ipvm.data.MalformedException;
import java.util.List;
import java.util.Optional;

/// All that a rule must still know after a power cut; one value, committed at once.
///
/// @param dueMillis when `every` is due next, in the rule's own time, or -1
/// @param queue events that wait
/// @param window events that were taken and are still shown
/// @param flights firings that have not ended
/// @param paused why it rests, if it does
public record RuleState(
        Pace pace,
        long dueMillis,
        Fired fired,
        List<Waiting> queue,
        List<Waiting> window,
        List<Flight> flights,
        Counts counts,
        Spent spent,
        Kept kept,
        Optional<String> paused) {

    public RuleState {
        queue = List.copyOf(queue);
        window = List.copyOf(window);
        flights = List.copyOf(flights);
    }

    /// An event, when it came in the rule's own time, and how large it is.
    record Waiting(long atMillis, Ipld event, int bytes) {
        Waiting(long atMillis, Ipld event) {
            this(atMillis, event, DagCbor.encode(event).size());
        }
    }

    /// A firing that has not ended, and what it was given.
    record Flight(long firing, Ipld given) {}

    /// What has been counted since the rule was added.
    ///
    /// @param firings how many numbers have been given out
    /// @param failuresInRow since the last success
    public record Counts(long firings, long fired, long errors, long dropped, int failuresInRow) {}

    /// What has been spent of the rule's limits.
    ///
    /// @param rateLevel what may be fired at once, in parts of a firing, or -1 for all
    /// @param rateMillis when that was so
    /// @param fuelMillis when the fuel's span began
    record Spent(long rateLevel, long rateMillis, long fuel, long fuelMillis) {}

    /// What came of the firings so far.
    ///
    /// @param state what a function with a state returned last
    /// @param result what is shown
    /// @param firing which firing that came from
    /// @param error what went wrong last
    record Kept(Ipld state, Optional<Ipld> result, long firing, Optional<String> error) {}

    /// Before a rule's first event.
    public static RuleState beginning(Moment moment) {
        return new RuleState(
                Pace.beginning(moment),
                -1,
                Fired.NONE,
                List.of(),
                List.of(),
                List.of(),
                new Counts(0, 0, 0, 0, 0),
                new Spent(-1, 0, 0, 0),
                new Kept(Ipld.ofNull(), Optional.empty(), -1, Optional.empty()),
                Optional.empty());
    }

    public Bytes encode() {
        return DagCbor.encode(StateForm.of(this));
    }

    public static RuleState decode(Bytes bytes, Limits limits) throws MalformedException {
        return StateForm.read(bytes, limits);
    }

    /// What `ipvm rule state` shows.
    public Ipld userState() {
        return kept.state();
    }

    public Optional<Ipld> lastResult() {
        return kept.result();
    }

    public Optional<String> lastError() {
        return kept.error();
    }

    public Optional<String> pausedWhy() {
        return paused;
    }

    /// How many numbers of firings have been given out.
    public long firings() {
        return counts.firings();
    }

    /// The boot in which it was written last.
    public long boot() {
        return pace.boot();
    }

    /// The same, resting from now on; for a rule that is not awake.
    public RuleState paused(String why) {
        return with(dueMillis, fired, counts, Optional.of(why));
    }

    /// The same, going on from when it is woken; times that passed meanwhile are not made up for.
    public RuleState resumed() {
        if (paused.isEmpty()) {
            return this;
        }
        var forgiven =
                new Counts(counts.firings(), counts.fired(), counts.errors(), counts.dropped(), 0);
        return with(-1, Fired.NONE, forgiven, Optional.empty());
    }

    private RuleState with(long due, Fired times, Counts counted, Optional<String> why) {
        return new RuleState(pace, due, times, queue, window, flights, counted, spent, kept, why);
    }
}
