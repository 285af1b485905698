package ipvm.cli;

import ipvm.data.MalformedException;
import ipvm.data.Typo;
import ipvm.key.Did;
import ipvm.ucan.Command;
import ipvm.ucan.Delegation;
import ipvm.ucan.Grant;
import ipvm.ucan.Invocation;
import ipvm.ucan.Judge;
import ipvm.ucan.Request;
import ipvm.ucan.Revocation;
import ipvm.ucan.Revocations;
import ipvm.ucan.Token;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// What the keys of a home may do: its own delegations, and those that came as `--proof`.
record Authority(Keyring keys, List<Delegation> given, List<Delegation> known, Judge judge) {

    static final String PROOF = "--proof";
    static final String KEY = "--key";
    static final String SUB = "--sub";

    static Syntax options(Syntax syntax) {
        return syntax.option(
                        SUB,
                        "DID",
                        "whose resource it is; else what the proofs say, else this device's")
                .repeatedOption(
                        PROOF, "FILE", "delegations that back it; those of the home are known")
                .option(KEY, "NAME", "the key that signs; else the one that may");
    }

    /// For what is asked of a neighbour, by a key that may there.
    static Syntax key(Syntax syntax) {
        return Passphrase.option(
                syntax.option(KEY, "NAME", "the key that asks there; else the one that may"));
    }

    static Authority of(Call call, Home home) throws Stop, IOException {
        var wallet = Wallet.open(home, call.out());
        var tokens = new ArrayList<Token>();
        for (var file : call.arguments().all(PROOF)) {
            tokens.addAll(TokenFile.read(Input.of(file, call.world())));
        }
        var given = Wallet.delegations(tokens);
        var known = new ArrayList<>(given);
        known.addAll(wallet.delegations());
        List<Revocation> revocations = new ArrayList<>(Wallet.revocations(tokens));
        revocations.addAll(wallet.allRevocations());
        var judge = new Judge(Revocations.of(revocations));
        return new Authority(new Keyring(home, call.world()), given, known, judge);
    }

    /// Whose resource is meant: the one named, the one of the proofs, else this device's.
    Did subject(Call call) throws Stop, MalformedException, IOException {
        var named = call.arguments().find(SUB);
        if (named.isPresent()) {
            return did(named.get());
        }
        for (var proof : given.reversed()) {
            if (proof.terms().subject().isPresent()) {
                return proof.terms().subject().get();
            }
        }
        return keys.did(Home.DEVICE);
    }

    /// A DID, or the name of a key here.
    Did did(String word) throws Stop, MalformedException, IOException {
        if (word.startsWith("did:")) {
            return Names.whom(word);
        }
        var names = keys.names();
        if (!names.contains(word)) {
            throw Stop.notFound(
                    "'" + word + "' is neither a DID nor a key here" + Typo.hint(word, names));
        }
        return keys.did(word);
    }

    /// The first of some keys that might hold a right over a subject: its own, or a delegate's.
    Optional<String> holder(List<String> names, Did subject, Command command)
            throws Stop, IOException {
        for (var name : names) {
            var did = keys.did(name);
            if (did.equals(subject)
                    || known.stream().anyMatch(one -> gives(one, did, subject, command))) {
                return Optional.of(name);
            }
        }
        return Optional.empty();
    }

    /// A request under a key that may ask for it, behind the delegations that say so.
    List<Token> signed(Request request, Call call) throws Stop, MalformedException, IOException {
        var name = signer(request, call.arguments().find(KEY));
        var proofs = proofs(keys.did(name), request, call.world().host().nowSeconds());
        var proven = request.provenBy(proofs.stream().map(Delegation::cid).toList());
        var tokens = new ArrayList<Token>(proofs);
        try (var key = keys.open(name, Passphrase.of(call))) {
            tokens.add(Invocation.sign(key, proven));
        }
        return tokens;
    }

    /// Whose resource it is asks for itself; else whoever was given a right.
    private String signer(Request request, Optional<String> named) throws Stop, IOException {
        if (named.isPresent()) {
            return named.get();
        }
        var subject = request.subject();
        var own = keys.nameOf(subject);
        if (own.isPresent()) {
            return own.get();
        }
        return holder(keys.names(), subject, request.command())
                .orElseThrow(() ->
                        Stop.denied(
                                "no key here may ask for " + request.command() + " on " + subject));
    }

    /// The chain that lets the signer ask; where none does, what was given, for others to judge.
    private List<Delegation> proofs(Did signer, Request request, long nowSeconds) {
        if (signer.equals(request.subject())) {
            return List.of();
        }
        var chains = new ArrayList<Grant>();
        for (var one : known) {
            if (gives(one, signer, request.subject(), request.command())
                    && judge.judge(one, known, nowSeconds) instanceof Grant grant) {
                chains.add(grant);
            }
        }
        chains.sort(Comparator.comparing(chain -> !allows(chain, request)));
        return chains.isEmpty() ? given : chains.getFirst().proofs();
    }

    private static boolean allows(Grant chain, Request request) {
        return chain.command().covers(request.command()) && chain.policy().allows(request.args());
    }

    /// Whether a delegation passes something like this on to somebody.
    static boolean gives(Delegation one, Did to, Did subject, Command command) {
        var terms = one.terms();
        return terms.audience().equals(to)
                && terms.subject().orElse(subject).equals(subject)
                && (terms.command().covers(command) || command.covers(terms.command()));
    }
}
