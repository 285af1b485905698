package ipvm.cli;

import ipvm.data.Bytes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;

/// The folder where keys, tokens and configuration lie.
///
/// @param system of a node that serves all of a machine, where its `etc` and `run` are
public record Home(Path folder, Optional<Path> system) {

    /// The name of the device's own key.
    static final String DEVICE = "device";

    /// The name of the owner's key, where it lies on this device.
    static final String OWNER = "owner";

    static final String KEY_SUFFIX = ".ed25519";
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

    /// A home of one's own.
    public Home(Path folder) {
        this(folder, Optional.empty());
    }

    /// `--home`, else `$IPVM_HOME`, else the system node if it answers, else `~/.ipvm`; a choice
    /// that the line does not show is said.
    public static Home of(Call call) {
        var host = call.world().host();
        var option = call.arguments().find(Globals.HOME);
        if (option.isPresent()) {
            return at(host.folder().resolve(option.get()), host);
        }
        var variable = host.variable("IPVM_HOME");
        if (variable.isPresent()) {
            call.out().noteOnce("home: " + variable.get() + " (IPVM_HOME)");
            return at(host.folder().resolve(variable.get()), host);
        }
        var own = new Home(Path.of(host.variable("HOME").orElse("/")).resolve(".ipvm"));
        var system = SystemNode.of(host);
        return switch (system.standing()) {
            case NONE -> own;
            case DENIED -> {
                if (!own.exists()) {
                    call.out().noteOnce(system.advice());
                }
                yield own;
            }
            case ANSWERS -> {
                call.out().noteOnce("home: " + system.home().folder() + " (the system node)");
                yield system.home();
            }
        };
    }

    private static Home at(Path folder, World.Host host) {
        var system = SystemNode.of(host).home();
        return folder.toAbsolutePath().normalize().equals(system.folder().toAbsolutePath())
                ? system
                : new Home(folder);
    }

    /// Whether somebody lives here: without the device's key there is nothing to speak for.
    boolean exists() {
        return Files.exists(keyFile(DEVICE)) || system.filter(Home::isServed).isPresent();
    }

    /// Its folder is closed to most of those who may ask its daemon.
    private static boolean isServed(Path root) {
        return Files.exists(root.resolve(SystemNode.SOCKET));
    }

    /// Makes what it lacks where nobody lives yet, and says so.
    void found(Call call) throws Stop, IOException {
        if (!exists()) {
            new Founding(this, call).complete(Optional.empty(), Optional.empty());
            call.out().note("made a home at " + folder + " ('ipvm init' says more)");
        }
    }

    /// The home, which a command needs.
    Home required() throws Stop {
        if (!exists()) {
            throw Stop.notFound("no home at " + folder + " yet: run 'ipvm init' first");
        }
        return this;
    }

    Path keyFile(String name) {
        return name.equals(DEVICE)
                ? folder.resolve("key" + KEY_SUFFIX)
                : folder.resolve("keys").resolve(name + KEY_SUFFIX);
    }

    Path keys() {
        return folder.resolve("keys");
    }

    Path tokens() {
        return folder.resolve("tokens");
    }

    Path successions() {
        return folder.resolve("successions");
    }

    Path conf() {
        return system.map(root -> root.resolve("etc/ipvm/ipvm.conf"))
                .filter(Files::exists)
                .orElse(folder.resolve("ipvm.conf"));
    }

    /// The configuration with which a daemon started well the last time.
    Path goodConf() {
        return folder.resolve("ipvm.conf.good");
    }

    Path store() {
        return folder.resolve("ipvm.db");
    }

    Path ownerFile() {
        return folder.resolve("owner.did");
    }

    /// A name that a key may have: one word that is a file's name everywhere.
    static String keyName(String name) throws Stop {
        if (!NAME.matcher(name).matches()) {
            throw Stop.usage(
                    "'" + name + "' is no name for a key: letters, digits, . _ - (64 at most)");
        }
        return name;
    }

    void write(Path file, Bytes bytes, String mode) throws IOException {
        Disk.folder(folder);
        Disk.folder(Disk.folderOf(file));
        Disk.write(file, bytes, mode);
    }
}
