package ipvm.ucan;

import ipvm.key.Did;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;

/// Finds the chains that lead from a subject to a delegation, which does not name its own proofs.
final class ChainSearch {

    /// Enough to get past expired and revoked ones; more would be somebody's attempt to keep us
    /// busy.
    private static final int CHAINS_MAX = 64;

    private final Collection<Delegation> known;
    private final Did subject;
    private final Limits limits;
    private final List<Chain> found = new ArrayList<>();
    private final Deque<Delegation> path = new ArrayDeque<>();
    private int stepsLeft;

    private ChainSearch(Collection<Delegation> known, Did subject, Limits limits) {
        this.known = known;
        this.subject = subject;
        this.limits = limits;
        this.stepsLeft = limits.stepsMax();
    }

    static List<Chain> to(Delegation last, Collection<Delegation> known, Limits limits) {
        var search = new ChainSearch(known, last.terms().subject().orElse(last.issuer()), limits);
        search.extend(last);
        return search.found;
    }

    private void extend(Delegation delegation) {
        path.push(delegation);
        if (delegation.issuer().equals(subject)) {
            found.add(new Chain(subject, List.copyOf(path)));
        } else if (path.size() < limits.proofsMax()) {
            known.stream().filter(giver -> isNext(giver, delegation)).forEach(this::extend);
        }
        path.pop();
    }

    private boolean isNext(Delegation giver, Delegation taker) {
        return found.size() < CHAINS_MAX
                && --stepsLeft > 0
                && giver.terms().audience().equals(taker.issuer())
                && giver.terms().subject().orElse(subject).equals(subject)
                && path.stream().noneMatch(seen -> seen.cid().equals(giver.cid()));
    }
}
