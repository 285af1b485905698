package ipvm.ucan;

import ipvm.data.Cid;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Optional;

/// Where a judge looks up the delegations that an invocation names: what came along, or a store.
@FunctionalInterface
public interface Proofs {

    Proofs NONE = cid -> Optional.empty();

    Optional<Delegation> find(Cid cid);

    static Proofs of(Collection<Delegation> delegations) {
        var byCid = new LinkedHashMap<Cid, Delegation>();
        delegations.forEach(delegation -> byCid.put(delegation.cid(), delegation));
        return cid -> Optional.ofNullable(byCid.get(cid));
    }

    /// Looks here first and there second.
    default Proofs or(Proofs second) {
        return cid -> find(cid).or(() -> second.find(cid));
    }
}
