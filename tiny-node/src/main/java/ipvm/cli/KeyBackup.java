package ipvm.cli;

import ipvm.data.MalformedException;
import ipvm.key.KeyFile;
import ipvm.key.PassphraseBox;
import ipvm.key.SecretFile;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Arrays;

/// `ipvm key backup`: the owner's key and what this home knows, under a passphrase.
final class KeyBackup implements Command {

    private static final String FILE = "FILE";

    @Override
    public Syntax syntax() {
        var syntax =
                Syntax.of("key backup", "keep the owner's key somewhere else")
                        .operand(FILE, "a new file, locked with a passphrase");
        return Passphrase.option(syntax)
                .note(
                        "Holds the owner's key, the grants and the names this device has had. The"
                                + " device's own key stays where it is: a board that takes its place"
                                + " gets one of its own ('ipvm key recover FILE --replace').")
                .example("ipvm key backup owner.backup", "Then keep the file off this device");
    }

    @Override
    public Exit run(Call call) throws Stop, MalformedException, IOException {
        var home = Home.of(call).required();
        var keys = new Keyring(home, call.world());
        if (!keys.holds(Home.OWNER)) {
            throw Stop.notFound("the owner's key is not in this home, so there is nothing to keep");
        }
        var file = call.world().host().folder().resolve(call.arguments().the(FILE));
        if (Files.exists(file)) {
            throw Stop.usage(call.arguments().the(FILE) + ": exists already");
        }
        var passphrase = Passphrase.of(call);
        try (var key = keys.open(Home.OWNER, passphrase)) {
            var wallet = Wallet.open(home, call.out());
            var backup =
                    new Backup(
                            keys.did(Home.DEVICE),
                            KeyFile.encode(key),
                            wallet.tokens(),
                            new Successions(home).all());
            var secret = passphrase.chosen("the backup");
            var salt = call.world().host().chance().bytes(PassphraseBox.SALT_BYTES);
            SecretFile.create(file, PassphraseBox.seal(backup.encode(), secret, salt));
            Arrays.fill(secret, '\0');
            call.out().note("the backup is in " + file);
            call.out().result(KeyShow.answer(Home.OWNER, key.did(), home));
        }
        return Exit.OK;
    }
}
