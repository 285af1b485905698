package ipvm.cli;

import ipvm.data.Cid;
import ipvm.data.MalformedException;
import ipvm.ucan.Delegation;
import ipvm.ucan.Invocation;
import ipvm.ucan.Token;
import java.util.List;
import java.util.Optional;

/// Which of several tokens is meant to be judged, all others being its proofs.
final class TokenChoice {

    static final String OPTION = "--token";

    private TokenChoice() {}

    /// The one that a line means.
    static Token of(List<Token> tokens, Arguments words, Input input)
            throws Stop, MalformedException {
        var named = words.find(OPTION);
        Optional<Cid> cid =
                named.isPresent() ? Optional.of(Cid.parse(named.get())) : Optional.empty();
        return of(tokens, cid, input.name());
    }

    /// The one named, else the one invocation, else the one delegation that backs no other here.
    static Token of(List<Token> tokens, Optional<Cid> named, String source) throws Stop {
        if (named.isPresent()) {
            return named(tokens, named.get(), source);
        }
        var candidates = candidates(tokens);
        if (candidates.size() != 1) {
            throw Stop.usage(source + ": holds " + cids(candidates));
        }
        return candidates.getFirst();
    }

    private static Token named(List<Token> tokens, Cid cid, String source) throws Stop {
        return tokens.stream()
                .filter(token -> token.cid().equals(cid))
                .findFirst()
                .orElseThrow(() -> Stop.notFound(source + ": holds no token " + cid));
    }

    private static List<Token> candidates(List<Token> tokens) {
        var invocations = tokens.stream().filter(Invocation.class::isInstance).toList();
        var requests = invocations.stream().filter(token -> !isRevocation(token)).toList();
        if (requests.size() == 1) {
            return requests;
        }
        if (!invocations.isEmpty()) {
            return invocations;
        }
        var ends = tokens.stream().filter(token -> !backsAnother(token, tokens)).toList();
        return ends.isEmpty() ? tokens : ends; // in a circle each backs another
    }

    private static boolean isRevocation(Token token) {
        return token instanceof Invocation invocation && Wallet.revocation(invocation).isPresent();
    }

    private static boolean backsAnother(Token token, List<Token> tokens) {
        return token instanceof Delegation giver
                && tokens.stream()
                        .filter(taker -> !taker.cid().equals(giver.cid()))
                        .anyMatch(taker -> taker.issuer().equals(giver.terms().audience()));
    }

    private static String cids(List<Token> tokens) {
        var cids = tokens.stream().map(token -> token.cid().toString()).toList();
        return tokens.isEmpty()
                ? "no token to judge"
                : "several tokens, say which with --token: " + String.join(", ", cids);
    }
}
