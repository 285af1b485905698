package ipvm.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ipvm.data.Vectors;
import ipvm.testkit.Seeds;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A home on a small disk of its own that fills up, or turns read-only.
///
/// The disk is a tmpfs in a mount namespace that ends with the process that holds it, so nothing
/// stays mounted whatever happens here. That takes root.
class FaultsIT {

    private static final int SECONDS_MAX = 60;
    private static final int TRIES_MAX = 12;
    private static final String READ_ONLY = "read-only";

    @TempDir Path folder;
    private final List<Process> started = new ArrayList<>();
    private long holder;

    private record Ran(int exit, String out, String err) {

        Ran ok() {
            assertThat(exit).as(err + out).isZero();
            return this;
        }

        void requireRefusal(String said) {
            assertThat(exit).as(err + out).isEqualTo(Exit.BUSY.code());
            assertThat(out).isEmpty();
            assertThat(err).startsWith("ipvm ").hasLineCount(1).containsIgnoringCase(said);
        }
    }

    @BeforeEach
    void mount() throws Exception {
        Files.createDirectory(disk());
        Files.write(
                folder.resolve("core_add.wasm"), Vectors.bytes("homestar/core_add.wasm").toArray());
        var bytes = new byte[600_000];
        Seeds.random(1).nextBytes(bytes);
        Files.write(folder.resolve("file"), bytes);
        var line = "";
        try {
            var mounted =
                    "mount -t tmpfs -o size=4m ipvm '" + disk() + "' && echo ready && exec cat";
            var process = start(List.of("unshare", "-m", "sh", "-c", mounted), "holder");
            holder = process.pid();
            line = process.inputReader(UTF_8).readLine();
        } catch (IOException e) {
            line = e.getMessage();
        }
        if (!"ready".equals(line)) {
            System.err.println("SKIPPED: FaultsIT: no disk of its own may be mounted here");
        }
        assumeTrue("ready".equals(line));
        ipvm("init").ok();
        ipvm("run", module(), "add_one", "1").ok();
    }

    @AfterEach
    void end() throws Exception {
        for (var process : started.reversed()) {
            process.destroyForcibly().waitFor(SECONDS_MAX, TimeUnit.SECONDS);
        }
    }

    private Path disk() {
        return folder.resolve("disk");
    }

    private String module() {
        return folder.resolve("core_add.wasm").toString();
    }

    private Process start(List<String> words, String name) throws IOException {
        var builder =
                new ProcessBuilder(words)
                        .directory(folder.toFile())
                        .redirectError(folder.resolve(name + ".err").toFile());
        builder.environment().keySet().removeIf(each -> each.startsWith("IPVM_"));
        builder.environment().put("HOME", disk().toString());
        var process = builder.start();
        started.add(process);
        return process;
    }

    /// Starts a program that sees the disk.
    private Process inside(String name, String... words) throws IOException {
        var all = new ArrayList<>(List.of("nsenter", "-t", Long.toString(holder), "-m"));
        all.addAll(List.of(words));
        return start(all, name);
    }

