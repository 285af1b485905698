package ipvm.cli;

import ipvm.data.MalformedException;
import ipvm.key.PrivateKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/// `ipvm key rotate`: a new key for the device, which the old one names as its successor.
final class KeyRotate implements Command {

    @Override
    public Syntax syntax() {
        var syntax = Syntax.of("key rotate", "give this device a new key");
        return Passphrase.option(syntax)
                .note(
                        "The old key signs that the new one takes its place, which keeps the device's"
                                + " name, grants and routes; then it is gone.")
                .example("ipvm key rotate", "After somebody may have read the old one");
    }

    @Override
    public Exit run(Call call) throws Stop, MalformedException, IOException {
        var home = Home.of(call).required();
        var keys = new Keyring(home, call.world());
        try (var old = keys.open(Home.DEVICE, Passphrase.of(call));
                var fresh = keys.fresh()) {
            replace(home, call, old, fresh);
            call.out().note(old.did() + " is now " + fresh.did());
            call.out().result(KeyShow.answer(Home.DEVICE, fresh.did(), home));
        }
        return Exit.OK;
    }

    /// The new key is on the disk before anything names it; the last step makes it the device's.
    private static void replace(Home home, Call call, PrivateKey old, PrivateKey fresh)
            throws Stop, IOException {
        var file = home.keyFile(Home.DEVICE);
        var next = file.resolveSibling("key.next");
        Files.deleteIfExists(next);
        new Keyring(home, call.world()).keep(fresh, next, Optional.empty());
        var successions = new Successions(home);
        successions.keep(successions.sign(old.did(), fresh.did(), old));
        var owner = new Owner(home, call.world());
        Wallet.open(home, call.out()).keep(owner.root(fresh, owner.required()));
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
        Disk.sync(home.folder());
    }
}
