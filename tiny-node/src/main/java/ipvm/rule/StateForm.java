package ipvm.rule;

import ipvm.data.Bytes;
import ipvm.data.DagCbor;
import ipvm.data.Ipld;
import ipvm.data.MalformedException;
import ipvm.rule.RuleState.Counts;
import ipvm.rule.RuleState.Flight;
import ipvm.rule.RuleState.Kept;
import ipvm.rule.RuleState.Spent;
import ipvm.rule.RuleState.Waiting;
import ipvm.task.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// How the state of a rule is written: one map, numbers in short lists.
final class StateForm {

    private static final long VERSION = 1;
    private static final long NUMBER_MAX = 1L << 53;
    private static final int EVENTS_MAX = 100_000;
    private static final Set<String> KEYS =
            Set.of(
                    "v", "pace", "due", "fired", "queue", "window", "flights", "counts", "spent",
                    "state", "result", "firing", "error", "paused");

    private StateForm() {}

    static Ipld of(RuleState state) {
        var pace = state.pace();
        var counts = state.counts();
        var spent = state.spent();
        var kept = state.kept();
        return Ipld.map(
                "v",
                Ipld.of(VERSION),
                "pace",
                numbers(pace.boot(), pace.offsetMillis(), pace.seenMillis(), pace.seenWallMillis()),
                "due",
                Ipld.of(state.dueMillis()),
                "fired",
                list(
                        state.fired().stretches().stream()
                                .map(each -> numbers(each.fromMillis(), each.toMillis()))
                                .toList()),
                "queue",
                waiting(state.queue()),
                "window",
                waiting(state.window()),
                "flights",
                list(
                        state.flights().stream()
                                .map(each -> Ipld.list(Ipld.of(each.firing()), each.given()))
                                .toList()),
                "counts",
                numbers(
                        counts.firings(),
                        counts.fired(),
                        counts.errors(),
                        counts.dropped(),
                        counts.failuresInRow()),
                "spent",
                numbers(spent.rateLevel(), spent.rateMillis(), spent.fuel(), spent.fuelMillis()),
                "state",
                kept.state(),
                "result",
                list(kept.result().stream().toList()),
                "firing",
                Ipld.of(kept.firing()),
                "error",
                text(kept.error()),
                "paused",
                text(state.paused()));
    }

    static RuleState read(Bytes bytes, Limits limits) throws MalformedException {
        var state = Node.of("rule state", DagCbor.decode(bytes)).only(KEYS);
        if (number(state.field("v")) != VERSION) {
            throw state.field("v").malformed("version " + VERSION, "another one");
        }
        return new RuleState(
                pace(numbers(state.field("pace"), 4)),
                number(state.field("due")),
                fired(state.field("fired")),
                waiting(state.field("queue")),
                waiting(state.field("window")),
                flights(state.field("flights"), limits),
                counts(state.field("counts")),
                spent(numbers(state.field("spent"), 4)),
                kept(state),
                text(state, "paused"));
    }

    private static Pace pace(List<Long> pace) {
        return new Pace(pace.get(0), pace.get(1), pace.get(2), pace.get(3));
    }

    private static Fired fired(Node node) throws MalformedException {
        var stretches = new ArrayList<Stretch>();
        for (var item : node.items(Fired.STRETCHES_MAX)) {
            var ends = numbers(item, 2);
            if (ends.get(0) > ends.get(1)) {
                throw item.malformed("a stretch that begins before it ends", ends.toString());
            }
            stretches.add(new Stretch(ends.get(0), ends.get(1)));
        }
        return new Fired(stretches);
    }

    private static List<Waiting> waiting(Node node) throws MalformedException {
        var events = new ArrayList<Waiting>();
        for (var item : node.items(EVENTS_MAX)) {
            var pair = pair(item);
            events.add(new Waiting(number(pair.getFirst()), pair.getLast().value()));
        }
        return events;
    }

    private static List<Flight> flights(Node node, Limits limits) throws MalformedException {
        var flights = new ArrayList<Flight>();
        for (var item : node.items(limits.flightsMax())) {
            var pair = pair(item);
            flights.add(new Flight(number(pair.getFirst()), pair.getLast().value()));
        }
        return flights;
    }

    private static Counts counts(Node node) throws MalformedException {
        var counts = numbers(node, 5);
        for (long count : counts) {
            if (count < 0) {
                throw node.malformed("counts", Long.toString(count));
            }
        }
        return new Counts(
                counts.get(0),
                counts.get(1),
                counts.get(2),
                counts.get(3),
                Math.clamp(counts.get(4), 0, Integer.MAX_VALUE));
    }

    private static Spent spent(List<Long> spent) {
        return new Spent(spent.get(0), spent.get(1), spent.get(2), spent.get(3));
    }

    private static Kept kept(Node state) throws MalformedException {
        return new Kept(
                state.field("state").value(),
                state.field("result").items(1).stream().map(Node::value).findFirst(),
                number(state.field("firing")),
                text(state, "error"));
    }

    private static Optional<String> text(Node node, String key) throws MalformedException {
        var text = node.field(key);
        return text.isNull() ? Optional.empty() : Optional.of(text.text());
    }

    private static List<Node> pair(Node node) throws MalformedException {
        var items = node.items(2);
        if (items.size() != 2) {
            throw node.malformed("2 items", items.size() + " items");
        }
        return items;
    }

    private static List<Long> numbers(Node node, int count) throws MalformedException {
        var numbers = new ArrayList<Long>();
        for (var item : node.items(count)) {
            numbers.add(number(item));
        }
        if (numbers.size() != count) {
            throw node.malformed(count + " numbers", Integer.toString(numbers.size()));
        }
        return numbers;
    }

    /// All numbers are times and counts; beyond these bounds sums of them would overflow.
    private static long number(Node node) throws MalformedException {
        if (!(node.value() instanceof Ipld.Int number)) {
            throw node.wrong("a number");
        }
        if (!number.fitsLong() || number.asLong() > NUMBER_MAX || number.asLong() < -NUMBER_MAX) {
            throw node.malformed("a number within 2^53", number.toString());
        }
        return number.asLong();
    }

    private static Ipld waiting(List<Waiting> events) {
        return list(
                events.stream()
                        .map(each -> Ipld.list(Ipld.of(each.atMillis()), each.event()))
                        .toList());
    }

    private static Ipld list(List<Ipld> items) {
        return new Ipld.List(items);
    }

    private static Ipld numbers(long... numbers) {
        var items = new ArrayList<Ipld>();
        for (long number : numbers) {
            items.add(Ipld.of(number));
        }
        return new Ipld.List(items);
    }

    private static Ipld text(Optional<String> text) {
        return text.<Ipld>map(Ipld::of).orElse(Ipld.ofNull());
    }
}
