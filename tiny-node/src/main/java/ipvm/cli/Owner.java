package ipvm.cli;

import ipvm.data.Bytes;
import ipvm.data.MalformedException;
import ipvm.key.Did;
import ipvm.key.Signer;
import ipvm.ucan.Command;
import ipvm.ucan.Delegation;
import ipvm.ucan.Terms;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;

/// Whose device this is: a name in `owner.did`, and the one delegation that gives it everything.
final class Owner {

    static final int NONCE_BYTES = 12;
    private static final int BYTES_MAX = 4_096;

    private final Home home;
    private final World world;

    Owner(Home home, World world) {
        this.home = home;
        this.world = world;
    }

    Optional<Did> find() throws Stop, IOException {
        if (!Files.exists(home.ownerFile())) {
            return Optional.empty();
        }
        var input = Input.of(home.ownerFile().toString(), world);
        var text = new String(input.bytes(BYTES_MAX).toArray(), StandardCharsets.UTF_8);
        try {
            return Optional.of(Did.parse(text.strip()));
        } catch (MalformedException e) {
            throw Stop.malformed(input.name(), e);
        }
    }

    Did required() throws Stop, IOException {
        return find().orElseThrow(() -> Stop.notFound("no owner here: run 'ipvm init'"));
    }

    void write(Did owner) throws IOException {
        home.write(home.ownerFile(), Bytes.utf8(owner + "\n"), Disk.OPEN);
    }

    /// The delegations by which a device gave everything to somebody.
    static List<Delegation> roots(Wallet wallet, Did device, Did owner) {
        return wallet.delegations().stream()
                .filter(one -> one.issuer().equals(device))
                .filter(one -> one.terms().audience().equals(owner))
                .filter(one -> one.terms().command().equals(Command.ALL))
                .toList();
    }

    /// Everything on the device, for ever.
    Delegation root(Signer device, Did owner) {
        var nonce = world.host().chance().bytes(NONCE_BYTES);
        return Delegation.sign(device, Terms.of(owner, device.did(), Command.ALL, nonce));
    }
}
