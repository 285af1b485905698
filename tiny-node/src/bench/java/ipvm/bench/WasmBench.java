package ipvm.bench;

import ipvm.jit.Limits;
import ipvm.jit.Meter;
import ipvm.jit.Program;
import ipvm.jit.Refused;
import ipvm.jit.Snapshot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.concurrent.FutureTask;
import run.endive.runtime.ImportValues;
import run.endive.runtime.Instance;
import run.endive.wasm.Parser;

/// `bench wasm MODULE FUNC ARG [--seconds S] [--endive] [--alone]`: one export of a module without
/// imports, the instance put back each time; the median of the second half of the runs, the fuel,
/// and what node's V8 takes, which has its turn after us. Alone, and for Endive's interpreter, V8
/// is left out.
final class WasmBench {

    private static final long PLENTY = Long.MAX_VALUE / 2;
    private static final long MEMORY_BYTES = 256L << 20;
    private static final long STACK_BYTES = 64L << 20;

    private final byte[] bytes;
    private final String function;
    private final long argument;
    private final double seconds;

    private WasmBench(List<String> words, double seconds) throws IOException {
        this.bytes = Files.readAllBytes(Path.of(words.get(0)));
        this.function = words.get(1);
        this.argument = Long.parseLong(words.get(2));
        this.seconds = seconds;
    }

    static void run(Arguments args) throws Exception {
        if (args.words().size() != 3) {
            throw new IllegalArgumentException(
                    "usage: bench wasm MODULE FUNC ARG [--seconds S] [--endive] [--alone]"
                            + " [--json]");
        }
        var bench = new WasmBench(args.words(), args.number("--seconds", 3));
        var task = new FutureTask<>(() -> args.has("--endive") ? bench.endive() : bench.compiled());
        new Thread(null, task, "wasm", STACK_BYTES).start();
        var ours = task.get();
        var v8 =
                args.has("--endive") || args.has("--alone")
                        ? OptionalDouble.empty()
                        : V8.median(args.words(), bench.seconds);
        System.out.println(args.has("--json") ? json(ours, v8) : line(ours, v8));
    }

    private record Ours(double median, long fuel) {}

    private static String json(Ours ours, OptionalDouble v8) {
        return String.format(
                Locale.ROOT,
                "{\"median_ms\":%.4f,\"fuel\":%d,\"v8_median_ms\":%s}",
                ours.median,
                ours.fuel,
                v8.isPresent() ? String.format(Locale.ROOT, "%.4f", v8.getAsDouble()) : "null");
    }

    private static String line(Ours ours, OptionalDouble v8) {
        var line = String.format(Locale.ROOT, "%.3f ms, fuel %d", ours.median, ours.fuel);
        return v8.isPresent()
                ? line + String.format(Locale.ROOT, ", V8 %.3f ms", v8.getAsDouble())
                : line;
    }

    private Ours compiled() throws Refused {
        var meter = new Meter(PLENTY, MEMORY_BYTES, Meter.PATIENT);
        var instance = Program.compile(bytes, Limits.DEFAULT).start(ImportValues.empty(), meter);
        var snapshot = Snapshot.of(instance).orElseThrow();
        meter.ready();
        double median =
                median(() -> {
                    snapshot.restore();
                    meter.renew(PLENTY, MEMORY_BYTES, Meter.PATIENT);
                    return time(instance);
                });
        return new Ours(median, meter.used());
    }

    /// Endive's interpreter as it comes, without any count.
    private Ours endive() {
        var module = Parser.parse(bytes);
        return new Ours(median(() -> time(Instance.builder(module).build())), 0);
    }

    private double time(Instance instance) {
        var export = instance.export(function);
        long start = System.nanoTime();
        export.apply(argument);
        return (System.nanoTime() - start) / 1e6;
    }

    @FunctionalInterface
    private interface Once {
        double millis();
    }

    private double median(Once once) {
        var times = new ArrayList<Double>();
        long end = System.nanoTime() + (long) (seconds * 1e9);
        do {
            times.add(once.millis());
        } while (System.nanoTime() < end);
        return Times.settled(times);
    }
}
