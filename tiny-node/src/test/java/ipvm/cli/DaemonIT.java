package ipvm.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ipvm.data.Bytes;
import ipvm.data.DagJson;
import ipvm.data.Ipld;
import ipvm.data.Vectors;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The daemon as a process: what kills it, and what outlives that.
@Timeout(180)
class DaemonIT {

    @TempDir Path folder;
    private final List<Process> started = new ArrayList<>();

    private record Ended(int exit, String out, String err) {

        Ipld.Map json() throws Exception {
            return (Ipld.Map) DagJson.decode(Bytes.utf8(out.strip()));
        }

        String link(String key) throws Exception {
            return ((Ipld.Link) json().find(key).orElseThrow()).cid().toString();
        }
    }

    /// A daemon that has said that it is ready.
    private record Up(Process process, BufferedReader out, Path err) {}

    @BeforeEach
    void enter() throws Exception {
        Files.write(folder.resolve("add.wasm"), Vectors.bytes("homestar/core_add.wasm").toArray());
        Files.write(folder.resolve("spin.wasm"), Bytes.fromHex(RunTest.ENDLESS).toArray());
        assertThat(run("init").exit()).isZero();
    }

    @AfterEach
    void leave() throws Exception {
        for (var process : started) {
            process.destroyForcibly().waitFor();
        }
    }

    private Process start(Path err, String... words) throws IOException {
        return start(err, Map.of(), words);
    }

    private Process start(Path err, Map<String, String> variables, String... words)
            throws IOException {
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var command =
                new ArrayList<>(
                        List.of(
                                java,
                                "-XX:TieredStopAtLevel=1",
                                "-XX:+UseSerialGC",
                                "--enable-native-access=ALL-UNNAMED",
                                "-cp",
                                System.getProperty("java.class.path"),
                                Main.class.getName()));
        command.addAll(List.of(words));
        var builder = new ProcessBuilder(command).directory(folder.toFile());
        builder.environment().put("HOME", folder.toString());
        builder.environment().keySet().removeIf(name -> name.startsWith("IPVM_"));
        List.of("NOTIFY_SOCKET", "INVOCATION_ID", "WATCHDOG_USEC", "WATCHDOG_PID")
                .forEach(builder.environment()::remove);
        builder.environment().putAll(variables);
        var process = builder.redirectError(err.toFile()).start();
        started.add(process);
        return process;
    }

    private Ended run(String... words) throws Exception {
        var err = Files.createTempFile(folder, "err", "");
        var process = start(err, words);
        process.getOutputStream().close();
        var out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return new Ended(process.exitValue(), out, Files.readString(err));
    }

    private Up up() throws Exception {
        return up(Map.of());
    }

    private Up up(Map<String, String> variables) throws Exception {
        var err = Files.createTempFile(folder, "up", "");
        var process = start(err, variables, "up", "--json");
        var out = process.inputReader(StandardCharsets.UTF_8);
        var line = out.readLine();
        assertThat(line).as(Files.readString(err)).contains("\"ready\":true");
        return new Up(process, out, err);
    }

    private static int exit(Up up) throws Exception {
        assertThat(up.process().waitFor(30, TimeUnit.SECONDS)).isTrue();
        return up.process().exitValue();
    }

    @Test
    void answersAsAHomeWithoutADaemonDoes() throws Exception {
        run("run", "add.wasm", "add_one", "41");
        var without =
                run("run", "add.wasm", "add_one", "41", "--json")
                        .json()
                        .with("took_ms", Ipld.of(0));
        var up = up();

        assertThat(
                        run("run", "add.wasm", "add_one", "41", "--json")
                                .json()
                                .with("took_ms", Ipld.of(0)))
                .isEqualTo(without);
        var status = run("status", "--json").json();
        assertThat(status.find("pid")).contains(Ipld.of(up.process().pid()));
        assertThat(status.find("recalled")).contains(Ipld.of(1));
        var second = run("up");
        assertThat(second.exit()).isEqualTo(6);
        assertThat(second.err()).contains("process " + up.process().pid());

        assertThat(run("down").exit()).isZero();
        assertThat(exit(up)).isZero();
        assertThat(run("status").exit()).isEqualTo(5);
    }

    @Test
    void takesUpWhatItHadAcceptedWhenItWasKilled() throws Exception {
        var first = up();
        var accepted = run("run", "spin.wasm", "spin", "--fuel", "100G", "--detach", "--json");
        assertThat(accepted.exit()).isEqualTo(7);
        first.process().destroyForcibly().waitFor();

        assertThat(run("tasks").out()).contains(accepted.link("task") + "  accepted");
        up();
        assertThat(run("tasks").out()).contains(accepted.link("task")).doesNotContain("accepted");
        assertThat(run("cancel", accepted.link("task")).exit()).isZero();
    }

