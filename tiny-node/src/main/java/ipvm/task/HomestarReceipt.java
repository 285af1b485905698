package ipvm.task;

import ipvm.data.Bytes;
import ipvm.data.Cid;
import ipvm.data.Ipld;
import ipvm.data.MalformedException;
import ipvm.key.Did;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What Homestar says of an end. Nobody signs it: it is worth as much as whoever hands it over.
///
/// @param ran the invocation
/// @param meta `{"op": function}`
public record HomestarReceipt(
        Cid ran, Result out, Ipld meta, Optional<Did> issuer, List<Cid> proofs)
        implements HomestarDocument {

    private static final Set<String> NAMES = Set.of("ran", "out", "meta", "iss", "prf");

    public HomestarReceipt {
        proofs = List.copyOf(proofs);
    }

    /// The receipt that Homestar itself would give, bit for bit.
    public static HomestarReceipt of(HomestarTask task, Result out) {
        var meta = Ipld.map("op", Ipld.of(task.run().call().function()));
        return new HomestarReceipt(task.invocation().cid(), out, meta, Optional.empty(), List.of());
    }

    @Override
    public Ipld encode() {
        return Ipld.map(
                "iss", issuer.map(Did::text).map(Ipld::of).orElse(Ipld.ofNull()),
                "out", out.encode(),
                "prf", Homestar.links(proofs),
                "ran", Ipld.of(ran),
                "meta", meta);
    }

    public static HomestarReceipt decode(Bytes bytes) throws MalformedException {
        return of(Node.binary("receipt", bytes, Limits.DEFAULT), Limits.DEFAULT);
    }

    private static HomestarReceipt of(Node node, Limits limits) throws MalformedException {
        var issuer = node.only(NAMES).field("iss");
        return new HomestarReceipt(
                node.field("ran").link(),
                Result.of(node.field("out")),
                node.field("meta").value(),
                issuer.isNull() ? Optional.empty() : Optional.of(issuer.did()),
                node.field("prf").links(limits.proofsMax()));
    }
}
