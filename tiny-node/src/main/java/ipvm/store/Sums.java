package ipvm.store;

import ipvm.data.Ipld;
import ipvm.data.MalformedException;
import ipvm.task.Node;
import ipvm.task.Outcome;
import ipvm.task.Receipt;
import java.util.Map;
import java.util.TreeMap;

/// What is left of receipts once they are folded: how many there were, how they ended, and what
/// they used in all.
///
/// @param outcomes how many ended how, by the word for it; what others signed counts as `others`
/// @param fuel that this node burnt
/// @param millis that its runs and asks took
/// @param fromMillis when the first was kept
/// @param toMillis when the last was
public record Sums(
        Map<String, Long> outcomes, long fuel, long millis, long fromMillis, long toMillis) {

    static final Sums NONE = new Sums(Map.of(), 0, 0, Long.MAX_VALUE, 0);

    private static final String OTHERS = "others";

    public Sums {
        outcomes = Map.copyOf(outcomes);
    }

    public long count() {
        return outcomes.values().stream().mapToLong(Long::longValue).sum();
    }

    Sums with(Filed filed) {
        var more = new TreeMap<>(outcomes);
        try {
            var receipt = Receipt.decode(filed.token());
            var meter = receipt.report().meter();
            more.merge(filed.isOurs() ? word(receipt.outcome()) : OTHERS, 1L, Long::sum);
            long used = filed.isOurs() ? meter.fuel() : 0;
            long took = filed.isOurs() ? meter.millis() : 0;
            return new Sums(more, fuel + used, millis + took, from(filed), to(filed));
        } catch (MalformedException e) {
            more.merge(OTHERS, 1L, Long::sum); // of a kind that this version does not know
            return new Sums(more, fuel, millis, from(filed), to(filed));
        }
    }

    private long from(Filed filed) {
        return Math.min(fromMillis, filed.atMillis());
    }

    private long to(Filed filed) {
        return Math.max(toMillis, filed.atMillis());
    }

    private static String word(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Ok ok -> "ok";
            case Outcome.Failed failed -> "failed";
            case Outcome.Trapped trapped -> "trapped";
            case Outcome.OutOfFuel out -> "outOfFuel";
            case Outcome.OutOfMemory out -> "outOfMemory";
            case Outcome.TimedOut out -> "timedOut";
            case Outcome.Denied denied -> "denied";
            case Outcome.Unknown unknown -> "unknown";
        };
    }

    public Ipld.Map encode() {
        var counts = Ipld.map();
        for (var each : new TreeMap<>(outcomes).entrySet()) {
            counts = counts.with(each.getKey(), Ipld.of(each.getValue()));
        }
        return Ipld.map(
                "outcomes", counts,
                "fuel", Ipld.of(fuel),
                "ms", Ipld.of(millis),
                "from", Ipld.of(fromMillis),
                "to", Ipld.of(toMillis));
    }

    static Sums decode(Node node) throws MalformedException {
        var outcomes = new TreeMap<String, Long>();
        var counts = node.field("outcomes");
        for (var entry : counts.map().entries()) {
            outcomes.put(entry.key(), counts.field(entry.key()).natural());
        }
        return new Sums(
                outcomes,
                node.field("fuel").natural(),
                node.field("ms").natural(),
                node.field("from").natural(),
                node.field("to").natural());
    }
}
