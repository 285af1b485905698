package ipvm.cli;

import ipvm.data.MalformedException;
import ipvm.key.Did;
import ipvm.key.PrivateKey;
import ipvm.ucan.Invocation;
import ipvm.ucan.Revocation;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;

/// `ipvm owner transfer`: gives the device to somebody else.
final class OwnerTransfer implements Command {

    private static final String TO = "DID";
    private static final String YES = "--yes";

    @Override
    public Syntax syntax() {
        var syntax =
                Syntax.of("owner transfer", "give this device to somebody else")
                        .operand(TO, "the new owner")
                        .flag(YES, "do not ask first");
        return Passphrase.option(syntax)
                .note(
                        "Takes back everything the old owner gave, and erases the old owner's key and"
                                + " all named keys from this device: back them up first.")
                .example("ipvm owner transfer did:key:z6Mk...", "Before you sell the board");
    }

    @Override
    public Exit run(Call call) throws Stop, MalformedException, IOException {
        var home = Home.of(call).required();
        var to = Names.whom(call.arguments().the(TO));
        var owner = new Owner(home, call.world());
        var from = owner.required();
        if (from.equals(to)) {
            call.out().note("already there: " + to + " owns this device; nothing was changed");
        } else {
            confirm(call, to);
            try (var device =
                    new Keyring(home, call.world()).open(Home.DEVICE, Passphrase.of(call))) {
                revoke(home, call, device, from);
                Wallet.open(home, call.out()).keep(owner.root(device, to));
            }
            owner.write(to);
            erase(home, call);
        }
        call.out().result(KeyShow.answer(Home.OWNER, to, home));
        return Exit.OK;
    }

    /// Only a person at a terminal is asked: a script has said what it wants.
    private static void confirm(Call call, Did to) throws Stop {
        if (call.arguments().has(YES)) {
            return;
        }
        var question = "give this device to " + to + " and erase the keys of its owner? (yes/no)";
        var answer = call.world().terminal().word(question);
        if (answer.isPresent() && !answer.get().equals("yes")) {
            throw Stop.usage("nothing was changed");
        }
    }

    private static void revoke(Home home, Call call, PrivateKey device, Did from)
            throws IOException {
        var wallet = Wallet.open(home, call.out());
        for (var root : Owner.roots(wallet, device.did(), from)) {
            var request = Revocation.request(device.did(), root.cid());
            wallet.keep(Invocation.sign(device, request));
        }
    }

    private static void erase(Home home, Call call) throws IOException {
        List<String> names = new Keyring(home, call.world()).names();
        for (var name : names) {
            if (!name.equals(Home.DEVICE)) {
                Files.deleteIfExists(home.keyFile(name));
                call.out().note("erased key '" + name + "'");
            }
        }
    }
}
