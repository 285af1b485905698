package ipvm.cli;

import ipvm.data.Bytes;
import ipvm.key.Did;
import ipvm.key.PrivateKey;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Makes what a home lacks, in an order in which the next try completes what a power cut broke off.
final class Founding {

    private final Home home;
    private final Call call;
    private final Keyring keys;
    private final Owner owner;
    private final List<String> made = new ArrayList<>();

    Founding(Home home, Call call) {
        this.home = home;
        this.call = call;
        this.keys = new Keyring(home, call.world());
        this.owner = new Owner(home, call.world());
    }

    /// What was made, nothing if all was there.
    List<String> made() {
        return List.copyOf(made);
    }

    /// A home of the given owner, or of one whose key is made here; `passphrase` locks that key.
    void complete(Optional<Did> given, Optional<char[]> passphrase) throws Stop, IOException {
        var present = owner.find();
        if (given.isPresent() && present.isPresent() && !present.equals(given)) {
            throw Stop.usage(
                    home.folder()
                            + " belongs to "
                            + present.get()
                            + "; 'ipvm owner transfer' gives it to somebody else");
        }
        config();
        if (present.isEmpty()) {
            owner.write(given.isPresent() ? given.get() : ownerKey(passphrase));
            made.add("owner.did");
        }
        device(owner.required());
    }

    private void config() throws IOException {
        if (!Files.exists(home.conf())) {
            home.write(home.conf(), Bytes.utf8(Config.text()), Disk.OPEN);
            made.add("ipvm.conf");
        }
    }

    private Did ownerKey(Optional<char[]> passphrase) throws Stop, IOException {
        if (keys.holds(Home.OWNER)) {
            return keys.did(Home.OWNER);
        }
        try (var key = keys.create(Home.OWNER, passphrase)) {
            made.add("the owner's key");
            return key.did();
        }
    }

    private void device(Did owned) throws Stop, IOException {
        try (var device = deviceKey()) {
            var wallet = Wallet.open(home, call.out());
            if (Owner.roots(wallet, device.did(), owned).isEmpty()) {
                wallet.keep(owner.root(device, owned));
                made.add("the grant of everything to its owner");
            }
        }
    }

    private PrivateKey deviceKey() throws Stop, IOException {
        if (keys.holds(Home.DEVICE)) {
            return keys.open(Home.DEVICE, Passphrase.of(call));
        }
        made.add("the device's key");
        return keys.create(Home.DEVICE, Optional.empty());
    }
}
