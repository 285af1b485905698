package ipvm.cli;

import ipvm.data.Ipld;
import ipvm.data.MalformedException;
import ipvm.store.SqliteStore;
import ipvm.store.StoreException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Looks at everything that a node needs, one thing after the other, and changes nothing.
final class Checkup {

    private static final int JAVA_MIN = 21;
    private static final long MIB = 1 << 20;
    private static final long FREE_BYTES_MIN = 16 * MIB;

    /// Before this was written, no clock that is right can have shown less.
    private static final long CLOCK_SECONDS_MIN = 1_735_689_600;

    private static final Path MEMORY = Path.of("/proc/meminfo");

    private final Home home;
    private final Call call;

    Checkup(Home home, Call call) {
        this.home = home;
        this.call = call;
    }

    List<Finding> all() throws Stop, MalformedException, IOException {
        var findings = new ArrayList<Finding>();
        findings.add(java());
        findings.add(clock());
        if (!home.exists()) {
            findings.add(Finding.bad("home", "none at " + home.folder(), "'ipvm init' makes one"));
            return findings;
        }
        findings.add(folder());
        findings.add(key());
        var settings = settings();
        findings.add(config());
        var daemon = SocketDesk.find(home, call.world().host());
        findings.add(daemon(daemon));
        try (var desk = daemon.orElse(null)) {
            findings.add(store(Optional.ofNullable(desk), settings));
        }
        findings.add(disk(settings));
        findings.add(memory(settings));
        return findings;
    }

    private static Finding java() {
        var version = Runtime.version();
        return version.feature() >= JAVA_MIN
                ? Finding.ok("java", version.toString())
                : Finding.bad("java", version.toString(), "install Java 21 or newer");
    }

    private Finding clock() {
        return call.world().host().nowSeconds() >= CLOCK_SECONDS_MIN
                ? Finding.ok("clock", call.world().host().clock().instant().toString())
                : Finding.bad(
                        "clock",
                        "stands at " + call.world().host().clock().instant(),
                        "set it: 'timedatectl set-ntp true'; grants with a time hold only then");
    }

    private Finding folder() throws IOException {
        var mode = mode(home.folder());
        return mode.endsWith("------")
                ? Finding.ok("home", home.folder().toString())
                : Finding.warn(
                        "home",
                        "others may look into " + home.folder() + " (" + mode + ")",
                        "chmod 700 " + home.folder());
    }

    private Finding key() throws IOException {
        var file = home.keyFile(Home.DEVICE);
        return mode(file).endsWith("------")
                ? Finding.ok("key", file.toString())
                : Finding.bad(
                        "key", "others may read " + file + ": no node starts", "chmod 600 " + file);
    }

    private static String mode(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }

    /// What holds, or what would hold if nothing were written.
    private Settings settings() throws IOException {
        try {
            var settings = Settings.of(home, call);
            Values.check(settings);
            return settings;
        } catch (Stop e) {
            return Settings.normal();
        }
    }

    private Finding config() throws IOException {
        try {
            Values.check(Settings.of(home, call));
            return Finding.ok("config", home.conf().toString());
        } catch (Stop e) {
            return Finding.bad(
                    "config", e.line(), "mend that line; 'ipvm config check' looks again");
        }
    }

    private Finding daemon(Optional<SocketDesk> daemon) throws IOException {
        if (daemon.isPresent()) {
            return Finding.ok("daemon", "process " + daemon.get().pid());
        }
        var socket = ControlSocket.of(home, call.world().host()).file();
        return Files.exists(socket)
                ? Finding.warn(
                        "daemon",
                        "none listens at " + socket + ", which one left behind",
                        "'ipvm up' starts one; the file does no harm")
                : Finding.ok("daemon", "none; 'ipvm up' starts one");
    }

    private Finding store(Optional<SocketDesk> daemon, Settings settings)
            throws Stop, MalformedException, IOException {
        if (daemon.isPresent()) {
            return store(new Word(daemon.get().one("faults", Ipld.map())).items("faults").size());
        }
        if (!Files.exists(home.store())) {
            return Finding.ok("store", "nothing was kept yet");
        }
        long bytesMax = settings.number("disk.max", Quantity.SIZE);
        try (var store = SqliteStore.open(home.store(), bytesMax, ProcessHandle.current().pid())) {
            return store(store.faults().size());
        } catch (StoreException e) {
            return e.kind() == StoreException.Kind.LOCKED
                    ? Finding.warn("store", Faults.stop(e).line(), "look again when it has ended")
                    : broken(Faults.stop(e).line());
        }
    }

    private Finding store(int faults) {
        return faults == 0
                ? Finding.ok("store", home.store() + " is whole")
                : broken(faults + " faults in " + home.store());
    }

    private Finding broken(String says) {
        return Finding.bad(
                "store",
                says,
                "keep a copy of " + home.store() + " and put a backup, or none, in its place");
    }

    private Finding disk(Settings settings) throws Stop, IOException {
        long free = Files.getFileStore(home.folder()).getUsableSpace();
        long taken = Files.exists(home.store()) ? Files.size(home.store()) : 0;
        long wanted = settings.number("disk.max", Quantity.SIZE) - taken;
        var says = free / MIB + " MiB free";
        if (free < FREE_BYTES_MIN) {
            return Finding.bad("disk", says, "make room, or nothing new can be taken on");
        }
        return free >= wanted
                ? Finding.ok("disk", says)
                : Finding.warn(
                        "disk",
                        says + ", and the store may take " + wanted / MIB + " MiB more",
                        "make room or lower disk.max");
    }

    private static Finding memory(Settings settings) throws Stop, IOException {
        long free = memoryBytes();
        long wanted = settings.number("memory.max", Quantity.SIZE);
        var says = free / MIB + " MiB available";
        return free == 0 || free >= wanted
                ? Finding.ok("memory", free == 0 ? "not known on this system" : says)
                : Finding.warn(
                        "memory",
                        says + ", and one task may take " + wanted / MIB + " MiB",
                        "lower memory.max and workers");
    }

    private static long memoryBytes() throws IOException {
        if (Files.exists(MEMORY)) {
            for (var line : Files.readAllLines(MEMORY, StandardCharsets.UTF_8)) {
                if (line.startsWith("MemAvailable:")) {
                    return Long.parseLong(line.replaceAll("[^0-9]", "")) << 10;
                }
            }
        }
        return 0;
    }
}
