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
import ipvm.ucan.Invocation;
import ipvm.ucan.Judge;
import ipvm.ucan.Proofs;
import ipvm.ucan.Revocations;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Accepted work as it lies in the journal: enough to take it up after a restart, by the authority
/// that it had when it was accepted.
sealed interface Pledge {

    /// One task.
    record OfTask(Order order) implements Pledge {}

    /// A workflow, whose document is a block.
    record OfWorkflow(Cid document, Grant grant, boolean mayCommand, Bounds normal, Bounds most)
            implements Pledge {}

    static Bytes encode(Order order) {
        var map =
                Ipld.map(
                        "task", Ipld.of(order.task().encode()),
                        "bounds", bounds(order.bounds()),
                        "prio", Ipld.of(order.priority()),
                        "alias", new Ipld.List(order.aliases().stream().map(Ipld::of).toList()),
                        "prf", proofs(order.grant()),
                        "may", Ipld.of(order.mayCommand()),
                        "until", Ipld.of(order.untilMillis()));
        var request = order.request();
        return DagCbor.encode(
                request.isPresent() ? map.with("inv", Ipld.of(request.get().bytes())) : map);
    }

    static Bytes encode(Plan plan, Cid document) {
        return DagCbor.encode(
                Ipld.map(
                        "workflow", Ipld.of(document),
                        "bounds", bounds(plan.normal()),
                        "most", bounds(plan.most()),
                        "prf", proofs(plan.grant()),
                        "may", Ipld.of(plan.mayCommand())));
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
    /// @param rights whose own right is that of whoever needed no proof
    static Pledge decode(Bytes body, Rights rights, long atMillis) throws MalformedException {
        var map = (Ipld.Map) DagCbor.decode(body);
        var bounds = bounds(field(map, "bounds"));
        boolean mayCommand = !map.find("may").orElse(Ipld.of(true)).equals(Ipld.of(false));
        if (map.find("workflow").isPresent()
                && field(map, "workflow") instanceof Ipld.Link(var cid)) {
            var grant = grant(map, Optional.empty(), rights, atMillis);
            return new OfWorkflow(cid, grant, mayCommand, bounds, bounds(field(map, "most")));
        }
        if (field(map, "task") instanceof Ipld.Binary(var task)
                && field(map, "prio") instanceof Ipld.Int priority
                && field(map, "alias") instanceof Ipld.List(var aliases)) {
            var names = new ArrayList<Cid>();
            for (var alias : aliases) {
                names.add(((Ipld.Link) alias).cid());
            }
            var request = request(map);
            return new OfTask(
                    new Order(
                            Task.decode(task),
                            bounds,
                            grant(map, request, rights, atMillis),
                            mayCommand,
                            (int) priority.asLong(),
                            names,
                            until(map),
                            request,
                            Set.of()));
        }
        throw new MalformedException("journal entry", "neither a task nor a workflow");
    }

    private static Optional<Invocation> request(Ipld.Map map) throws MalformedException {
        return map.find("inv").orElse(Ipld.ofNull()) instanceof Ipld.Binary(var bytes)
                ? Optional.of(Invocation.decode(bytes))
                : Optional.empty();
    }

    private static long until(Ipld.Map map) {
        return map.find("until").orElse(Ipld.ofNull()) instanceof Ipld.Int millis
                ? millis.asLong()
                : Long.MAX_VALUE;
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

    /// The right as it was when the work was accepted; what was taken back since then came too
    /// late.
    private static Grant grant(
            Ipld.Map map, Optional<Invocation> request, Rights rights, long atMillis)
            throws MalformedException {
        var proofs = new ArrayList<Delegation>();
        for (var proof : ((Ipld.List) field(map, "prf")).items()) {
            proofs.add(Delegation.decode(((Ipld.Binary) proof).value()));
        }
        if (proofs.isEmpty() && request.isEmpty()) {
            return rights.own();
        }
        var judge = new Judge(Revocations.NONE);
        long at = atMillis / 1_000;
        var verdict =
                request.isPresent()
                        ? judge.judge(request.get(), Proofs.of(proofs), at)
                        : judge.judge(proofs.getLast(), List.copyOf(proofs), at);
        if (verdict instanceof Grant grant) {
            return request.isPresent() ? rights.lent(grant) : grant;
        }
        throw new MalformedException("proofs of a journal entry", "a chain that does not hold");
    }
}
