package ipvm.cli;

import ipvm.data.Bytes;
import ipvm.data.MalformedException;
import ipvm.key.Did;
import ipvm.key.Signer;
import ipvm.key.Succession;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The names that this device has had: signed successions, each in a file of its number.
final class Successions {

    private static final String SUFFIX = ".succession";
    private static final int BYTES_MAX = 8_192;

    private final Home home;

    Successions(Home home) {
        this.home = home;
    }

    List<Succession.Signed> all() throws Stop, IOException {
        var all = new ArrayList<Succession.Signed>();
        for (var file : files()) {
            try (var in = Files.newInputStream(file)) {
                all.add(Succession.decode(Bytes.wrap(in.readNBytes(BYTES_MAX))));
            } catch (MalformedException e) {
                throw Stop.malformed(file.toString(), e);
            }
        }
        return all;
    }

    private List<Path> files() throws IOException {
        if (!Files.isDirectory(home.successions())) {
            return List.of();
        }
        try (var files = Files.list(home.successions())) {
            return files.filter(file -> file.toString().endsWith(SUFFIX)).sorted().toList();
        }
    }

    /// Signs that one name takes the place of another; a number that led nowhere is used again.
    Succession.Signed sign(Did old, Did next, Signer signer) throws Stop, IOException {
        long seq = 1;
        for (var known : all()) {
            if (!known.succession().old().equals(old)) {
                seq = Math.max(seq, known.succession().seq() + 1);
            }
        }
        return new Succession(old, next, seq).sign(signer);
    }

    void keep(Succession.Signed signed) throws IOException {
        var file = home.successions().resolve(signed.succession().seq() + SUFFIX);
        home.write(file, signed.encode(), Disk.OPEN);
    }
}
