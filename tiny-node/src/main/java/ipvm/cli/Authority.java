package ipvm.cli;

import ipvm.data.MalformedException;
import ipvm.data.Typo;
import ipvm.key.Did;
import ipvm.ucan.Command;
import ipvm.ucan.Delegation;
import ipvm.ucan.Judge;
import ipvm.ucan.Revocation;
import ipvm.ucan.Revocations;
import ipvm.ucan.Token;
import java.io.IOException;
import java.util.ArrayList;
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

    /// Whether a delegation passes something like this on to somebody.
    static boolean gives(Delegation one, Did to, Did subject, Command command) {
        var terms = one.terms();
        return terms.audience().equals(to)
                && terms.subject().orElse(subject).equals(subject)
                && (terms.command().covers(command) || command.covers(terms.command()));
    }
}
