package ipvm.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.ToDoubleFunction;

/// `bench wasm-suite [--seconds S]`: the public kernels on our engine with and without its meter,
/// on node's V8, on wabt's interpreter and on Endive's, all in this run, each in a process of its
/// own.
final class WasmSuite {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String FUNCTION = "run";
    private static final double ONE_RUN = 0;

    private final Path root = Path.of(Objects.requireNonNull(System.getProperty("ipvm.root")));
    private final Path kernels = root.resolve("tiny-node/src/test/resources/vectors/wasm/fuel");
    private final double seconds;

    private WasmSuite(double seconds) {
        this.seconds = seconds;
    }

    record Kernel(String name, int argument) {}

    static final List<Kernel> KERNELS =
            List.of(
                    new Kernel("fib", 30),
                    new Kernel("sha256", 16),
                    new Kernel("json", 20),
                    new Kernel("sort", 4),
                    new Kernel("memcpy", 200),
                    new Kernel("matmul", 4));

    /// Milliseconds on each engine, and the fuel.
    private record Lap(
            String name,
            double ours,
            double free,
            double v8,
            double wabt,
            double endive,
            long fuel) {

        String line() {
            return String.format(
                    Locale.ROOT,
                    "%-8s %9.2f %9.2f %9.2f %9.2f %9.2f %10.0f %7.2f %8.1f %+8.1f",
                    name,
                    ours,
                    free,
                    v8,
                    wabt,
                    endive,
                    fuel / ours / 1_000,
                    ours / v8,
                    wabt / ours,
                    100 * (ours / free - 1));
        }

        String json() {
            return String.format(
                    Locale.ROOT,
                    "{\"kernel\":\"%s\",\"ours_ms\":%.4f,\"unmetered_ms\":%.4f,\"v8_ms\":%.4f,"
                            + "\"wabt_ms\":%.4f,\"endive_ms\":%.4f,\"fuel\":%d}",
                    name,
                    ours,
                    free,
                    v8,
                    wabt,
                    endive,
                    fuel);
        }
    }

    static void run(Arguments args) throws Exception {
        var suite = new WasmSuite(args.number("--seconds", 3));
        boolean json = args.has("--json");
        if (!json) {
            System.out.println(
                    "kernel     ours ms  no meter     V8 ms   wabt ms    Endive   Mfuel/s   x V8  "
                            + "wabt/us  meter %");
        }
        var all = new ArrayList<Lap>();
        for (var kernel : KERNELS) {
            var times = suite.measure(kernel);
            all.add(times);
            System.out.println(json ? times.json() : times.line());
        }
        System.out.println(summary(all, json));
    }

    private static String summary(List<Lap> all, boolean json) {
        return String.format(
                Locale.ROOT,
                json
                        ? "{\"geo_v8\":%.3f,\"geo_wabt\":%.2f,\"geo_meter_percent\":%.1f}"
                        : "geometric means: %.2f x V8 (goal 1.25), %.1f x faster than wabt (goal 10), "
                                + "meter %.1f %% (goal 8)",
                geo(all, times -> times.ours / times.v8),
                geo(all, times -> times.wabt / times.ours),
                100 * (geo(all, times -> times.ours / times.free) - 1));
    }

    private static double geo(List<Lap> all, ToDoubleFunction<Lap> ratio) {
        return Math.exp(
                all.stream()
                        .mapToDouble(times -> Math.log(ratio.applyAsDouble(times)))
                        .average()
                        .orElseThrow());
    }

    private Lap measure(Kernel kernel) throws IOException, InterruptedException {
        var ours = JSON.readTree(java(kernel, seconds, "-Dipvm.jit.fuel=on"));
        return new Lap(
                kernel.name,
                ours.get("median_ms").asDouble(),
                median(java(kernel, seconds, "-Dipvm.jit.fuel=off", "--alone")),
                v8(ours),
                wabt(kernel),
                median(java(kernel, ONE_RUN, "-Dipvm.jit.fuel=on", "--endive")),
                ours.get("fuel").asLong());
    }

    private static double v8(JsonNode ours) throws IOException {
        var median = ours.get("v8_median_ms");
        if (median.isNull()) {
            throw new IOException("the suite needs node");
        }
        return median.asDouble();
    }

    private static double median(String json) throws IOException {
        return JSON.readTree(json).get("median_ms").asDouble();
    }

    private Path file(Kernel kernel) {
        return kernels.resolve(kernel.name + ".wasm");
    }

    private String java(Kernel kernel, double forSeconds, String property, String... more)
            throws IOException, InterruptedException {
        var command =
                new ArrayList<>(
                        List.of(
                                System.getProperty("java.home") + "/bin/java",
                                "-XX:+UseSerialGC",
                                "-XX:-OmitStackTraceInFastThrow",
                                "-XX:-DontCompileHugeMethods",
                                property,
                                "-Dipvm.root=" + root,
                                "-cp",
                                System.getProperty("java.class.path"),
                                "ipvm.bench.Bench",
                                "wasm",
                                file(kernel).toString(),
                                FUNCTION,
                                Integer.toString(kernel.argument),
                                "--json",
                                "--seconds",
                                Double.toString(forSeconds)));
        command.addAll(List.of(more));
        return Child.output(command);
    }

    /// wabt's interpreter takes arguments only from a script of the specification's suite.
    private double wabt(Kernel kernel) throws IOException, InterruptedException {
        var folder = Files.createTempDirectory("kernel");
        var script = folder.resolve("kernel.mjson");
        var module = Files.copy(file(kernel), folder.resolve("kernel.wasm"));
        try {
            Files.writeString(
                    script,
                    """
                    {"source_filename":"kernel","commands":[
                    {"type":"module","line":1,"filename":"kernel.wasm"},
                    {"type":"action","line":2,"action":{"type":"invoke","field":"%s",
                     "args":[{"type":"i32","value":"%d"}]},"expected":[{"type":"i32"}]}]}
                    """
                            .formatted(FUNCTION, kernel.argument));
            long start = System.nanoTime();
            Child.output(List.of("spectest-interp", script.toString()));
            return (System.nanoTime() - start) / 1e6;
        } finally {
            Files.delete(script);
            Files.delete(module);
            Files.delete(folder);
        }
    }
}
