package ipvm.bench;

import ipvm.data.Bytes;
import ipvm.data.Cid;
import ipvm.data.Ipld;
import ipvm.data.MalformedException;
import ipvm.data.UnixFsWriter;
import ipvm.effect.Effects;
import ipvm.effect.Surroundings;
import ipvm.key.Did;
import ipvm.key.KeyKind;
import ipvm.key.PrivateKey;
import ipvm.node.LiveNode;
import ipvm.node.Order;
import ipvm.node.Plan;
import ipvm.node.Reply;
import ipvm.node.Rights;
import ipvm.schedule.Bounds;
import ipvm.store.Change;
import ipvm.store.SqliteStore;
import ipvm.task.Call;
import ipvm.task.Task;
import ipvm.task.Workflow;
import ipvm.ucan.Grant;
import ipvm.ucan.Invocation;
import ipvm.ucan.Judge;
import ipvm.ucan.Proofs;
import ipvm.ucan.Request;
import ipvm.ucan.Revocations;
import ipvm.wasm.Modules;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.DriverManager;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;

/// `bench node [--seconds S] [--footprint] [--flooded]`: durable signed tasks, recalls and
/// workflows of a node on this disk. With `--footprint` (and `IPVM_OPTS=-Xmx32m`), what 100,000
/// tasks leave in memory; with `--flooded` what askers wait beside one who asks for too much.
final class NodeBench implements AutoCloseable {

    private static final int TASKS_MAX = 10_000;
    private static final int SIGNED = 20_000;
    private static final int ASKERS = 16;
    private static final Bounds BOUNDS = new Bounds(1_000_000_000, 16 << 20, 60_000);

    private final boolean json;
    private final double seconds;
    private final Path folder;
    private final PrivateKey key;
    private final SqliteStore store;
    private final Rights rights;
    private final LiveNode node;
    private final Cid module;
    private long number;

    private NodeBench(Arguments args) throws Exception {
        this.json = args.has("--json");
        this.seconds = args.number("--seconds", 5);
        this.folder = Files.createTempDirectory(Path.of(root(), "tiny-node/target"), "bench-node");
        var seed = new byte[32];
        new SecureRandom().nextBytes(seed);
        this.key = PrivateKey.generate(KeyKind.ED25519, Bytes.wrap(seed));
        this.store = SqliteStore.open(folder.resolve("ipvm.db"), 1L << 34, 1);
        this.rights =
                new Rights(key.did(), Effects.installed(), Set.of(), ipvm.node.Limits.DEFAULT);
        this.node = new LiveNode(means());
        this.module = put("example_add.wasm");
    }

    static String root() {
        return Objects.requireNonNull(System.getProperty("ipvm.root"));
    }

    private LiveNode.Means means() {
        var around =
                new Surroundings(
                        System::currentTimeMillis,
                        count -> Bytes.wrap(new byte[count]),
                        (ask, line) -> {},
                        Surroundings.Tasks.NOBODY,
                        name -> Optional.empty(),
                        Optional.empty(),
                        false,
                        ipvm.effect.Limits.DEFAULT);
        return new LiveNode.Means(
                key,
                store,
                rights,
                new Modules(ipvm.wasm.Limits.DEFAULT, Modules.BYTES_MAX),
                around,
                InstantSource.system(),
                (level, context, message) -> {},
                BOUNDS,
                Runtime.getRuntime().availableProcessors());
    }

    static void run(Arguments args) throws Exception {
        try (var bench = new NodeBench(args)) {
            if (args.has("--footprint")) {
                new NodeStrain(bench).footprint();
                return;
            }
            bench.tasks(32); // warms up
            if (args.has("--flooded")) {
                new NodeStrain(bench).flooded();
                return;
            }
            for (int concurrency : new int[] {1, 8, 32}) {
                double rate = bench.tasks(concurrency);
                double goal = concurrency == 32 ? 3_000 : 0;
                bench.print("distinct tasks, " + concurrency + " at once", rate, "/s", goal);
            }
            bench.recalls();
            new NodeStrain(bench).flooded();
            bench.workflows();
            HomestarDuel.compare(bench, bench.seconds);
            bench.commits();
            bench.written();
        }
    }

