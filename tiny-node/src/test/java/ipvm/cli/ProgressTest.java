package ipvm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ipvm.data.Bytes;
import ipvm.data.Vectors;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProgressTest {

    @TempDir Path folder;
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private long now;

    /// A screen of some columns that shows what is said beside the results.
    private record Eyes(boolean shows, boolean follows) implements World.Terminal {
        @Override
        public int columns() {
            return 60;
        }

        @Override
        public Optional<char[]> secret(String question) {
            return Optional.empty();
        }

        @Override
        public Optional<String> word(String question) {
            return Optional.empty();
        }
    }

    private Call call(World.Terminal terminal) {
        var streams =
                new World.Streams(
                        Bytes.EMPTY.stream(),
                        new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8));
        var host =
                new World.Host(
                        Map.of(),
                        folder,
                        () -> Instant.ofEpochMilli(now),
                        n -> Bytes.EMPTY,
                        folder);
        var world = new World(streams, terminal, host);
        var none = new Arguments(Map.of());
        return new Call(none, world, new Output(world, none));
    }

    private List<String> drawn() {
        var text = err.toString(StandardCharsets.UTF_8);
        err.reset();
        return List.of(text.split("\r", -1)).stream()
                .map(String::stripTrailing)
                .filter(line -> !line.isEmpty())
                .toList();
    }

    @Test
    void saysHowFarItIsAndHowLongItTakesStill() {
        try (var progress = Progress.of(call(new Eyes(false, true)), 40)) {
            assertThat(drawn()).containsExactly("[--------------------] 0/40");
            now = 5_000;
            progress.step(10, 0);
            assertThat(drawn()).containsExactly("[#####---------------] 10/40, 0:15 left");
            progress.step(1, 1);
            assertThat(drawn()).as("too soon").isEmpty();
            now = 36_000_000;
            progress.step(9, 1);
            assertThat(drawn())
                    .containsExactly("[##########----------] 20/40, 2 failed, 10 h 0 min left");
            now += 100;
            progress.step(20, 0);
            assertThat(drawn()).containsExactly("[####################] 40/40, 2 failed");
        }
        assertThat(err.toString(StandardCharsets.UTF_8)).matches("\r +\r");
    }

    @Test
    void makesRoomForResultsOnTheSameScreen() {
        try (var progress = Progress.of(call(new Eyes(true, true)), 2)) {
            drawn();
            progress.wipe();
            assertThat(err.toString(StandardCharsets.UTF_8)).matches("\r +\r");
            progress.step(1, 0);
            assertThat(drawn()).containsExactly("[##########----------] 1/2, 0:00 left");
        }
    }

    @Test
    void saysNothingWhereNobodyLooks() {
        try (var progress = Progress.of(call(new Eyes(true, false)), 2)) {
            progress.step(1, 0);
            progress.wipe();
        }
        try (var progress = Progress.of(call(new Eyes(true, true)), 0)) {
            progress.step(1, 0);
        }
        assertThat(drawn()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"--quiet", "--json", "", "terminal"})
    void followsAWorkflowForEyesOnly(String how) throws Exception {
        var shell = new Shell(folder);
        Files.write(folder.resolve("add.wasm"), Vectors.bytes("homestar/core_add.wasm").toArray());
        var task =
                "{\"cmd\":\"/wasm/run\",\"args\":{\"mod\":\"file:add.wasm\",\"fun\":\"%s\","
                        + "\"params\":[1]},\"nonce\":\"\"}";
        Files.writeString(
                folder.resolve("w.json"),
                "{\"v\":\"0.1.0\",\"tasks\":{\"a\":"
                        + task.formatted("add_one")
                        + ",\"b\":"
                        + task.formatted("none")
                        + "}}");
        if (!how.isEmpty()) {
            shell.onTerminal();
        }

        var ran =
                how.startsWith("-")
                        ? shell.run("workflow", "run", "w.json", how)
                        : shell.run("workflow", "run", "w.json");

        assertThat(ran.exit()).isEqualTo(Exit.FAILED);
        assertThat(ran.lines()).hasSize(3);
        assertThat(ran.err().contains("\r")).isEqualTo(how.equals("terminal"));
        if (how.equals("terminal")) {
            assertThat(ran.err()).contains("[##########----------] 1/2").contains("2/2, 1 failed");
            assertThat(ran.err()).endsWith(" \r");
        }
    }
}
