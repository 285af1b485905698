package ipvm.foreign;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/// A program of somebody else in a process of its own, which ends with the test.
public final class Program implements AutoCloseable {

    private static final long SECONDS_TO_END = 5;

    private final Process process;
    private final BufferedReader lines;

    /// What a program said and how it ended.
    public record Ended(int code, String said) {}

    private Program(List<String> words) throws IOException {
        process = new ProcessBuilder(words).redirectErrorStream(true).start();
        lines = process.inputReader(UTF_8);
    }

    /// Where the first of these programs is that is installed; without any the test is skipped, and
    /// says so, because `scripts/test` installs them where that can be done.
    public static String find(String... names) {
        var folders = (System.getenv("PATH") + ":/usr/sbin:/sbin").split(":", -1);
        for (var name : names) {
            for (var folder : folders) {
                var file = Path.of(folder, name);
                if (!folder.isEmpty() && Files.isExecutable(file)) {
                    return file.toString();
                }
            }
        }
        var why = "there is no " + String.join(" or ", names);
        System.err.println("NO FOREIGN PEERS, TESTS SKIPPED: " + why);
        Assumptions.abort(why);
        return "";
    }

    public static Program start(String program, String... words) throws IOException {
        return new Program(Stream.concat(Stream.of(program), Stream.of(words)).toList());
    }

    /// Runs a program to its end.
    public static Ended run(String program, String... words)
            throws IOException, InterruptedException {
        try (var running = start(program, words)) {
            var said = new String(running.process.getInputStream().readAllBytes(), UTF_8);
            return new Ended(running.process.waitFor(), said);
        }
    }

    /// Reads lines up to one that has this in it.
    public String awaitLine(String part) throws IOException {
        var read = new ArrayList<String>();
        for (var line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.contains(part)) {
                return line;
            }
            read.add(line);
        }
        throw new AssertionError("it ended without '" + part + "': " + read);
    }

    public void say(String line) throws IOException {
        var writer = process.outputWriter(UTF_8);
        writer.write(line + "\n");
        writer.flush();
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(SECONDS_TO_END, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
