package ipvm.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpServer;
import ipvm.data.Ipld;
import ipvm.data.Vectors;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A daemon whose clock is set wrong by years, and right again.
///
/// The clock is its own: a few lines of C, loaded before libc, add to it what a file says.
@Timeout(300)
class ClockIT {

    private static final long YEAR = 365 * 86_400;
    private static final long BEAT_MILLIS = 200;
    private static final long SECONDS_MAX = 60;

    @TempDir Path folder;
    private final Map<String, AtomicInteger> told = new ConcurrentHashMap<>();
    private final List<Process> started = new ArrayList<>();
    private Shell shell = new Shell(Path.of(""));
    private HttpServer server;
    private int done;

    ClockIT() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    }

    @BeforeEach
    void enter() throws Exception {
        boolean isMade = false;
        try (var source = ClockIT.class.getResourceAsStream("/clock/shift.c")) {
            Files.copy(java.util.Objects.requireNonNull(source), folder.resolve("shift.c"));
            var words = "clang -shared -fPIC -O1 -nostdlib -fuse-ld=lld -o shift.so shift.c";
            var compiler =
                    new ProcessBuilder(words.split(" ", -1)).directory(folder.toFile()).start();
            isMade = compiler.waitFor() == 0;
        } catch (IOException e) {
            System.err.println(e.getMessage());
        }
        if (!isMade) {
            System.err.println("SKIPPED: ClockIT: clang made nothing that sets a clock");
        }
        assumeTrue(isMade);
        Files.write(folder.resolve("add.wasm"), Vectors.bytes("homestar/core_add.wasm").toArray());
        shell = new Shell(folder);
        shell.run("init").ok();
        rule("beat", "\"every\":\"" + BEAT_MILLIS + "ms\"");
        rule("minute", "\"cron\":\"* * * * *\"");
        server.createContext(
                "/",
                exchange -> {
                    var key = exchange.getRequestHeaders().getFirst("Idempotency-Key");
                    told.computeIfAbsent(key, k -> new AtomicInteger()).incrementAndGet();
                    exchange.sendResponseHeaders(204, -1);
                    exchange.close();
                });
        server.start();
    }

    @AfterEach
    void end() throws Exception {
        for (var process : started) {
            process.destroyForcibly().waitFor(SECONDS_MAX, TimeUnit.SECONDS);
        }
        server.stop(0);
    }

    private void rule(String name, String on) throws IOException {
        var text =
                """
                {"name":"%s","on":{%s},"do":{"mod":"file:add.wasm","fun":"add_one",\
                "params":[{"event":".missed"}]}}
                """
                        .formatted(name, on);
        Files.writeString(folder.resolve(name + ".json"), text);
        shell.run("rule", "add", name + ".json").ok();
    }

    private void set(long seconds) throws IOException {
        var next = Files.writeString(folder.resolve("next"), Long.toString(seconds));
        Files.move(
                next,
                folder.resolve("shift"),
                StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
    }

    private Process up() throws Exception {
        var builder =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-XX:TieredStopAtLevel=1",
                                "-XX:+UseSerialGC",
                                "--enable-native-access=ALL-UNNAMED",
                                "-cp",
                                System.getProperty("java.class.path"),
                                Main.class.getName(),
                                "up",
                                "--json")
                        .directory(folder.toFile())
                        .redirectError(folder.resolve("up.err").toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("IPVM_"));
        builder.environment()
                .putAll(
                        Map.of(
                                "HOME", folder.toString(),
                                "IPVM_HTTP_PRIVATE", "true",
                                "LD_PRELOAD", folder.resolve("shift.so").toString(),
                                "SHIFT", folder.resolve("shift").toString()));
        var process = builder.start();
        started.add(process);
        var line = process.inputReader(UTF_8).readLine();
        assertThat(line).as(Files.readString(folder.resolve("up.err"))).contains("\"ready\":true");
        return process;
    }

    private Ipld.Map status() throws Exception {
        return shell.run("status", "--json").ok().json();
    }

    private long fired(String rule) throws Exception {
        for (var row : shell.run("rule", "list", "--json").ok().jsonLines()) {
            var word = new Word(row);
            if (word.text("name").equals(rule)) {
                assertThat(word.text("state")).isEqualTo("active");
                return word.number("fired");
            }
        }
        throw new AssertionError("no rule " + rule);
    }

    /// A function and a command, both of them new.
    private void work() throws Exception {
        done++;
        var text =
                """
                {"v":"0.1.0","tasks":{
                 "a":{"cmd":"/wasm/run","args":{"mod":"file:add.wasm","fun":"add_one","params":[%d]},"nonce":""},
                 "t":{"cmd":"/http/post","args":{"url":"http://127.0.0.1:%d/","body":{"await/ok":"a"}},"nonce":"k%d"}}}
                """
                        .formatted(1_000 + done, server.getAddress().getPort(), done);
        Files.writeString(folder.resolve("w.json"), text);
        shell.run("workflow", "run", "w.json").ok();
        assertThat(told).hasSize(done);
        assertThat(told.values()).allMatch(count -> count.get() == 1);
    }

    /// The clock is what it is said to be, work is done, the beat goes on, and cron does not storm.
    private void requireCalm(String clock) throws Exception {
        long begin = System.nanoTime();
        long beats = fired("beat");
        long minutes = fired("minute");
        assertThat(new Word(status()).text("clock")).isEqualTo(clock);
        work();
        while (fired("beat") < beats + 5) {
            assertThat(System.nanoTime() - begin).isLessThan(TimeUnit.SECONDS.toNanos(SECONDS_MAX));
            Thread.onSpinWait();
        }
        long millis = (System.nanoTime() - begin) / 1_000_000;
        assertThat(fired("beat") - beats).isLessThan(millis / BEAT_MILLIS + 10);
        assertThat(fired("minute") - minutes).isLessThanOrEqualTo(2 + millis / 60_000);
        assertThat(new Word(status()).number("uptime_ms")).isPositive();
    }

    @Test
    void staysCalmWhenItsClockLeapsByYearsAndBack() throws Exception {
        set(0);
        var first = up();
        requireCalm("synced");
        set(-YEAR);
        requireCalm("floor");
        set(0);
        requireCalm("synced");
        set(10 * YEAR);
        requireCalm("synced");
        assertThat(shell.run("receipts").ok().out()).contains(ahead());
        first.destroyForcibly().waitFor();

        up();
        requireCalm("synced");
        set(0);
        requireCalm("synced");
        shell.run("down").ok();

        assertThat(told.values()).allMatch(count -> count.get() == 1);
        var checked = shell.run("store", "check", "--json").ok().json();
        assertThat(checked.find("valid")).contains(Ipld.of(true));
        up();
        requireCalm("synced");
    }

    /// The year that the daemon takes it for.
    private static String ahead() {
        return java.time.Instant.now().plusSeconds(10 * YEAR).toString().substring(0, 4);
    }
}
