package ipvm.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// What `ipvm` in a process of its own takes of the machine's memory at most, with 32 MB for its
/// heap, as the kernel counts it.
final class Resident {

    private static final String HEAP = "-Xmx32m";
    private static final long POLL_MILLIS = 2;

    private Resident() {}

    /// Megabytes at the highest; what a process takes never sinks, so that the last look counts.
    static double of(Path root, List<String> words) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of(root.resolve("scripts/ipvm").toString()));
        command.addAll(words);
        var builder = new ProcessBuilder(command);
        builder.environment().put("IPVM_OPTS", HEAP);
        builder.redirectOutput(ProcessBuilder.Redirect.DISCARD);
        builder.redirectError(ProcessBuilder.Redirect.DISCARD);
        var process = builder.start();
        var status = Path.of("/proc", Long.toString(process.pid()), "status");
        double most = 0;
        while (process.isAlive()) {
            most = Math.max(most, look(status));
            Thread.sleep(POLL_MILLIS);
        }
        if (process.exitValue() != 0) {
            throw new IOException(command + " ended with " + process.exitValue());
        }
        return most;
    }

    private static double look(Path status) throws IOException {
        try (var lines = Files.lines(status)) {
            return lines.filter(line -> line.startsWith("VmHWM:"))
                    .mapToDouble(line -> Double.parseDouble(line.replaceAll("\\D", "")) / 1e3)
                    .findFirst()
                    .orElse(0);
        } catch (NoSuchFileException | java.io.UncheckedIOException gone) {
            return 0;
        }
    }
}
