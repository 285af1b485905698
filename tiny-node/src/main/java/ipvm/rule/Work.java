package ipvm.rule;

import ipvm.data.Ipld;
import ipvm.data.MalformedException;
import ipvm.ucan.Selector;
import java.util.ArrayList;
import java.util.List;

/// What a rule has done for each event: a task or a workflow, with holes for parts of the event.
///
/// @param body `{cmd, args}` of one task, or a workflow with its `tasks`
/// @param isWorkflow which of both
public record Work(Ipld.Map body, boolean isWorkflow) {

    static final String HOLE = "event";
    static final String RUN = "/wasm/run";

    /// The same with every `{"event": selector}` replaced by what the selector finds.
    Work bound(Ipld event) throws MalformedException {
        if (!isWorkflow) {
            return new Work(withArgs(body, event), false);
        }
        var tasks = new ArrayList<Ipld.Entry>();
        for (var task : map(body, "tasks").entries()) {
            tasks.add(new Ipld.Entry(task.key(), withArgs(task.value(), event)));
        }
        return new Work(body.with("tasks", new Ipld.Map(tasks)), true);
    }

    private static Ipld.Map withArgs(Ipld task, Ipld event) throws MalformedException {
        if (!(task instanceof Ipld.Map map)) {
            throw new IllegalStateException("a task that is no map");
        }
        return map.with("args", filled(map(map, "args"), event));
    }

    private static Ipld.Map map(Ipld.Map map, String key) {
        if (map.find(key).orElseThrow() instanceof Ipld.Map found) {
            return found;
        }
        throw new IllegalStateException(key + " is no map");
    }

    /// The same with one more parameter of its function.
    Work withParameter(Ipld value) {
        var args = map(body, "args");
        if (!(args.find("params").orElseThrow() instanceof Ipld.List(var items))) {
            throw new IllegalStateException("no function to give a state to");
        }
        var params = new ArrayList<>(items);
        params.add(value);
        return new Work(body.with("args", args.with("params", new Ipld.List(params))), false);
    }

    static boolean isHole(Ipld.Map map) {
        return map.entries().size() == 1 && map.entries().getFirst().key().equals(HOLE);
    }

    private static Ipld.Map filled(Ipld.Map map, Ipld event) throws MalformedException {
        var entries = new ArrayList<Ipld.Entry>(map.entries().size());
        for (var entry : map.entries()) {
            entries.add(new Ipld.Entry(entry.key(), filled(entry.value(), event)));
        }
        return new Ipld.Map(entries);
    }

    private static Ipld filled(Ipld value, Ipld event) throws MalformedException {
        if (value instanceof Ipld.List(var items)) {
            return list(items, event);
        }
        if (!(value instanceof Ipld.Map map)) {
            return value;
        }
        return isHole(map) ? found(map.entries().getFirst().value(), event) : filled(map, event);
    }

    private static Ipld list(List<Ipld> items, Ipld event) throws MalformedException {
        var filled = new ArrayList<Ipld>(items.size());
        for (var item : items) {
            filled.add(filled(item, event));
        }
        return new Ipld.List(filled);
    }

    private static Ipld found(Ipld hole, Ipld event) throws MalformedException {
        if (!(hole instanceof Ipld.Text(var text))) {
            throw new IllegalStateException("a hole without a selector");
        }
        var found = Selector.parse(text).in(event);
        if (found.isEmpty()) {
            throw new MalformedException("an event with " + text, shown(event));
        }
        return found.get();
    }

    private static String shown(Ipld event) throws MalformedException {
        return event instanceof Ipld.Map map
                ? "a map with " + map.entries().stream().map(Ipld.Entry::key).toList()
                : event.kind();
    }
}