    void print(String what, double figure, String unit, double atLeast) {
        var met = atLeast <= 0 || figure >= atLeast;
        System.out.println(
                json
                        ? String.format(
                                Locale.ROOT,
                                "{\"bench\":\"node\",\"case\":\"%s\",\"ours\":%.4g,\"unit\":\"%s\",\"goal\":%s,\"met\":%s}",
                                what,
                                figure,
                                unit,
                                atLeast,
                                met)
                        : String.format(
                                Locale.ROOT,
                                "%-44s %10.4g %-9s %s%s",
                                what,
                                figure,
                                unit,
                                atLeast > 0 ? ">= " + atLeast : "",
                                met ? "" : "  MISSED"));
    }

    Cid module() {
        return module;
    }

    /// A workflow of two tasks, of which one awaits the other.
    void two(long argument) throws Exception {
        workflow(job(0, Long.toString(argument)) + "," + job(1, "{\"await/ok\":\"t0\"}"));
    }

    Did did() {
        return key.did();
    }

    private Cid put(String name) throws Exception {
        var file = Path.of(root(), "tiny-node/src/test/resources/vectors/homestar", name);
        var changes = new ArrayList<Change>();
        try (var in = Files.newInputStream(file)) {
            var written =
                    new UnixFsWriter(block -> changes.add(new Change.Put(block, true))).file(in);
            node.keep(changes);
            return written.cid();
        }
    }

    private Task task(long argument) {
        var call = new Call("add_one", List.of(Ipld.of(argument)));
        return Task.wasm(key.did(), Ipld.of(module), call, Bytes.EMPTY);
    }

    /// Tasks that nobody asked for before, so many of them under way at once.
    private double tasks(int concurrency) throws Exception {
        var free = new Semaphore(concurrency);
        long begin = System.nanoTime();
        long count = 0;
        while (System.nanoTime() - begin < seconds * 1e9) {
            free.acquire();
            ask(task(number++), rights.own(), free);
            count++;
        }
        free.acquire(concurrency);
        return count * 1e9 / (System.nanoTime() - begin);
    }

    /// Asks, and gives a permit back when it is answered.
    void ask(Task task, Grant grant, Semaphore free) {
        var unused = ask(task, grant).whenComplete((reply, fault) -> free.release());
    }

    CompletableFuture<Reply> ask(Task task, Grant grant) {
        return node.ask(Order.of(task, BOUNDS, grant))
                .thenApply(reply -> {
                    if (reply instanceof Reply.Ended) {
                        return reply;
                    }
                    throw new IllegalStateException(reply.toString());
                });
    }

    private void recalls() throws Exception {
        var times = new ArrayList<Double>();
        for (int i = 0; i < 5_000; i++) {
            long before = System.nanoTime();
            ask(task(i % 1_000), rights.own()).join();
            times.add((System.nanoTime() - before) / 1e6);
        }
        times.sort(Comparator.naturalOrder());
        print("recall, median", times.get(times.size() / 2), "ms", 0);
        print("recalls for an admitted asker", recallRate(), "/s", 20_000);
        print("recalls with a fresh signature each", signedRate(), "/s", 8_000);
    }

    private double recallRate() throws Exception {
        var free = new Semaphore(64);
        long begin = System.nanoTime();
        long count = 0;
        while (System.nanoTime() - begin < seconds * 1e9) {
            free.acquire();
            ask(task(count++ % 1_000), rights.own(), free);
        }
        free.acquire(64);
        return count * 1e9 / (System.nanoTime() - begin);
    }

    /// Askers who each come with a signature, which is checked on their own thread as that of a
    /// connection is.
    private double signedRate() throws Exception {
        var invocations = new ArrayList<Bytes>();
        for (int i = 0; i < SIGNED; i++) {
            var task = task(i % 1_000);
            var request =
                    Request.of(key.did(), task.command(), task.args(), Bytes.EMPTY).issuedAt(i);
            invocations.add(Invocation.sign(key, request).bytes());
        }
        var next = new AtomicInteger();
        var askers = new ArrayList<CompletableFuture<Void>>();
        long begin = System.nanoTime();
        try (var threads = Executors.newFixedThreadPool(ASKERS)) {
            for (int i = 0; i < ASKERS; i++) {
                askers.add(CompletableFuture.runAsync(() -> askSigned(invocations, next), threads));
            }
        }
        askers.forEach(CompletableFuture::join);
        return SIGNED * 1e9 / (System.nanoTime() - begin);
    }

