package ipvm.ucan;

import ipvm.key.Did;
import ipvm.ucan.Refusal.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Delegations in a row, the subject's own first: whether each hands on what it was handed.
///
/// @param subject whose resource all of them are about
record Chain(Did subject, List<Delegation> rootFirst) implements Backing {

    Chain {
        rootFirst = List.copyOf(rootFirst);
    }

    /// The chain that an invocation names; whoever asks about itself needs none.
    static Backing behind(Invocation invocation, Proofs proofs) {
        var request = invocation.request();
        if (invocation.issuer().equals(request.subject())) {
            return new Chain(request.subject(), List.of());
        }
        if (request.proofs().isEmpty()) {
            var wanted = "a delegation from " + request.subject();
            return refusal(Reason.INVALID_CLAIM, invocation, "proofs", wanted, "none");
        }
        var named = new ArrayList<Delegation>();
        for (var cid : request.proofs()) {
            var proof = proofs.find(cid);
            if (proof.isEmpty()) {
                return refusal(
                        Reason.UNAVAILABLE_PROOF, invocation, "proofs", cid, "no such token");
            }
            named.add(proof.get());
        }
        return inOrder(invocation, named);
    }

    /// Some peers name their proofs leaf first; if neither order fits, the standard one is blamed.
    private static Backing inOrder(Invocation invocation, List<Delegation> named) {
        var chain = new Chain(invocation.request().subject(), named);
        var fault = chain.faultAt(invocation);
        if (fault.isEmpty()) {
            return chain;
        }
        var reversed = new Chain(chain.subject, named.reversed());
        return named.size() > 1 && reversed.faultAt(invocation).isEmpty() ? reversed : fault.get();
    }

    /// The first place where the row does not hold together.
    Optional<Refusal> fault() {
        return rootFault().or(this::audienceFault).or(this::subjectFault).or(this::commandFault);
    }

    private Optional<Refusal> faultAt(Invocation invocation) {
        return fault().or(() -> endFault(invocation));
    }

    /// Whether the row's end is the issuer of what is asked, and covers it.
    private Optional<Refusal> endFault(Invocation invocation) {
        var last = rootFirst.getLast();
        var holder = last.terms().audience();
        if (!holder.equals(invocation.issuer())) {
            return mismatch(Reason.INVALID_AUDIENCE, last, "audience", invocation.issuer(), holder);
        }
        var held = command();
        var asked = invocation.request().command();
        return held.covers(asked)
                ? Optional.empty()
                : mismatch(Reason.INVALID_CLAIM, invocation, "command", within(held), asked);
    }

    private Optional<Refusal> rootFault() {
        var root = rootFirst.getFirst();
        if (root.terms().subject().isEmpty()) {
            return mismatch(Reason.INVALID_CLAIM, root, "subject of the root", subject, "null");
        }
        return root.issuer().equals(subject)
                ? Optional.empty()
                : mismatch(
                        Reason.INVALID_SUBJECT, root, "issuer of the root", subject, root.issuer());
    }

    private Optional<Refusal> audienceFault() {
        for (int i = 1; i < rootFirst.size(); i++) {
            var giver = rootFirst.get(i - 1);
            var taker = rootFirst.get(i);
            if (!giver.terms().audience().equals(taker.issuer())) {
                return mismatch(
                        Reason.INVALID_AUDIENCE,
                        giver,
                        "audience",
                        taker.issuer(),
                        giver.terms().audience());
            }
        }
        return Optional.empty();
    }

    private Optional<Refusal> subjectFault() {
        for (var delegation : rootFirst) {
            var named = delegation.terms().subject();
            if (named.isPresent() && !named.get().equals(subject)) {
                return mismatch(
                        Reason.INVALID_SUBJECT, delegation, "subject", subject, named.get());
            }
        }
        return Optional.empty();
    }

    private Optional<Refusal> commandFault() {
        var held = rootFirst.getFirst().terms().command();
        for (var delegation : rootFirst) {
            var passedOn = delegation.terms().command();
            if (!mayFollow(held, delegation)) {
                return mismatch(
                        Reason.INVALID_CLAIM, delegation, "command", within(held), passedOn);
            }
            held = narrower(held, passedOn);
        }
        return Optional.empty();
    }

    /// The row's tokens, the invocation last.
    List<Token> with(Invocation invocation) {
        var tokens = new ArrayList<Token>(rootFirst);
        tokens.add(invocation);
        return tokens;
    }

    /// What may be done at the end of the row.
    Command command() {
        var held = Command.ALL;
        for (var delegation : rootFirst) {
            held = narrower(held, delegation.terms().command());
        }
        return held;
    }

    /// A delegation must not say more than its giver had; a powerline passes on whatever it meets.
    private static boolean mayFollow(Command held, Delegation delegation) {
        var passedOn = delegation.terms().command();
        return held.covers(passedOn)
                || (delegation.terms().subject().isEmpty() && passedOn.covers(held));
    }

    private static Command narrower(Command one, Command other) {
        return one.covers(other) ? other : one;
    }

    private static String within(Command held) {
        return held + " or below";
    }

    private static Optional<Refusal> mismatch(
            Reason reason, Token token, String rule, Object expected, Object found) {
        return Optional.of(refusal(reason, token, rule, expected, found));
    }

    private static Refusal refusal(
            Reason reason, Token token, String rule, Object expected, Object found) {
        return new Refusal(reason, token.cid(), rule, expected.toString(), found.toString());
    }
}
