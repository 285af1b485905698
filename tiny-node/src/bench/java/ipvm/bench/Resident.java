package ipvm.bench;

import ipvm.data.Bytes;
import ipvm.data.Ipld;
import ipvm.wasm.Ended;
import ipvm.wasm.Engine;
import ipvm.wasm.Grant;
import ipvm.wasm.Host;
import ipvm.wasm.Limits;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// What a process of its own takes of the machine's memory at most, with 32 MB for its heap.
final class Resident {

    private static final List<String> OPTIONS =
            List.of(
                    "-Xmx32m",
                    "-XX:+UseSerialGC",
                    "-XX:-UsePerfData",
                    "-XX:-OmitStackTraceInFastThrow",
                    "-XX:-DontCompileHugeMethods");

    private static final Grant GRANT = Grant.of(Long.MAX_VALUE / 2, 16L << 20);

    private Resident() {}

    /// Megabytes of a process that does what a word says.
    static double of(Path root, String what) throws IOException, InterruptedException {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(OPTIONS);
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        command.addAll(List.of(Resident.class.getName(), what, root.toString()));
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        var text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException(command + ": " + text);
        }
        return Double.parseDouble(text.strip()) / 1e3;
    }

    /// Prints the most kilobytes that this process had.
    public static void main(String[] args) throws Exception {
        if (args[0].equals("kernels")) {
            var folder = Path.of(args[1]).resolve("tiny-node/src/test/resources/vectors/wasm/fuel");
            for (var kernel : WasmSuite.KERNELS) {
                run(folder.resolve(kernel.name() + ".wasm"), kernel.argument());
            }
        }
        try (var lines = Files.lines(Path.of("/proc/self/status"))) {
            var most = lines.filter(line -> line.startsWith("VmHWM:")).findFirst().orElseThrow();
            System.out.println(most.replaceAll("\\D", ""));
        }
    }

    private static void run(Path file, int argument) throws Exception {
        var module = Engine.compile(Bytes.wrap(Files.readAllBytes(file)), Limits.DEFAULT);
        for (int round = 0; round < 5; round++) {
            try (var instance = Engine.start(module, Host.SILENT, GRANT)) {
                var ended = Engine.call(instance, "run", List.of(Ipld.of(argument)));
                if (!(ended instanceof Ended.Ok)) {
                    throw new IllegalStateException(file + ": " + ended);
                }
            }
        }
    }
}
