package ipvm.node;

import ipvm.data.Cid;
import ipvm.rule.Limits;
import ipvm.rule.Trigger;
import ipvm.schedule.Bounds;
import ipvm.ucan.Invocation;
import ipvm.ucan.Judge;
import ipvm.ucan.Proofs;
import ipvm.ucan.Refusal;
import ipvm.ucan.Revocations;
import ipvm.ucan.Verdict;
import java.util.List;

/// On what terms others are let in, and rules stand.
///
/// @param normal what a task is given that says nothing
/// @param most what none gets more of
/// @param delegations by whose right they give commands
/// @param triggers what there is to wait for beside times and receipts
public record RuleTerms(
        Bounds normal,
        Bounds most,
        Delegations delegations,
        Limits limits,
        List<Trigger> triggers) {

    public RuleTerms {
        triggers = List.copyOf(triggers);
    }

    /// The delegations that a home holds.
    @FunctionalInterface
    public interface Delegations {

        /// What one is worth now.
        Verdict judge(Cid delegation, long nowSeconds);

        /// What a request is worth now, by the delegations that came with it and those held here.
        default Verdict judge(Invocation request, Proofs given, long nowSeconds) {
            return new Judge(Revocations.NONE).judge(request, given, nowSeconds);
        }
    }

    /// Where rules have no right but to compute and to look.
    public static RuleTerms plain(Bounds bounds) {
        Delegations none =
                (cid, now) ->
                        new Refusal(
                                Refusal.Reason.UNAVAILABLE_PROOF,
                                cid,
                                "grant",
                                "a delegation that is here",
                                "none");
        return new RuleTerms(bounds, bounds, none, Limits.DEFAULT, List.of());
    }
}
