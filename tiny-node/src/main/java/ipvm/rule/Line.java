package ipvm.rule;

import ipvm.data.Ipld;
import ipvm.rule.RuleState.Waiting;
import java.util.ArrayList;
import java.util.List;

/// The events of a rule in their order: those that wait, and those still in its window.
final class Line {

    private final Rule rule;
    private final Limits limits;
    private final List<Waiting> queue;
    private final List<Waiting> window;
    private long bytes;

    Line(Rule rule, Limits limits, RuleState state) {
        this.rule = rule;
        this.limits = limits;
        this.queue = new ArrayList<>(state.queue());
        this.window = new ArrayList<>(state.window());
        this.bytes = queue.stream().mapToLong(Waiting::bytes).sum();
    }

    List<Waiting> queue() {
        return queue;
    }

    List<Waiting> window() {
        return window;
    }

    boolean isEmpty() {
        return queue.isEmpty();
    }

    /// Lets an event wait; answers how many get no firing of their own for it.
    int add(Waiting event) {
        queue.add(event);
        bytes += event.bytes();
        int dropped = 0;
        while (queue.size() > rule.bound().queue() || bytes > limits.queueBytesMax()) {
            giveWay();
            dropped++;
        }
        return dropped;
    }

    private void giveWay() {
        switch (rule.bound().full()) {
            case OLDEST -> bytes -= queue.removeFirst().bytes();
            case NEWEST -> bytes -= queue.removeLast().bytes();
            case MERGE -> {
                var newer = queue.removeLast();
                bytes -= newer.bytes();
                if (!queue.isEmpty()) {
                    var older = queue.removeLast();
                    var both = merged(older, newer);
                    bytes += both.bytes() - older.bytes();
                    queue.add(both);
                }
            }
        }
    }

    /// Takes the event that waits longest; answers it, or with a window all that the window shows.
    Ipld next() {
        var event = queue.removeFirst();
        bytes -= event.bytes();
        if (rule.window().isEmpty()) {
            return event.event();
        }
        window.add(event);
        switch (rule.window().get()) {
            case Span.Count(var count) -> keep(count);
            case Span.Time(var millis) -> {
                window.removeIf(old -> old.atMillis() < event.atMillis() - millis);
                keep(limits.windowCountMax());
            }
        }
        return new Ipld.List(window.stream().map(Waiting::event).toList());
    }

    private void keep(int count) {
        int bytes = 0;
        int from = window.size();
        while (from > 0 && window.size() - from < count) {
            bytes += window.get(from - 1).bytes();
            if (bytes > limits.windowBytesMax()) {
                break;
            }
            from--;
        }
        window.subList(0, from).clear();
    }

    /// Keys that the newer one does not have stay; what is no map gives way as a whole.
    private Waiting merged(Waiting older, Waiting newer) {
        if (!(older.event() instanceof Ipld.Map(var entries)
                && newer.event() instanceof Ipld.Map map)) {
            return newer;
        }
        var all = new ArrayList<>(map.entries());
        for (var entry : entries) {
            if (map.find(entry.key()).isEmpty()) {
                all.add(entry);
            }
        }
        var both = new Waiting(newer.atMillis(), new Ipld.Map(all));
        return both.bytes() <= limits.eventBytesMax() ? both : newer;
    }
}
