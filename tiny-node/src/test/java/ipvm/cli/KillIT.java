package ipvm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import ipvm.data.Bytes;
import ipvm.data.Cid;
import ipvm.data.Ipld;
import ipvm.data.MalformedException;
import ipvm.data.UnixFsWriter;
import ipvm.data.Vectors;
import ipvm.task.Limits;
import ipvm.task.Receipt;
import ipvm.task.Workflow;
import ipvm.testkit.Peer;
import ipvm.testkit.Seeds;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A daemon under load is killed at random times: what it answered is there, what it accepted gets
/// done, and no command is done twice.
class KillIT {

    private static final int SAMPLE = 6;
    private static final int ALL = 300;
    private static final int ASKERS = 4;
    private static final int EVENTS_MAX = 150;
    private static final int SECONDS_MAX = 5;

    @TempDir Path folder;

    private final Set<Cid> answered = ConcurrentHashMap.newKeySet();
    private final Set<Cid> accepted = ConcurrentHashMap.newKeySet();
    private final Map<Cid, Workflow> workflows = new ConcurrentHashMap<>();
    private final Map<String, AtomicInteger> told = new ConcurrentHashMap<>();
    private int unknown;
    private final AtomicLong number = new AtomicLong();
    private final List<Long> starts = new ArrayList<>();

