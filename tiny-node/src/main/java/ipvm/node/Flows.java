package ipvm.node;

import ipvm.data.Cid;
import ipvm.store.Change;
import ipvm.store.Entry;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The workflows that are under way, each once, however many asked for it.
final class Flows {

    private final Rights rights;
    private final Map<Cid, Flow> flows = new LinkedHashMap<>();

    Flows(Rights rights) {
        this.rights = rights;
    }

    Optional<Flow> find(Cid workflow) {
        return Optional.ofNullable(flows.get(workflow));
    }

    /// What has to be durable before a workflow begins.
    static List<Change> accepted(Plan plan, long nowMillis) {
        var document = plan.workflow().block();
        var body = Pledge.encode(plan, document.cid());
        return List.of(
                new Change.Put(document, true),
                new Change.Accept(new Entry(document.cid(), body, nowMillis)));
    }

    /// What is durable when it is over; the document stays as long as there is room.
    static List<Change> done(Cid workflow) {
        return List.of(new Change.Done(workflow), new Change.Pin(workflow, false));
    }

    Flow begin(Plan plan) {
        var flow = new Flow(plan, rights);
        flows.put(flow.name(), flow);
        return flow;
    }

    /// Lets each of them ask for what it is ready for; those that came to their end are taken out.
    List<Flow> pump(Flow.Around around) {
        var over = new ArrayList<Flow>();
        for (var flow : List.copyOf(flows.values())) {
            flow.pump(around);
            if (flow.isOver()) {
                flows.remove(flow.name());
                over.add(flow);
            }
        }
        return over;
    }

    List<Cid> names() {
        return List.copyOf(flows.keySet());
    }
}
