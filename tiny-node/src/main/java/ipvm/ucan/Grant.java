package ipvm.ucan;

import ipvm.key.Did;
import java.util.ArrayList;
import java.util.List;

/// A chain that holds: whose resource, what may be done, until when, under which budgets.
///
/// @param proofs the delegations from the subject's own to the last, none where the subject asks
/// @param policy what every one of them demands of the arguments, together
public record Grant(
        Did subject,
        Did holder,
        Command command,
        Policy policy,
        Window window,
        List<Budget> budgets,
        List<Delegation> proofs)
        implements Verdict {

    public Grant {
        budgets = List.copyOf(budgets);
        proofs = List.copyOf(proofs);
    }

    /// The same with one more budget to draw on.
    public Grant within(Budget budget) {
        var more = new ArrayList<>(budgets);
        more.add(budget);
        return new Grant(subject, holder, command, policy, window, more, proofs);
    }
}
