package ipvm.node;

import ipvm.data.Bytes;
import ipvm.data.Cid;
import ipvm.data.DagCbor;
import ipvm.data.Ipld;
import ipvm.data.MalformedException;
import ipvm.schedule.Bounds;
import ipvm.task.Task;
import ipvm.ucan.Delegation;
import ipvm.ucan.Grant;
import ipvm.ucan.Judge;
import ipvm.ucan.Revocations;
import java.util.ArrayList;
import java.util.List;

/// Accepted work as it lies in the journal: enough to take it up after a restart, by the authority
/// that it had when it was accepted.
sealed interface Pledge {

    /// One task.
    record OfTask(Order order) implements Pledge {}

    /// A workflow, whose document is a block.
    record OfWorkflow(Cid document, Grant grant, Bounds normal, Bounds most) implements Pledge {}

    static Bytes encode(Order order) {
        return DagCbor.encode(
                Ipld.map(
                        "task", Ipld.of(order.task().encode()),
                        "bounds", bounds(order.bounds()),
                        "prio", Ipld.of(order.priority()),
                        "alias", new Ipld.List(order.aliases().stream().map(Ipld::of).toList()),
                        "prf", proofs(order.grant())));
    }

    static Bytes encode(Plan plan, Cid document) {
        return DagCbor.encode(
                Ipld.map(
                        "workflow", Ipld.of(document),
                        "bounds", bounds(plan.normal()),
                        "most", bounds(plan.most()),
                        "prf", proofs(plan.grant())));
    }

    private static Ipld bounds(Bounds bounds) {
        return Ipld.list(
                Ipld.of(bounds.fuel()),
                Ipld.of(bounds.memoryBytes()),
                Ipld.of(bounds.timeMillis()));
    }

    private static Ipld proofs(Grant grant) {
        return new Ipld.List(grant.proofs().stream().map(proof -> Ipld.of(proof.bytes())).toList());
    }

    /// Reads what was written by this version or an earlier one.
    ///
    /// @param own the right of whoever needs no proof
    static Pledge decode(Bytes body, Grant own, long atMillis) throws MalformedException {
        var map = (Ipld.Map) DagCbor.decode(body);
        var grant = grant(field(map, "prf"), own, atMillis / 1_000);
        var bounds = bounds(field(map, "bounds"));
        if (map.find("workflow").isPresent()
                && field(map, "workflow") instanceof Ipld.Link(var cid)) {
            return new OfWorkflow(cid, grant, bounds, bounds(field(map, "most")));
        }
        if (field(map, "task") instanceof Ipld.Binary(var task)
                && field(map, "prio") instanceof Ipld.Int priority
                && field(map, "alias") instanceof Ipld.List(var aliases)) {
            var names = new ArrayList<Cid>();
            for (var alias : aliases) {
                names.add(((Ipld.Link) alias).cid());
            }
            int prio = (int) priority.asLong();
            return new OfTask(new Order(Task.decode(task), bounds, grant, prio, names));
        }
        throw new MalformedException("journal entry", "neither a task nor a workflow");
    }

    private static Ipld field(Ipld.Map map, String key) throws MalformedException {
        var field = map.find(key);
        if (field.isEmpty()) {
            throw new MalformedException("journal entry with '" + key + "'", "none");
        }
        return field.get();
    }

    private static Bounds bounds(Ipld value) throws MalformedException {
        if (value instanceof Ipld.List(var three)
                && three.size() == 3
                && three.get(0) instanceof Ipld.Int fuel
                && three.get(1) instanceof Ipld.Int memory
                && three.get(2) instanceof Ipld.Int millis) {
            return new Bounds(fuel.asLong(), memory.asLong(), millis.asLong());
        }
        throw new MalformedException("bounds of a journal entry", value.kind());
    }

    private static Grant grant(Ipld value, Grant own, long atSeconds) throws MalformedException {
        var proofs = new ArrayList<Delegation>();
        for (var proof : ((Ipld.List) value).items()) {
            proofs.add(Delegation.decode(((Ipld.Binary) proof).value()));
        }
        if (proofs.isEmpty()) {
            return own;
        }
        var verdict =
                new Judge(Revocations.NONE).judge(proofs.getLast(), List.copyOf(proofs), atSeconds);
        if (verdict instanceof Grant grant) {
            return grant;
        }
        throw new MalformedException("proofs of a journal entry", "a chain that does not hold");
    }
}