    private void askSigned(List<Bytes> invocations, AtomicInteger next) {
        var judge = new Judge(Revocations.NONE);
        for (int i = next.getAndIncrement(); i < SIGNED; i = next.getAndIncrement()) {
            try {
                var invocation = Invocation.decode(invocations.get(i));
                if (!(judge.judge(invocation, Proofs.NONE, 1) instanceof Grant)) {
                    throw new IllegalStateException("refused");
                }
                ask(Task.of(invocation), rights.own()).join();
            } catch (MalformedException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    synchronized Task next() {
        return task(number++);
    }

    void asked(int count) throws Exception {
        var free = new Semaphore(32);
        for (int i = 0; i < count; i++) {
            free.acquire();
            ask(next(), rights.own(), free);
        }
        free.acquire(32);
    }

    private void workflows() throws Exception {
        double half = workflow(independent(TASKS_MAX / 2));
        double whole = workflow(independent(TASKS_MAX));
        print("10,000 independent tasks", whole, "s", 0);
        print("against twice 5,000", whole / half / 2, "x", 0);
        print("a chain of 1,000", workflow(chain(1_000)), "s", 0);
    }

    private String independent(int count) {
        var jobs = new ArrayList<String>();
        for (int i = 0; i < count; i++) {
            jobs.add(job(i, Long.toString(number++)));
        }
        return String.join(",", jobs);
    }

    private String chain(int count) {
        var jobs = new ArrayList<String>();
        for (int i = 0; i < count; i++) {
            var before = i == 0 ? Long.toString(number++) : "{\"await/ok\":\"t" + (i - 1) + "\"}";
            jobs.add(job(i, before));
        }
        number += count;
        return String.join(",", jobs);
    }

    private String job(int i, String argument) {
        return "\"t%d\":{\"cmd\":\"/wasm/run\",\"args\":{\"mod\":\"ipfs://%s\",\"fun\":\"add_one\",\"params\":[%s]},\"nonce\":\"\"}"
                .formatted(i, module, argument);
    }

    private double workflow(String jobs) throws Exception {
        long begin = System.nanoTime();
        var text = Bytes.utf8("{\"v\":\"0.1.0\",\"tasks\":{" + jobs + "}}");
        var workflow = Workflow.read(text, ipvm.task.Limits.DEFAULT, cid -> true);
        var end = new CompletableFuture<Reply>();
        node.submit(
                new Plan(workflow, rights.own(), BOUNDS, BOUNDS),
                reply -> {
                    if (reply instanceof Reply.Whole) {
                        end.complete(reply);
                    }
                });
        if (!(end.join() instanceof Reply.Whole(var name, var done, var failed) && failed == 0)) {
            throw new IllegalStateException(end.join().toString());
        }
        return (System.nanoTime() - begin) / 1e9;
    }

    /// One task after another against rows of the same size, each durable before the next.
    private void commits() throws Exception {
        double ours = tasks(1);
        double raw = raw();
        print("tasks one by one", ours, "/s", 0);
        print("raw rows one by one (SQLite)", raw, "/s", 0);
        print("cost against raw SQLite", raw / ours, "x", 0);
    }

    private double raw() throws Exception {
        var url = "jdbc:sqlite:" + folder.resolve("raw.db");
        try (var connection = DriverManager.getConnection(url);
                var statement = connection.createStatement()) {
            statement.execute("PRAGMA journal_mode=WAL");
            statement.execute("PRAGMA synchronous=FULL");
            statement.execute("CREATE TABLE t(id INTEGER PRIMARY KEY, data BLOB)");
            long begin = System.nanoTime();
            long count = 0;
            try (var insert = connection.prepareStatement("INSERT INTO t(data) VALUES(?)")) {
                while (System.nanoTime() - begin < seconds * 1e9) {
                    insert.setBytes(1, new byte[700]);
                    insert.executeUpdate();
                    count++;
                }
            }
            return count * 1e9 / (System.nanoTime() - begin);
        }
    }

    private void written() throws Exception {
        long before = writtenBytes();
        for (int i = 0; i < 2_000; i++) {
            ask(task(number++), rights.own()).join();
        }
        print("written a task, one by one", (writtenBytes() - before) / 2_000.0, "bytes", 0);
        before = writtenBytes();
        asked(10_000);
        print("written a task, 32 at once", (writtenBytes() - before) / 10_000.0, "bytes", 0);
    }

    private static long writtenBytes() throws Exception {
        return Files.readAllLines(Path.of("/proc/self/io")).stream()
                .filter(line -> line.startsWith("write_bytes:"))
                .mapToLong(line -> Long.parseLong(line.substring(12).strip()))
                .findFirst()
                .orElseThrow();
    }

    @Override
    public void close() throws IOException {
        node.close();
        store.close();
        key.close();
        try (var files = Files.list(folder)) {
            for (var file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }
}