    private Process up() throws Exception {
        long begin = System.nanoTime();
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var builder =
                new ProcessBuilder(
                                java,
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
        builder.environment().put("HOME", folder.toString());
        builder.environment().put("IPVM_HTTP_PRIVATE", "true");
        var process = builder.start();
        var line = process.inputReader(StandardCharsets.UTF_8).readLine();
        assertThat(line).as(Files.readString(folder.resolve("up.err"))).contains("\"ready\":true");
        starts.add((System.nanoTime() - begin) / 1_000_000);
        return process;
    }

    private Desk desk() throws Stop, MalformedException, IOException {
        var host =
                new World.Host(
                        Map.of("HOME", folder.toString()),
                        folder,
                        InstantSource.system(),
                        count -> Bytes.wrap(new byte[count]),
                        folder);
        return SocketDesk.find(new Home(folder.resolve(".ipvm")), host)
                .orElseThrow(() -> new IOException("no daemon"));
    }

    private Ipld.Map run(Cid module, boolean isDetached) {
        return Ipld.map(
                "mod", Ipld.of(module),
                "fun", Ipld.of("add_one"),
                "params", Ipld.list(Ipld.of(number.incrementAndGet())),
                "nonce", Ipld.of(Bytes.EMPTY),
                "fuel", Ipld.of(1_000_000),
                "memory", Ipld.of(1 << 24),
                "time", Ipld.of(10_000),
                "detach", Ipld.of(isDetached));
    }

    private Workflow workflow(Cid module, int port) throws MalformedException {
        long n = number.incrementAndGet();
        var text =
                """
                {"v":"0.1.0","tasks":{
                 "a":{"cmd":"/wasm/run","args":{"mod":"ipfs://%s","fun":"add_one","params":[%d]},"nonce":""},
                 "t":{"cmd":"/http/post","args":{"url":"http://127.0.0.1:%d/","body":{"await/ok":"a"}},"nonce":"k%d"}}}
                """
                        .formatted(module, n, port, n);
        return Workflow.read(Bytes.utf8(text), Limits.DEFAULT, cid -> true);
    }

    /// Asks for one thing after another, until the daemon is gone.
    private void ask(Cid module, int port, long seed) {
        try (var desk = desk()) {
            for (int i = 0; ; i++) {
                switch ((int) ((seed + i) % 3)) {
                    case 0 -> answered.add(link(desk.one("run", run(module, false)), "receipt"));
                    case 1 -> accepted.add(link(desk.one("run", run(module, true)), "task"));
                    default -> {
                        var workflow = workflow(module, port);
                        var args =
                                run(module, false)
                                        .with("document", Ipld.of(workflow.block().data()));
                        desk.ask("workflow", args, line -> heard(line, workflow));
                    }
                }
            }
        } catch (IOException | Stop | MalformedException e) {
            // the daemon was killed
        }
    }

    private void heard(Ipld.Map line, Workflow workflow) throws MalformedException {
        workflows.put(workflow.cid(), workflow); // who tells of a job has taken it on
        if (new Word(line).has("receipt")) {
            answered.add(link(line, "receipt"));
        }
    }

    private static Cid link(Ipld.Map line, String key) throws MalformedException {
        return new Word(line).link(key);
    }

    private HttpServer server() throws IOException {
        var server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext(
                "/",
                exchange -> {
                    var key = exchange.getRequestHeaders().getFirst("Idempotency-Key");
                    told.computeIfAbsent(key, k -> new AtomicInteger()).incrementAndGet();
                    exchange.getRequestBody().readAllBytes();
                    exchange.sendResponseHeaders(204, -1);
                    exchange.close();
                });
        server.setExecutor(java.util.concurrent.Executors.newFixedThreadPool(4));
        server.start();
        return server;
    }

    /// Every answered receipt is there, whole and signed.
    private void check(Desk desk) throws Exception {
        for (var receipt : answered) {
            var line = desk.one("block", Ipld.map("cid", Ipld.of(receipt)));
            assertThat(Receipt.decode(new Word(line).bytes("bytes")).isSigned()).isTrue();
        }
        assertThat(told.values()).allMatch(count -> count.get() == 1);
    }

    @Test
    void keepsItsWordWheneverItIsKilled() throws Exception {
        var bytes = Vectors.bytes("homestar/core_add.wasm");
        Files.write(folder.resolve("add.wasm"), bytes.toArray());
        var module = new UnixFsWriter(block -> {}).file(bytes.stream()).cid();
        new Shell(folder).run("run", "add.wasm", "add_one", "0").ok();
        var server = server();
        int kills = Peer.count(SAMPLE, ALL);
        try {
            for (int kill = 0; kill < kills; kill++) {
                killed(module, server.getAddress().getPort(), Seeds.random(kill));
            }
            settle();
        } finally {
            ((java.util.concurrent.ExecutorService) server.getExecutor()).shutdownNow();
            server.stop(0);
        }
        starts.sort(null);
        System.out.printf(
                "kill -9: %d times; answered %d, lost 0; accepted %d, forgotten 0; commands %d, twice"
                        + " 0, %d cut off and said so; ready after %d ms (median), %d (worst)%n",
                kills,
                answered.size(),
                accepted.size() + workflows.size(),
                told.size(),
                unknown,
                starts.get(starts.size() / 2),
                starts.getLast());
    }

    private void killed(Cid module, int port, RandomGenerator random) throws Exception {
        var process = up();
        try (var desk = desk()) {
            check(desk);
        }
        var askers = new ArrayList<Thread>();
        for (int i = 0; i < ASKERS; i++) {
            int seed = i;
            askers.add(Thread.ofPlatform().start(() -> ask(module, port, seed)));
        }
        awaitEvents(random.nextInt(EVENTS_MAX));
        process.destroyForcibly().waitFor();
        for (var asker : askers) {
            asker.join();
        }
    }

    /// The moment of the kill is the point of this test: after so many answers, and at most so
    /// long, since a daemon may be killed before it gives any.
    private void awaitEvents(int more) throws InterruptedException {
        int wanted = events() + more;
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS_MAX);
        while (events() < wanted && System.nanoTime() < end) {
            TimeUnit.MILLISECONDS.sleep(1);
        }
    }

    private int events() {
        return answered.size() + accepted.size();
    }

    /// At last everything that was accepted is done.
    private void settle() throws Exception {
        var process = up();
        try (var desk = desk()) {
            for (var name : accepted) {
                var lines =
                        desk.all("wait", Ipld.map("cid", Ipld.of(name), "time", Ipld.of(60_000)));
                assertThat(lines).isNotEmpty();
            }
            for (var workflow : workflows.values()) {
                var args =
                        run(workflow.cid(), false)
                                .with("document", Ipld.of(workflow.block().data()));
                var lines = desk.all("workflow", args);
                long done = new Word(lines.getLast()).number("done");
                boolean isOpen = lines.toString().contains("Unknown");
                assertThat(done).as(lines.toString()).isEqualTo(isOpen ? 1 : 2);
                unknown += isOpen ? 1 : 0;
            }
            check(desk);
            assertThat(desk.one("status", Ipld.map()).find("tasks").orElseThrow())
                    .extracting(tasks -> new Word((Ipld.Map) tasks).map().find("queued"))
                    .isEqualTo(java.util.Optional.of(Ipld.of(0)));
        } finally {
            process.destroy();
            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        }
    }
}
