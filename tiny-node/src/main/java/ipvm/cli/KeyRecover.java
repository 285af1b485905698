package ipvm.cli;

import ipvm.data.Bytes;
import ipvm.data.MalformedException;
import ipvm.key.Did;
import ipvm.key.PassphraseBox;
import ipvm.key.PrivateKey;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;

/// `ipvm key recover`: brings the owner's key and grants back, on this or another device.
final class KeyRecover implements Command {

    private static final String FILE = "FILE|-";
    private static final String REPLACE = "--replace";

    @Override
    public Syntax syntax() {
        var syntax =
                Syntax.of("key recover", "bring the owner's key back from a backup")
                        .operand(FILE, "what 'ipvm key backup' wrote")
                        .flag(REPLACE, "this device takes the place of the one in the backup");
        return Passphrase.option(syntax)
                .note(
                        "On a new device a home is made, with a key of its own. With --replace the"
                                + " owner signs that this device is the old one from now on.")
                .example("ipvm key recover owner.backup", "The owner's key on a laptop")
                .example("ipvm key recover owner.backup --replace", "A new board for a broken one");
    }

    @Override
    public Exit run(Call call) throws Stop, MalformedException, IOException {
        var home = Home.of(call);
        var input = Input.of(call.arguments().the(FILE), call.world());
        var backup = open(input, call);
        try (var owner = backup.ownerKey()) {
            requireSameOwner(home, call, owner.did());
            var keys = new Keyring(home, call.world());
            if (!keys.holds(Home.OWNER)) {
                keys.keep(owner, home.keyFile(Home.OWNER), Optional.empty());
            }
            new Founding(home, call).complete(Optional.of(owner.did()), Optional.empty());
            restore(home, call, backup);
            replace(home, call, backup, owner);
            call.out().result(KeyShow.answer(Home.OWNER, owner.did(), home));
        }
        return Exit.OK;
    }

    private static Backup open(Input input, Call call) throws Stop, IOException {
        Bytes box = input.bytes(Backup.BYTES_MAX);
        try {
            var passphrase =
                    Passphrase.of(call).known("the backup").orElseThrow(Passphrase::missing);
            var opened = PassphraseBox.open(box, passphrase);
            Arrays.fill(passphrase, '\0');
            return Backup.decode(
                    opened.orElseThrow(() -> Stop.denied(input.name() + ": wrong passphrase")));
        } catch (MalformedException e) {
            throw Stop.malformed(input.name(), e);
        }
    }

    private static void requireSameOwner(Home home, Call call, Did owner) throws Stop, IOException {
        var keys = new Keyring(home, call.world());
        var present = new Owner(home, call.world()).find();
        if (present.isEmpty() && keys.holds(Home.OWNER)) {
            present = Optional.of(keys.did(Home.OWNER));
        }
        if (present.isPresent() && !present.get().equals(owner)) {
            throw Stop.usage(
                    home.folder() + " belongs to " + present.get() + ", the backup to " + owner);
        }
    }

    private static void restore(Home home, Call call, Backup backup) throws IOException {
        var wallet = Wallet.open(home, call.out());
        for (var token : backup.tokens()) {
            wallet.keep(token);
        }
        for (var succession : backup.successions()) {
            new Successions(home).keep(succession);
        }
    }

    private static void replace(Home home, Call call, Backup backup, PrivateKey owner)
            throws Stop, IOException {
        var device = new Keyring(home, call.world()).did(Home.DEVICE);
        if (device.equals(backup.device())) {
            return;
        }
        if (!call.arguments().has(REPLACE)) {
            call.out()
                    .note(
                            "this device is "
                                    + device
                                    + "; with --replace it takes the place of "
                                    + backup.device());
            return;
        }
        var successions = new Successions(home);
        successions.keep(successions.sign(backup.device(), device, owner));
        call.out().note(backup.device() + " is now " + device);
    }
}
