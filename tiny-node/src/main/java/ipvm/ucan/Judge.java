package ipvm.ucan;

import ipvm.data.DagJson;
import ipvm.data.Ipld;
import ipvm.data.MalformedException;
import ipvm.key.Did;
import ipvm.ucan.Refusal.Reason;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Decides whether a token counts: chain, signatures, time, revocations and policy, in this order.
///
/// A signature found good is remembered by the token's CID and not checked again; time and
/// revocations are asked each time, because they change.
public final class Judge {

    /// How far the clocks of neighbours may differ.
    public static final long SKEW_SECONDS = 60;

    private static final int REMEMBERED_TOKENS_MAX = 4_096;

    private final Limits limits;
    private final long skewSeconds;
    private final Revocations revocations;
    private final VerifiedTokens verified = new VerifiedTokens(REMEMBERED_TOKENS_MAX);

    public Judge(Revocations revocations) {
        this(Limits.DEFAULT, SKEW_SECONDS, revocations);
    }

    public Judge(Limits limits, long skewSeconds, Revocations revocations) {
        this.limits = limits;
        this.skewSeconds = skewSeconds;
        this.revocations = revocations;
    }

    /// Whether the invocation's issuer may ask what it asks, now.
    public Verdict judge(Invocation invocation, Proofs proofs, long nowSeconds) {
        var forged = forged(invocation);
        if (forged.isPresent()) {
            return forged.get();
        }
        return switch (Chain.behind(invocation, proofs)) {
            case Refusal refusal -> refusal;
            case Chain chain ->
                    forged(chain.rootFirst())
                            .or(() -> untimely(chain.with(invocation), nowSeconds))
                            .or(() -> revoked(chain, proofs))
                            .or(() -> disallowed(chain, invocation))
                            .<Verdict>map(refusal -> refusal)
                            .orElseGet(() -> grant(chain, invocation));
        };
    }

    /// Whether a delegation is worth something now, by whichever of the known ones back it.
    public Verdict judge(Delegation delegation, Collection<Delegation> known, long nowSeconds) {
        // Each search is bounded, so years of expired renewals must not keep it from what holds
        // now;
        // they are searched for the reason of a refusal only.
        var timely =
                known.stream().filter(one -> untimely(List.of(one), nowSeconds).isEmpty()).toList();
        return verdicts(delegation, timely, nowSeconds)
                .filter(verdict -> verdict instanceof Grant)
                .findFirst()
                .or(() -> verdicts(delegation, known, nowSeconds).findFirst())
                .orElseGet(() ->
                        refusal(
                                Reason.UNAVAILABLE_PROOF,
                                delegation,
                                "proofs",
                                "a delegation to " + delegation.issuer(),
                                "none that leads to the subject"));
    }

    /// What is to be said of each chain that leads to a delegation, when it is asked for.
    private Stream<Verdict> verdicts(
            Delegation delegation, Collection<Delegation> known, long nowSeconds) {
        var proofs = Proofs.of(known);
        return ChainSearch.to(delegation, known, limits).stream()
                .map(chain ->
                        chain.fault()
                                .or(() -> forged(chain.rootFirst()))
                                .or(() -> untimely(chain.rootFirst(), nowSeconds))
                                .or(() -> revoked(chain, proofs))
                                .<Verdict>map(refusal -> refusal)
                                .orElseGet(() -> grant(chain, delegation)));
    }

    private Optional<Refusal> forged(List<? extends Token> tokens) {
        return tokens.stream().flatMap(token -> forged(token).stream()).findFirst();
    }

    private Optional<Refusal> forged(Token token) {
        if (verified.contains(token.cid())) {
            return Optional.empty();
        }
        try {
            if (token.envelope().isSignedBy(token.issuer().key())) {
                verified.add(token.cid());
                return Optional.empty();
            }
            return Optional.of(unsigned(token, "another"));
        } catch (MalformedException e) {
            return Optional.of(unsigned(token, e.getMessage()));
        }
    }

