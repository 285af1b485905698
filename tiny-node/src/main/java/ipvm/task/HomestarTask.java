package ipvm.task;

import ipvm.data.Block;
import ipvm.data.Bytes;
import ipvm.data.Cid;
import ipvm.data.Ipld;
import ipvm.data.MalformedException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// An instruction with what Homestar sends along: limits, a cause, proofs. None of it is part of
/// the instruction's name.
///
/// @param cause the receipt that led here
/// @param meta `fuel`, `memory` (bytes) and `time` (ms), or anything else
public record HomestarTask(Instruction run, Optional<Cid> cause, Ipld meta, List<Cid> proofs)
        implements HomestarDocument {

    private static final Set<String> NAMES = Set.of("run", "cause", "meta", "prf");

    public HomestarTask {
        proofs = List.copyOf(proofs);
    }

    /// The block of the invocation: what a receipt says that ran.
    public Block invocation() {
        return Homestar.block(Ipld.map("task", encode()));
    }

    @Override
    public Ipld encode() {
        return Ipld.map(
                "prf", Homestar.links(proofs),
                "run", run.encode(),
                "meta", meta,
                "cause", Homestar.linkOrNull(cause));
    }

    public static HomestarTask decode(Bytes bytes) throws MalformedException {
        return of(Node.binary("task", bytes, Limits.DEFAULT), Limits.DEFAULT);
    }

    /// Reads `{"task": ...}`.
    public static HomestarTask decodeInvocation(Bytes bytes) throws MalformedException {
        var invocation = Node.binary("invocation", bytes, Limits.DEFAULT);
        return of(invocation.only(Set.of("task")).field("task"), Limits.DEFAULT);
    }

    static HomestarTask of(Node node, Limits limits) throws MalformedException {
        var cause = node.only(NAMES).find("cause").filter(found -> !found.isNull());
        return new HomestarTask(
                Instruction.of(node.field("run"), limits),
                cause.isEmpty() ? Optional.empty() : Optional.of(cause.get().link()),
                node.field("meta").value(),
                node.field("prf").links(limits.proofsMax()));
    }
}
