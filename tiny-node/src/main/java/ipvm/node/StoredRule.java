package ipvm.node;

import ipvm.data.Bytes;
import ipvm.data.DagCbor;
import ipvm.data.Ipld;
import ipvm.data.MalformedException;
import ipvm.rule.Limits;
import ipvm.rule.RuleState;
import ipvm.store.Change;
import ipvm.store.Change.Purpose;
import ipvm.store.Store;
import ipvm.store.StoreException;
import ipvm.task.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// A rule as it lies in the store: what it says, how far it is, and what it said last.
///
/// These are three values, because the state is written at each event and the text once.
///
/// @param text the file as it was when the rule began
/// @param generation which of all rules that were ever added here
/// @param lines what it said, the oldest first
public record StoredRule(Bytes text, long generation, RuleState state, List<Line> lines) {

    private static final int LINES_MAX = 20;

    /// No rule has this name; here it says how many have been added.
    private static final String COUNTER = "#";

    /// One thing that a rule said.
    public record Line(long atMillis, String text) {}

    public StoredRule {
        lines = List.copyOf(lines);
    }

    /// A rule that has begun; without one there is nothing.
    public static Optional<StoredRule> find(Store store, String name, Limits limits)
            throws StoreException, MalformedException {
        var record = store.value(Purpose.RULE, name);
        var state = store.value(Purpose.RULE, stateKey(name));
        if (record.isEmpty() || state.isEmpty()) {
            return Optional.empty();
        }
        var map = (Ipld.Map) DagCbor.decode(record.get());
        var fields = Node.of("rule", map).only(Set.of("text", "gen"));
        return Optional.of(
                new StoredRule(
                        fields.field("text").bytes(),
                        fields.field("gen").natural(),
                        RuleState.decode(state.get(), limits),
                        lines(store.value(Purpose.RULE, linesKey(name)))));
    }

    /// Names of the rules that have begun.
    static List<String> names(Store store) throws StoreException {
        return store.values(Purpose.RULE).keySet().stream()
                .filter(key -> !key.contains("/") && !key.equals(COUNTER))
                .toList();
    }

    static long lastGeneration(Store store) throws StoreException, MalformedException {
        var counter = store.value(Purpose.RULE, COUNTER);
        return counter.isEmpty()
                ? 0
                : Node.of("count of rules", DagCbor.decode(counter.get())).natural();
    }

    static List<Change> begun(String name, Bytes text, long generation, long lastGeneration) {
        var record = Ipld.map("text", Ipld.of(text), "gen", Ipld.of(generation));
        return List.of(
                unset(linesKey(name)),
                set(name, DagCbor.encode(record)),
                set(COUNTER, DagCbor.encode(Ipld.of(lastGeneration))));
    }

    static Change state(String name, RuleState state) {
        return set(stateKey(name), state.encode());
    }

    static Change lines(String name, List<Line> lines) {
        var all = new ArrayList<Ipld>();
        lines.forEach(line -> all.add(Ipld.list(Ipld.of(line.atMillis), Ipld.of(line.text))));
        return set(linesKey(name), DagCbor.encode(new Ipld.List(all)));
    }

    static List<Change> gone(String name) {
        return List.of(unset(name), unset(stateKey(name)), unset(linesKey(name)));
    }

    /// With one more line, and without those that are too old.
    static List<Line> more(List<Line> lines, Line line) {
        var all = new ArrayList<>(lines);
        all.add(line);
        return List.copyOf(all.subList(Math.max(0, all.size() - LINES_MAX), all.size()));
    }

    private static List<Line> lines(Optional<Bytes> bytes) throws MalformedException {
        var lines = new ArrayList<Line>();
        if (bytes.isPresent()) {
            for (var line : Node.of("lines", DagCbor.decode(bytes.get())).items(LINES_MAX)) {
                var pair = line.items(2);
                lines.add(new Line(pair.getFirst().natural(), pair.getLast().text()));
            }
        }
        return lines;
    }

    private static Change set(String key, Bytes value) {
        return new Change.Set(Purpose.RULE, key, Optional.of(value));
    }

    private static Change unset(String key) {
        return new Change.Set(Purpose.RULE, key, Optional.empty());
    }

    private static String stateKey(String name) {
        return name + "/state";
    }

    private static String linesKey(String name) {
        return name + "/log";
    }
}