    private Ran ran(String... words) throws Exception {
        var name = "ran" + started.size();
        var process = inside(name, words);
        var out = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor(SECONDS_MAX, TimeUnit.SECONDS)).isTrue();
        return new Ran(process.exitValue(), out, Files.readString(folder.resolve(name + ".err")));
    }

    private static String[] line(String... words) {
        var all = new ArrayList<String>();
        all.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        all.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
        all.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-cp"));
        all.addAll(List.of(System.getProperty("java.class.path"), Main.class.getName()));
        all.addAll(List.of(words));
        return all.toArray(String[]::new);
    }

    private Ran ipvm(String... words) throws Exception {
        return ran(line(words));
    }

    private void shell(String line) throws Exception {
        ran("sh", "-c", "cd '" + disk() + "' && " + line).ok();
    }

    /// Leaves so many KiB.
    private void fill(int left) throws Exception {
        shell("{ cat /dev/zero > ballast 2>/dev/null; truncate -s -%dK ballast; }".formatted(left));
    }

    /// Runs one task after another until there is no room for its receipt; the number of that one.
    private int refused() throws Exception {
        for (int i = 2; i < TRIES_MAX; i++) {
            var ran = ipvm("run", module(), "add_one", Integer.toString(i));
            if (ran.exit != 0) {
                ran.requireRefusal("StorageFull");
                return i;
            }
        }
        throw new AssertionError("a full disk took everything");
    }

    private void requireRecall() throws Exception {
        assertThat(ipvm("run", module(), "add_one", "1", "--json").ok().out)
                .contains("\"recalled\":true");
    }

    @Test
    void answersWhatItKnowsWhenTheDiskIsFullAndGoesOnWhenItIsNot() throws Exception {
        fill(0);

        int number = refused();
        ipvm("put", folder.resolve("file").toString()).requireRefusal("StorageFull");

        requireRecall();
        assertThat(ipvm("store", "check").ok().out).contains((number - 1) + " receipts are whole");
        assertThat(ipvm("receipts").ok().out).hasLineCount(number - 1);

        shell("rm ballast");
        ipvm("run", module(), "add_one", Integer.toString(number)).ok();
        ipvm("put", folder.resolve("file").toString()).ok();
        assertThat(ipvm("store", "check").ok().out).contains(number + " receipts are whole");
    }

    @Test
    void letsBlocksGoOnADiskThatIsFullToTheLastByte() throws Exception {
        ipvm("put", folder.resolve("file").toString()).ok();
        fill(0);

        assertThat(ipvm("gc").ok().out).startsWith("removed ").doesNotContain("removed 0");

        for (int i = 2; i < TRIES_MAX; i++) {
            ipvm("run", module(), "add_one", Integer.toString(i)).ok();
        }
        assertThat(ipvm("store", "check").ok().out).contains(TRIES_MAX - 1 + " receipts are whole");
    }

    @Test
    void keepsADaemonUpWhenItsDiskIsFull() throws Exception {
        var daemon = inside("up", line("up", "--json"));
        assertThat(daemon.inputReader(UTF_8).readLine()).contains("\"ready\":true");
        fill(0);
        int number = refused();

        requireRecall();
        ipvm("status").ok();
        shell("rm ballast");

        ipvm("run", module(), "add_one", Integer.toString(number)).ok();
        ipvm("down").ok();
        assertThat(daemon.waitFor(SECONDS_MAX, TimeUnit.SECONDS)).isTrue();
        assertThat(ipvm("store", "check").ok().out).contains(number + " receipts are whole");
    }

    @Test
    void readsWhatAKilledDaemonLeftOnADiskThatTurnsReadOnly() throws Exception {
        var daemon = inside("up", line("up", "--json"));
        assertThat(daemon.inputReader(UTF_8).readLine()).contains("\"ready\":true");
        ipvm("run", module(), "add_one", "2").ok();
        daemon.destroyForcibly().waitFor();
        shell("mount -o remount,ro '" + disk() + "'");

        assertThat(ipvm("receipts").ok().out).hasLineCount(2);
        assertThat(ipvm("store", "check").ok().out).contains("2 receipts are whole");
        requireRecall();
    }

    @Test
    void readsAndSaysInOneLineThatItMayOnlyRead() throws Exception {
        var sums = "find .ipvm -type f -exec sha256sum {} + | sort >";
        shell(sums + " '" + folder.resolve("before") + "'");
        shell("mount -o remount,ro '" + disk() + "'");

        requireRecall();
        assertThat(ipvm("receipts").ok().out).hasLineCount(1);
        assertThat(ipvm("store", "check").ok().out).contains("1 receipts are whole");
        ipvm("run", module(), "add_one", "2").requireRefusal(READ_ONLY);
        ipvm("put", folder.resolve("file").toString()).requireRefusal(READ_ONLY);
        ipvm("gc").requireRefusal(READ_ONLY);
        ipvm("up").requireRefusal(READ_ONLY);
        ipvm("config", "check").ok();
        ipvm("key", "show").ok();
        shell(sums + " '" + folder.resolve("after") + "'");

        shell("mount -o remount,rw '" + disk() + "'");
        assertThat(folder.resolve("after")).hasSameTextualContentAs(folder.resolve("before"));
        requireRecall();
        ipvm("run", module(), "add_one", "2").ok();
    }
}
