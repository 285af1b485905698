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
import run.endive.runtime.ImportValues;
import run.endive.runtime.Instance;
import run.endive.wasm.Parser;

/// `bench wasm MODULE FUNC ARG [--seconds S] [--endive]`: one export of a module without imports,
/// the instance put back each time; the median of the second half of the runs, and the fuel.
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
                    "usage: bench wasm MODULE FUNC ARG [--seconds S] [--endive] [--json]");
        }
        var bench = new WasmBench(args.words(), args.number("--seconds", 3));
        var task = new java.util.concurrent.FutureTask<>(() -> bench.line(args));
        new Thread(null, task, "wasm", STACK_BYTES).start();
        System.out.println(task.get());
    }

    private String line(Arguments args) throws Refused {
        long[] fuel = {0};
        double median = args.has("--endive") ? endive() : compiled(fuel);
        return String.format(
                Locale.ROOT,
                args.has("--json") ? "{\"median_ms\":%.4f,\"fuel\":%d}" : "%.3f ms, fuel %d",
                median,
                fuel[0]);
    }

    private double compiled(long[] fuel) throws Refused {
        var meter = new Meter(PLENTY, MEMORY_BYTES, Meter.PATIENT);
        var instance = Program.compile(bytes, Limits.DEFAULT).start(ImportValues.empty(), meter);
        var snapshot = Snapshot.of(instance).orElseThrow();
        meter.ready();
        return median(() -> {
            snapshot.restore();
            meter.renew(PLENTY, MEMORY_BYTES, Meter.PATIENT);
            double millis = time(instance);
            fuel[0] = meter.used();
            return millis;
        });
    }

    /// Endive's interpreter as it comes, without any count.
    private double endive() {
        var module = Parser.parse(bytes);
        return median(() -> time(Instance.builder(module).build()));
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
        var late = times.subList(times.size() / 2, times.size()).stream().sorted().toList();
        return late.get(late.size() / 2);
    }
}
