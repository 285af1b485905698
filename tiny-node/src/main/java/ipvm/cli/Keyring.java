package ipvm.cli;

import ipvm.data.Bytes;
import ipvm.data.MalformedException;
import ipvm.data.Typo;
import ipvm.key.Did;
import ipvm.key.KeyFile;
import ipvm.key.KeyKind;
import ipvm.key.PassphraseBox;
import ipvm.key.PrivateKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The private keys of a home, by name; each is read when it is needed and closed by who asked.
final class Keyring {

    private static final int SEED_BYTES = 32;

    private final Home home;
    private final World.Chance chance;

    Keyring(Home home, World world) {
        this.home = home;
        this.chance = world.host().chance();
    }

    /// The device first, then the owner, then the others by name.
    List<String> names() throws IOException {
        var names = new ArrayList<String>();
        for (var name : List.of(Home.DEVICE, Home.OWNER)) {
            if (holds(name)) {
                names.add(name);
            }
        }
        others().filter(name -> !names.contains(name)).forEach(names::add);
        return names;
    }

    private java.util.stream.Stream<String> others() throws IOException {
        if (!Files.isDirectory(home.keys())) {
            return java.util.stream.Stream.of();
        }
        try (var files = Files.list(home.keys())) {
            var names = files.map(file -> String.valueOf(file.getFileName())).sorted().toList();
            return names.stream()
                    .filter(name -> name.endsWith(Home.KEY_SUFFIX))
                    .map(name -> name.substring(0, name.length() - Home.KEY_SUFFIX.length()));
        }
    }

    boolean holds(String name) {
        return Files.exists(home.keyFile(name));
    }

    /// Whose key a name stands for; the secret stays in its file.
    Did did(String name) throws Stop, IOException {
        var file = existing(name);
        try {
            return KeyFile.did(file);
        } catch (MalformedException e) {
            throw Stop.malformed(file.toString(), e);
        }
    }

    /// The name under which the key of a DID lies here.
    Optional<String> nameOf(Did did) throws Stop, IOException {
        for (var name : names()) {
            if (did(name).equals(did)) {
                return Optional.of(name);
            }
        }
        return Optional.empty();
    }

    PrivateKey open(String name, Passphrase passphrase) throws Stop, IOException {
        var file = existing(name);
        try {
            return KeyFile.read(file, () -> passphrase.known("key '" + name + "'"));
        } catch (MalformedException e) {
            throw Stop.malformed(file.toString(), e);
        }
    }

    private Path existing(String name) throws Stop, IOException {
        if (!holds(Home.keyName(name))) {
            throw Stop.notFound(
                    "no key '" + name + "' in " + home.folder() + Typo.hint(name, names()));
        }
        return home.keyFile(name);
    }

    /// Makes a key under a name that is free, locked where a passphrase is given.
    PrivateKey create(String name, Optional<char[]> passphrase) throws IOException {
        var key = fresh();
        keep(key, home.keyFile(name), passphrase);
        return key;
    }

    PrivateKey fresh() {
        return PrivateKey.generate(KeyKind.ED25519, chance.bytes(SEED_BYTES));
    }

    void keep(PrivateKey key, Path file, Optional<char[]> passphrase) throws IOException {
        Disk.folder(home.folder());
        Disk.folder(Disk.folderOf(file));
        Bytes salt = chance.bytes(PassphraseBox.SALT_BYTES);
        KeyFile.write(file, key, passphrase, salt);
    }
}
