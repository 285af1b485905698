package ipvm.bench;

import ipvm.data.Bytes;
import ipvm.data.Cid;
import ipvm.data.Ipld;
import ipvm.task.Await;
import ipvm.task.Branch;
import ipvm.task.Call;
import ipvm.task.HomestarTask;
import ipvm.task.HomestarWorkflow;
import ipvm.task.Instruction;
import ipvm.task.Nonce;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What Homestar 0.3.0 and this node take for the same, in one run: workflows of two tasks that
/// nobody ran before, one that was run, and a process that begins.
final class HomestarDuel {

    private static final int STARTS = 5;
    private static final int REPEATS = 10;

    private final NodeBench bench;
    private final Path root;
    private final Path folder;
    private final double seconds;

    /// Does one thing after another, each of another number; says whether it was answered.
    @FunctionalInterface
    private interface Work {
        boolean once(long number) throws Exception;
    }

    private HomestarDuel(NodeBench bench, Path folder, double seconds) {
        this.bench = bench;
        this.root = Path.of(NodeBench.root());
        this.folder = folder;
        this.seconds = seconds;
    }

    static void compare(NodeBench bench, double seconds) throws Exception {
        var root = Path.of(NodeBench.root());
        var binary = HomestarPeer.binary(root.toString());
        if (!Files.isExecutable(binary)) {
            System.err.println("ipvm: no Homestar to compare with: ./scripts/test fetches it");
            return;
        }
        var folder = Files.createTempDirectory(root.resolve("tiny-node/target"), "bench-homestar");
        try {
            new HomestarDuel(bench, folder, seconds).all(binary);
        } finally {
            try (var files = Files.walk(folder)) {
                for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    private void all(Path binary) throws Exception {
        var module = bytes("example_add.wasm");
        var name = bench.module();
        try (var peer = new HomestarPeer(binary, folder.resolve("peer"), module)) {
            report(
                    "workflows of 2 tasks",
                    rate(this::ours),
                    rate(n -> peer.run(two(name, n))),
                    "/s");
            var known = two(name, 1);
            peer.run(known);
            report(
                    "such a workflow again",
                    millis(n -> ours(1)),
                    millis(n -> peer.run(known)),
                    "ms");
        }
        starts(binary, module);
        colds(binary);
    }

    private boolean ours(long number) throws Exception {
        bench.two(number);
        return true;
    }

    private Bytes bytes(String file) throws IOException {
        var path = root.resolve("tiny-node/src/test/resources/vectors/homestar").resolve(file);
        return Bytes.wrap(Files.readAllBytes(path));
    }

    private void report(String what, double ours, double theirs, String unit) {
        bench.print(what, ours, unit, 0);
        bench.print(what + ", Homestar 0.3.0", theirs, unit, 0);
    }

    static HomestarWorkflow two(Cid module, long number) {
        var first = task(module, "add_one", Ipld.of(number));
        var second = task(module, "add_one", new Await(Branch.OK, first.run().cid()).encode());
        return new HomestarWorkflow(List.of(first, second));
    }

    private static HomestarTask task(Cid module, String function, Ipld... args) {
        var call = new Call(function, List.of(args));
        var run = new Instruction("ipfs://" + module, "wasm/run", call, Nonce.pure());
        var meta = Ipld.map("memory", Ipld.of(67_108_864), "time", Ipld.of(100_000));
        return new HomestarTask(run, Optional.empty(), meta, List.of());
    }

    private double rate(Work work) throws Exception {
        long begin = System.nanoTime();
        long count = 0;
        while (System.nanoTime() - begin < seconds * 1e9) {
            if (!work.once(1_000_000 + 2 * count++)) {
                throw new IOException("Homestar says nothing more");
            }
        }
        return count * 1e9 / (System.nanoTime() - begin);
    }

    /// The median of those that were answered.
    private static double millis(Work work) throws Exception {
        var times = new ArrayList<Double>();
        for (int i = 0; i < REPEATS; i++) {
            long begin = System.nanoTime();
            if (work.once(i)) {
                times.add((System.nanoTime() - begin) / 1e6);
            }
        }
        if (times.size() < REPEATS) {
            int silent = REPEATS - times.size();
            System.err.println("ipvm: silent " + silent + " times of " + REPEATS);
        }
        return times.isEmpty() ? Double.NaN : median(times);
    }

    private void starts(Path binary, Bytes module) throws Exception {
        var ours = new ArrayList<Double>();
        var theirs = new ArrayList<Double>();
        ipvm("--version").waitFor();
        for (int i = 0; i < STARTS; i++) {
            long begin = System.nanoTime();
            var process = ipvm("up", "--json", "--home", folder.resolve("up" + i).toString());
            process.inputReader(StandardCharsets.UTF_8).readLine();
            ours.add((System.nanoTime() - begin) / 1e6);
            process.destroy();
            process.waitFor();
            try (var peer = new HomestarPeer(binary, folder.resolve("start" + i), module)) {
                theirs.add(peer.startMillis());
            }
        }
        report("start until ready, whole process", median(ours), median(theirs), "ms");
    }

    /// From nothing to the result of a component of 286 KB.
    private void colds(Path binary) throws Exception {
        var file = root.resolve("tiny-node/src/test/resources/vectors/homestar/example_test.wasm");
        var module = bytes("example_test.wasm");
        var cid = new ipvm.data.UnixFsWriter(block -> {}).file(module.stream()).cid();
        var workflow = new HomestarWorkflow(List.of(task(cid, "append-string", Ipld.of("a"))));
        var ours = new ArrayList<Double>();
        var theirs = new ArrayList<Double>();
        for (int i = 0; i < STARTS; i++) {
            long begin = System.nanoTime();
            var home = folder.resolve("run" + i).toString();
            var process = ipvm("run", file.toString(), "append-string", "\"a\"", "--home", home);
            if (process.waitFor() != 0) {
                throw new IOException(
                        new String(
                                process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8));
            }
            ours.add((System.nanoTime() - begin) / 1e6);
            begin = System.nanoTime();
            try (var peer = new HomestarPeer(binary, folder.resolve("cold" + i), module)) {
                if (!peer.run(workflow)) {
                    throw new IOException("Homestar says nothing of append-string");
                }
                theirs.add((System.nanoTime() - begin) / 1e6);
            }
        }
        report("cold run of 286 KB, whole process", median(ours), median(theirs), "ms");
    }

    private static double median(List<Double> times) {
        times.sort(null);
        return times.get(times.size() / 2);
    }

    private Process ipvm(String... words) throws IOException {
        var line = new ArrayList<>(List.of(root.resolve("scripts/ipvm").toString()));
        line.addAll(List.of(words));
        var builder = new ProcessBuilder(line);
        builder.environment().keySet().removeIf(name -> name.startsWith("IPVM_"));
        builder.environment().putAll(Map.of("HOME", folder.toString()));
        return builder.start();
    }
}
