package ipvm.node;

import ipvm.rule.Rule;
import ipvm.task.Workflow;
import ipvm.ucan.Budget;
import ipvm.ucan.Command;
import ipvm.ucan.Grant;
import ipvm.ucan.Refusal;
import java.util.Optional;

/// By what right a rule has something done: that of its delegation, or without one the node's own,
/// to compute and to look and no more.
///
/// @param mayCommand whether the right is one that somebody gave for this
record RuleRight(Grant grant, boolean mayCommand) {

    /// A right, or why there is none.
    record Found(Optional<RuleRight> right, String refusal) {

        /// The same, with one more budget to draw on.
        Found within(Optional<Budget> budget) {
            return budget.isEmpty()
                    ? this
                    : new Found(right.map(one -> one.within(budget.get())), refusal);
        }
    }

    private RuleRight within(Budget budget) {
        return new RuleRight(grant.within(budget), mayCommand);
    }

    static Found of(Rule rule, RuleTerms terms, Rights rights, long nowSeconds) {
        if (rule.grant().isEmpty()) {
            return new Found(Optional.of(new RuleRight(rights.own(), false)), "");
        }
        return switch (terms.delegations().judge(rule.grant().get(), nowSeconds)) {
            case Grant grant -> new Found(Optional.of(new RuleRight(grant, true)), "");
            case Refusal refusal -> new Found(Optional.empty(), said(refusal));
        };
    }

    private static String said(Refusal refusal) {
        return "its grant does not hold: %s: expected %s, found %s"
                .formatted(refusal.rule(), refusal.expected(), refusal.found());
    }

    /// The same right as an object of its own, by which what it asks for is known again.
    RuleRight own() {
        var copy =
                new Grant(
                        grant.subject(),
                        grant.holder(),
                        grant.command(),
                        grant.policy(),
                        grant.window(),
                        grant.budgets(),
                        grant.proofs());
        return new RuleRight(copy, mayCommand);
    }

    Optional<String> refusal(Command command, Rights rights) {
        return mayCommand || rights.isHarmless(command)
                ? Optional.empty()
                : Optional.of(
                        "a rule needs a \"grant\" for "
                                + command
                                + "; without one it may compute and look only");
    }

    /// Nothing of a workflow is begun that it cannot end.
    Optional<String> refusal(Workflow workflow, Rights rights) {
        return workflow.jobs().stream()
                .flatMap(job -> refusal(job.command(), rights).stream())
                .findFirst();
    }
}
