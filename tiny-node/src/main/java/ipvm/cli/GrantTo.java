package ipvm.cli;

import ipvm.data.MalformedException;
import ipvm.key.PrivateKey;
import ipvm.ucan.Delegation;
import ipvm.ucan.Grant;
import ipvm.ucan.Refusal;
import ipvm.ucan.Terms;
import ipvm.ucan.Token;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// `ipvm grant`: signs a delegation, after it has said what it means.
final class GrantTo implements Command {

    private static final String TO = "TO";
    private static final String CMD = "CMD";

    @Override
    public Syntax syntax() {
        var syntax =
                Syntax.of("grant", "let somebody do something")
                        .operand(TO, "who: a DID, or the name of a key here")
                        .operand(
                                CMD,
                                "what: a command such as /pin/write, or run, read, write, all");
        syntax = Authority.options(GrantTerms.options(syntax));
        return Passphrase.option(Packet.option(syntax))
                .note(
                        "run is /wasm/run; read is /block/read, /receipt/read and /node/inspect, one"
                                + " grant each; write is /block/write; all is everything. Without"
                                + " --for or --exp a grant has no end; 'ipvm revoke' takes it"
                                + " back.")
                .example(
                        "ipvm grant did:key:z6Mk... run --fuel 1G/day --for 30d",
                        "Lend fuel for a month")
                .example(
                        "ipvm grant anna /pin/write --policy '[[\"==\",\".pin\",\"lamp\"]]' --out a.ucan",
                        "Only the lamp, as a file to send");
    }

    @Override
    public Exit run(Call call) throws Stop, MalformedException, IOException {
        var home = Home.of(call).required();
        var authority = Authority.of(call, home);
        var to = authority.did(call.arguments().the(TO));
        var subject = authority.subject(call);
        var wanted = new ArrayList<Terms>();
        for (var command : GrantTerms.commands(call.arguments().the(CMD))) {
            wanted.add(new GrantTerms(call.arguments(), call.world()).of(to, subject, command));
        }
        var chains = chains(call, authority, wanted, Sentence.in(home, call));
        Packet.write(call, chains.stream().flatMap(List::stream).toList());
        var wallet = Wallet.open(home, call.out());
        for (var chain : chains) {
            wallet.keep(chain.getLast());
            Packet.answer(call, chain.getLast().cid(), chain);
        }
        return Exit.OK;
    }

    /// Each delegation behind those that back it; none is handed out unless all hold.
    private static List<List<Token>> chains(
            Call call, Authority authority, List<Terms> wanted, Sentence sentence)
            throws Stop, IOException {
        var name = signer(call, authority, wanted.getFirst());
        var fuel = new GrantTerms(call.arguments(), call.world()).fuel();
        for (var terms : wanted) {
            call.out().note(sentence.of(authority.keys().did(name), terms, fuel));
        }
        var chains = new ArrayList<List<Token>>();
        try (var key = authority.keys().open(name, Passphrase.of(call))) {
            for (var terms : wanted) {
                chains.add(chain(authority, key, terms, sentence.now()));
            }
        }
        return chains;
    }

    /// The owner's key if it may, else the device's, else another.
    private static String signer(Call call, Authority authority, Terms terms)
            throws Stop, IOException {
        var named = call.arguments().find(Authority.KEY);
        if (named.isPresent()) {
            return named.get();
        }
        var subject = terms.subject().orElseThrow();
        return authority
                .holder(ownerFirst(authority.keys().names()), subject, terms.command())
                .orElseThrow(() ->
                        Stop.denied("no key here may grant " + terms.command() + " on " + subject));
    }

    private static List<String> ownerFirst(List<String> names) {
        var sorted = new ArrayList<>(names);
        if (sorted.remove(Home.OWNER)) {
            sorted.addFirst(Home.OWNER);
        }
        return sorted;
    }

    /// Judged at a time when it holds: a grant may begin tomorrow.
    private static List<Token> chain(Authority authority, PrivateKey key, Terms terms, long now)
            throws Stop {
        var delegation = Delegation.sign(key, terms);
        long at = terms.window().notBefore().orElse(now);
        long then = Math.min(Math.max(now, at), terms.window().expires().orElse(Long.MAX_VALUE));
        return switch (authority.judge().judge(delegation, authority.known(), then)) {
            case Grant grant -> List.copyOf(grant.proofs());
            case Refusal refusal ->
                    throw Stop.denied(refusal.reason().label() + ": " + refusal.message());
        };
    }
}