    private static Refusal unsigned(Token token, String found) {
        var wanted = "a signature by " + token.issuer();
        return refusal(Reason.INVALID_SIGNATURE, token, "signature", wanted, found);
    }

    private Optional<Refusal> untimely(List<? extends Token> tokens, long now) {
        for (var token : tokens) {
            var window = token.window();
            if (window.isOver(now, skewSeconds)) {
                var expected = "at most " + window.expires().getAsLong();
                return Optional.of(refusal(Reason.EXPIRED, token, "time", expected, "" + now));
            }
            if (window.isAhead(now, skewSeconds)) {
                var expected = "at least " + window.notBefore().getAsLong();
                return Optional.of(refusal(Reason.TOO_EARLY, token, "time", expected, "" + now));
            }
        }
        return Optional.empty();
    }

    /// A delegation can be taken back by whoever issued it or one above it in this chain.
    private Optional<Refusal> revoked(Chain chain, Proofs proofs) {
        var givers = new ArrayList<Did>();
        for (var delegation : chain.rootFirst()) {
            givers.add(delegation.issuer());
            var revocation =
                    against(delegation)
                            .filter(one -> givers.contains(one.invocation().request().subject()))
                            .filter(one -> stands(one, proofs))
                            .findFirst();
            if (revocation.isPresent()) {
                var found = "revoked by " + revocation.get().invocation().issuer();
                return Optional.of(
                        refusal(Reason.REVOKED, delegation, "revocation", "none", found));
            }
        }
        return Optional.empty();
    }

    private Stream<Revocation> against(Delegation delegation) {
        return delegation.names().stream().flatMap(name -> revocations.of(name).stream());
    }

    /// Whether a revocation was said rightly; it does not grow old, because it cannot be undone.
    private boolean stands(Revocation revocation, Proofs proofs) {
        return Chain.behind(revocation.invocation(), proofs) instanceof Chain chain
                && forged(chain.rootFirst()).isEmpty()
                && forged(revocation.invocation()).isEmpty()
                && disallowed(chain, revocation.invocation()).isEmpty();
    }

    private Optional<Refusal> disallowed(Chain chain, Invocation invocation) {
        var steps = new Steps(limits.stepsMax());
        var args = invocation.request().args();
        for (var delegation : chain.rootFirst()) {
            var broken = delegation.terms().policy().firstBroken(args, steps);
            if (broken.isPresent()) {
                return Optional.of(
                        steps.areSpent()
                                ? mismatch(delegation, limits.stepsMax() + " steps", "more")
                                : mismatch(
                                        delegation,
                                        shown(PolicyWriter.statement(broken.get())),
                                        shown(args)));
            }
        }
        return Optional.empty();
    }

    private static Refusal mismatch(Delegation delegation, String expected, String found) {
        return refusal(Reason.MATCH_ERROR, delegation, "policy", expected, found);
    }

    private static Verdict grant(Chain chain, Token last) {
        var policy = Policy.ANYTHING;
        var window = last.window();
        var budgets = new ArrayList<Budget>();
        for (var delegation : chain.rootFirst()) {
            policy = policy.and(delegation.terms().policy());
            window = window.and(delegation.window());
            try {
                Budget.of(delegation).ifPresent(budgets::add);
            } catch (MalformedException e) {
                return refusal(
                        Reason.INVALID_CLAIM,
                        delegation,
                        "budget",
                        "fuel per time",
                        e.getMessage());
            }
        }
        var holder =
                switch (last) {
                    case Delegation delegation -> delegation.terms().audience();
                    case Invocation invocation -> invocation.issuer();
                };
        return new Grant(
                chain.subject(),
                holder,
                chain.command(),
                policy,
                window,
                budgets,
                chain.rootFirst());
    }

    private static String shown(Ipld value) {
        try {
            return DagJson.text(value);
        } catch (MalformedException e) {
            return value.kind();
        }
    }

    private static Refusal refusal(
            Reason reason, Token token, String rule, String expected, String found) {
        return new Refusal(reason, token.cid(), rule, expected, found);
    }
}
