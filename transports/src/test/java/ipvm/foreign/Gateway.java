package ipvm.foreign;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// A home with a daemon of ours, as processes: it can be killed, and started again.
public final class Gateway implements AutoCloseable {

    private static final long SECONDS_TO_END = 60;

    private final Path home;
    private final List<Process> started = new ArrayList<>();
    private Optional<Process> daemon = Optional.empty();

    /// What a command said and how it ended.
    public record Ended(int exit, String out, String err) {

        /// What it said, which is worth nothing where it failed.
        public String ok() {
            assertThat(exit).as(err).isZero();
            return out;
        }
    }

    /// @param conf lines of its configuration
    public Gateway(Path home, String... conf) throws IOException, InterruptedException {
        this.home = home;
        run("init").ok();
        Files.writeString(home.resolve("ipvm.conf"), String.join("\n", conf) + "\n");
    }

    public void up() throws IOException {
        var log = home.resolve("up.log").toFile();
        var process = process("up", "--json").redirectError(log).start();
        started.add(process);
        daemon = Optional.of(process);
        assertThat(process.inputReader(UTF_8).readLine()).contains("\"ready\":true");
    }

    public void kill() throws InterruptedException {
        daemon.orElseThrow().destroyForcibly().waitFor();
    }

    /// Runs a command to its end.
    public Ended run(String... words) throws IOException, InterruptedException {
        var process = process(words).start();
        started.add(process);
        process.getOutputStream().close();
        var out = new String(process.getInputStream().readAllBytes(), UTF_8);
        var err = new String(process.getErrorStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor(SECONDS_TO_END, TimeUnit.SECONDS)).isTrue();
        return new Ended(process.exitValue(), out, err);
    }

    private ProcessBuilder process(String... words) {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
        command.add("--enable-native-access=ALL-UNNAMED");
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), "ipvm.cli.Main"));
        command.addAll(List.of("--home", home.toString()));
        command.addAll(List.of(words));
        return new ProcessBuilder(command);
    }

    @Override
    public void close() {
        started.forEach(Process::destroyForcibly);
    }
}
