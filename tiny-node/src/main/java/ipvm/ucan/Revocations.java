package ipvm.ucan;

import ipvm.data.Cid;
import java.util.Collection;
import java.util.List;

/// The revocations known here; whether one counts for a chain is judged with that chain.
@FunctionalInterface
public interface Revocations {

    Revocations NONE = delegation -> List.of();

    /// What was said against a delegation, by whomever.
    List<Revocation> of(Cid delegation);

    static Revocations of(Collection<Revocation> all) {
        var known = List.copyOf(all);
        return delegation ->
                known.stream().filter(one -> one.delegation().equals(delegation)).toList();
    }
}
