package ipvm.cli;

import ipvm.data.Cid;
import ipvm.data.MalformedException;
import ipvm.key.Did;
import ipvm.ucan.Delegation;
import ipvm.ucan.Invocation;
import ipvm.ucan.Revocation;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// `ipvm revoke`: takes a grant back, for good.
final class Revoke implements Command {

    private static final String CID = "CID";

    @Override
    public Syntax syntax() {
        var syntax =
                Syntax.of("revoke", "take a grant back, for good")
                        .operand(CID, "the grant, as 'ipvm grants' lists it");
        return Passphrase.option(Packet.option(syntax))
                .note(
                        "Counts here at once, and elsewhere as soon as it is known there: send it to"
                                + " whoever has seen the grant. All that was passed on under the grant"
                                + " ends with it.")
                .example("ipvm revoke bafyrei... --out no-more.ucan", "As a file to send");
    }

    @Override
    public Exit run(Call call) throws Stop, MalformedException, IOException {
        var home = Home.of(call).required();
        var cid = Cid.parse(call.arguments().the(CID));
        var wallet = Wallet.open(home, call.out());
        var delegation =
                wallet.delegation(cid)
                        .orElseThrow(() ->
                                Stop.notFound("no grant " + cid + " here; see 'ipvm grants'"));
        var keys = new Keyring(home, call.world());
        var name = revoker(keys, wallet, delegation);
        call.out().note("takes back: " + Sentence.in(home, call).of(delegation));
        try (var key = keys.open(name, Passphrase.of(call))) {
            var revocation = Invocation.sign(key, Revocation.request(key.did(), cid));
            Packet.write(call, List.of(revocation));
            wallet.keep(revocation);
            Packet.answer(call, revocation.cid(), List.of(revocation));
        }
        return Exit.OK;
    }

    /// A key of the delegation's issuer, or of one whom it was passed on by.
    private static String revoker(Keyring keys, Wallet wallet, Delegation delegation)
            throws Stop, IOException {
        var givers = givers(wallet, delegation);
        for (var giver : givers) {
            var name = keys.nameOf(giver);
            if (name.isPresent()) {
                return name.get();
            }
        }
        throw Stop.denied(
                "only "
                        + givers.iterator().next()
                        + " or who gave it the right may take"
                        + " this back, and their keys are not here");
    }

    private static Set<Did> givers(Wallet wallet, Delegation delegation) {
        var givers = new LinkedHashSet<Did>();
        var next = new ArrayDeque<Did>(List.of(delegation.issuer()));
        while (!next.isEmpty()) {
            var giver = next.remove();
            if (givers.add(giver)) {
                wallet.delegations().stream()
                        .filter(one -> one.terms().audience().equals(giver))
                        .map(Delegation::issuer)
                        .forEach(next::add);
            }
        }
        return givers;
    }
}
