package ipvm.bench;

import ipvm.data.Cid;
import ipvm.data.Codec;
import ipvm.wasm.Compiled;
import ipvm.wasm.Limits;
import ipvm.wasm.Modules;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/// `bench start [--seconds S]`: from the bytes of a module that this process never saw to its first
/// result, the start of one that it knows, what a module keeps of the heap, and what is left of
/// many.
final class StartBench {

    private static final int MODULES = 10_000;
    private static final int KEPT_BYTES = 4 << 20;
    private static final int KEPT_MAX = 200;
    private static final double CACHED_MICROS_MAX = 10;
    private static final double KEPT_RATIO_MAX = 8;

    private final boolean json;
    private final double seconds;
    private int number;

    private StartBench(Arguments args) {
        this.json = args.has("--json");
        this.seconds = args.number("--seconds", 3);
    }

    static void run(Arguments args) throws Exception {
        var root = Path.of(Objects.requireNonNull(System.getProperty("ipvm.root")));
        var subjects = Subject.all(root.resolve("tiny-node/src/test/resources/vectors"));
        var bench = new StartBench(args);
        for (var subject : subjects) {
            bench.fresh(subject);
        }
        for (var subject : subjects) {
            bench.kept(subject);
        }
        for (var subject : subjects) {
            bench.cached(subject);
        }
        bench.many(subjects.getFirst(), MODULES);
        bench.resident(root);
    }

    private void print(String what, double figure, String unit, double goal) {
        var text =
                json
                        ? "{\"case\":\"%s\",\"figure\":%.4g,\"unit\":\"%s\",\"goal\":%s,\"met\":%s}"
                        : "%-44s %10.4g %-9s %s%s";
        var met = goal <= 0 || figure <= goal;
        System.out.println(
                String.format(
                        Locale.ROOT,
                        text,
                        what,
                        figure,
                        unit,
                        json ? goal : goal > 0 ? "<= " + goal : "",
                        json ? met : met ? "" : "  MISSED"));
    }

    /// Three times of each round: until it is compiled, until it is started, until it has answered.
    private void fresh(Subject subject) throws Exception {
        var module = subject.bytes();
        var compile = new ArrayList<Double>();
        var start = new ArrayList<Double>();
        var answer = new ArrayList<Double>();
        long end = System.nanoTime() + (long) (seconds * 1e9);
        while (System.nanoTime() < end) {
            var bytes = Subject.numbered(module, number++);
            long begin = System.nanoTime();
            var compiled = Subject.compiled(bytes);
            compile.add((System.nanoTime() - begin) / 1e6);
            var instance = subject.start(compiled);
            start.add((System.nanoTime() - begin) / 1e6);
            subject.call(instance);
            answer.add((System.nanoTime() - begin) / 1e6);
        }
        print(subject.name() + ": compiled", Times.settled(compile), "ms", 0);
        print(subject.name() + ": started", Times.settled(start), "ms", 0);
        print(
                subject.name() + ": first result",
                Times.settled(answer),
                "ms",
                subject.readyMillisMax());
    }

    /// From the name of a module to an instance, which is given back at once; and the call.
    private void cached(Subject subject) throws Exception {
        var bytes = Subject.numbered(subject.bytes(), number++);
        var cid = Cid.of(Codec.RAW, bytes);
        var modules = new Modules(Limits.DEFAULT, Modules.BYTES_MAX);
        long rounds = 0;
        long begin = 0;
        long elapsed = 0;
        long starting = 0;
        for (int part = 0; part < 2; part++) {
            rounds = 0;
            starting = 0;
            begin = System.nanoTime();
            do {
                long before = System.nanoTime();
                try (var instance = subject.start(modules.compile(cid, () -> bytes))) {
                    starting += System.nanoTime() - before;
                    Objects.requireNonNull(instance);
                }
                rounds++;
                elapsed = System.nanoTime() - begin;
            } while (elapsed < seconds * 1e9);
        }
        print(subject.name() + ": cached start", starting / 1e3 / rounds, "us", CACHED_MICROS_MAX);
        print(subject.name() + ": start and close", elapsed / 1e3 / rounds, "us", 0);
        print(subject.name() + ": starts", rounds * 1e9 / elapsed, "/s", 0);
        print(subject.name() + ": start, call, close", calls(subject, modules, cid), "us", 0);
    }

    private double calls(Subject subject, Modules modules, Cid cid) throws Exception {
        var times = new ArrayList<Double>();
        long end = System.nanoTime() + (long) (seconds * 1e9);
        while (System.nanoTime() < end) {
            long before = System.nanoTime();
            try (var instance =
                    subject.start(
                            modules.compile(
                                    cid,
                                    () -> {
                                        throw new IllegalStateException("not cached");
                                    }))) {
                subject.call(instance);
            }
            times.add((System.nanoTime() - before) / 1e3);
        }
        return Times.settled(times);
    }

    /// What modules that were run once keep, without the instances that wait.
    private void kept(Subject subject) throws Exception {
        var module = subject.bytes();
        int count = Math.clamp(KEPT_BYTES / module.length, 5, KEPT_MAX);
        var kept = new Compiled[count];
        long before = heap();
        long size = 0;
        for (int i = 0; i < count; i++) {
            var bytes = Subject.numbered(module, number++);
            size = bytes.size();
            kept[i] = Subject.compiled(bytes);
            subject.call(subject.start(kept[i]));
        }
        double each = (heap() - before) / (double) count;
        Objects.requireNonNull(Arrays.asList(kept).getLast());
        print(subject.name() + ": heap kept", each / 1e3, "kB", 0);
        print(subject.name() + ": heap per byte", each / size, "B/B", KEPT_RATIO_MAX);
    }

    private static long heap() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    private static double metaspace() {
        return ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getName().equals("Metaspace"))
                .mapToDouble(pool -> pool.getUsage().getUsed() / 1e6)
                .sum();
    }

    private void many(Subject subject, int count) throws Exception {
        var module = subject.bytes();
        for (int part = 0; part < 2; part++) {
            int rounds = part == 0 ? 500 : count;
            long heap = heap();
            double metaspace = metaspace();
            int classes = ManagementFactory.getClassLoadingMXBean().getLoadedClassCount();
            for (int i = 0; i < rounds; i++) {
                subject.call(subject.start(Subject.compiled(Subject.numbered(module, number++))));
            }
            if (part == 1) {
                print(count + " modules: heap more", (heap() - heap) / 1e6, "MB", 1);
                print(count + " modules: metaspace more", metaspace() - metaspace, "MB", 1);
                int more = ManagementFactory.getClassLoadingMXBean().getLoadedClassCount();
                print(count + " modules: classes more", more - classes, "", 100);
            }
        }
    }

    private void resident(Path root) throws Exception {
        var version = List.of("--version");
        Resident.of(root, version);
        print("ipvm --version: RSS at -Xmx32m", Resident.of(root, version), "MB", 0);
        var folder = root.resolve("tiny-node/src/test/resources/vectors/wasm/fuel");
        for (var kernel : WasmSuite.KERNELS) {
            var file = folder.resolve(kernel.name() + ".wasm").toString();
            var argument = Integer.toString(kernel.argument());
            var words = List.of("run", file, "run", argument, "--fuel", "100G");
            print(kernel.name() + ": RSS at -Xmx32m", Resident.of(root, words), "MB", 50);
        }
    }
}