    @Test
    void finishesWhatRunsWhenItIsToldToStop() throws Exception {
        var up = up();
        // some hundred milliseconds of fuel, which is what the drain is for
        var accepted = run("run", "spin.wasm", "spin", "--fuel", "500M", "--detach", "--json");
        up.process().destroy(); // TERM

        assertThat(exit(up)).isZero();
        assertThat(folder.resolve(".ipvm/node.sock")).doesNotExist();
        var ended = run("wait", accepted.link("task"), "--json");
        assertThat(ended.out()).as(ended.err()).contains("OutOfFuel");
        assertThat(ended.exit()).isEqualTo(3);
    }

    @Test
    void leavesNothingLockedWhenItIsInterrupted() throws Exception {
        var up = up();
        new ProcessBuilder("kill", "-INT", Long.toString(up.process().pid())).start().waitFor();

        assertThat(exit(up)).isZero();
        up();
        assertThat(run("status").exit()).isZero();
    }

    private static boolean has(String program) throws Exception {
        boolean has =
                new ProcessBuilder("sh", "-c", "command -v " + program).start().waitFor() == 0;
        if (!has) {
            System.err.println("SKIPPED: what systemd is told needs " + program);
        }
        return has;
    }

    @Test
    void tellsSystemdHowItDoes() throws Exception {
        assumeTrue(has("python3") && has("systemd-notify"));
        var listen =
                """
                import socket, sys
                s = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
                s.bind(sys.argv[1])
                print('bound', flush=True)
                while True: print(s.recv(4096).decode().split()[0], flush=True)
                """;
        var socket = folder.resolve("notify").toString();
        var listener = new ProcessBuilder("python3", "-c", listen, socket).start();
        started.add(listener);
        var heard = listener.inputReader(StandardCharsets.UTF_8);
        assertThat(heard.readLine()).isEqualTo("bound");

        var up = up(Map.of("NOTIFY_SOCKET", socket, "WATCHDOG_USEC", "400000"));

        assertThat(next(heard)).isEqualTo("READY=1");
        assertThat(next(heard)).isEqualTo("WATCHDOG=1");
        assertThat(next(heard)).isEqualTo("WATCHDOG=1");
        up.process().destroy();
        var last = next(heard);
        while (last.equals("WATCHDOG=1")) {
            last = next(heard);
        }
        assertThat(last).isEqualTo("STOPPING=1");
        assertThat(exit(up)).isZero();
    }

    /// systemd-notify asks besides whether what it said was heard.
    private static String next(BufferedReader heard) throws IOException {
        var line = heard.readLine();
        while (line.equals("BARRIER=1")) {
            line = heard.readLine();
        }
        return line;
    }

    @Test
    void standsOnTheLastGoodConfigurationUnderSystemd() throws Exception {
        var conf = folder.resolve(".ipvm/ipvm.conf");
        Files.writeString(conf, "metrics.file = m.prom\n");
        up();
        assertThat(folder.resolve("m.prom")).content().contains("\nipvm_tasks_done_total 0\n");
        assertThat(run("down").exit()).isZero();
        Files.writeString(conf, "metrics.file = m.prom\nfuel.max = much\n");

        assertThat(run("up").exit()).isEqualTo(2);
        var up = up(Map.of("INVOCATION_ID", "0123"));

        assertThat(Files.readString(up.err())).contains("error").contains("ipvm.conf:2: fuel.max");
        assertThat(run("status").out()).contains("the last good one").contains("ipvm.conf:2");
        assertThat(run("down").exit()).isZero();
    }

    @Test
    void readsItsLogLevelAgainOnHup() throws Exception {
        assumeTrue(hearsHup(), "this was started by nohup or the like");
        var up = up();
        Files.writeString(folder.resolve(".ipvm/ipvm.conf"), "log.level = debug\n");

        new ProcessBuilder("kill", "-HUP", Long.toString(up.process().pid())).start().waitFor();

        awaitLine(up, "log.level is debug");
        run("status");
        awaitLine(up, "debug answered status");
    }

    /// Whoever starts a process with HUP ignored, as nohup does, wants it never to hear of it.
    private static boolean hearsHup() throws IOException {
        var status = Path.of("/proc/self/status");
        if (!Files.exists(status)) {
            return true;
        }
        var ignored =
                Files.readAllLines(status).stream()
                        .filter(line -> line.startsWith("SigIgn:"))
                        .mapToLong(line -> Long.parseUnsignedLong(line.substring(7).strip(), 16))
                        .findFirst()
                        .orElse(0);
        boolean hears = (ignored & 1) == 0;
        if (!hears) {
            System.err.println("SKIPPED: HUP is ignored here, so no daemon can hear it");
        }
        return hears;
    }

    private static void awaitLine(Up up, String text) throws Exception {
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (!Files.readString(up.err()).contains(text)) {
            assertThat(System.nanoTime()).as(Files.readString(up.err())).isLessThan(until);
        }
    }
}
