package ipvm.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CompletionTest {

    @TempDir Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"bash", "zsh", "fish"})
    void namesEveryCommandAndOption(String shell) {
        var script = new Shell(folder).run("completion", shell).ok().out();

        for (var syntax : new Catalogue(List.of()).syntaxes()) {
            for (var word : syntax.name().split(" ", -1)) {
                assertThat(script).contains(word);
            }
            syntax.options()
                    .forEach(option -> assertThat(script).contains(option.name().substring(2)));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "'ipvm com', completion",
        "'ipvm completion z', zsh",
        "'ipvm --home /tmp completion f', fish",
        "'ipvm help --m', --man",
        "'ipvm completion --js', --json",
    })
    void completesInBash(String line, String completed) throws Exception {
        var words = line.split(" ", -1);
        var script =
                "source \"$1\"; shift; COMP_WORDS=(\"$@\"); COMP_CWORD=$(($# - 1)); _ipvm;"
                        + " printf '%s\\n' \"${COMPREPLY[@]}\"";
        var command =
                new java.util.ArrayList<>(List.of("bash", "-c", script, "bash", written("bash")));
        command.addAll(List.of(words));

        assertThat(ran(command)).containsExactly(completed);
    }

    @ParameterizedTest
    @CsvSource({
        "'ipvm com', completion",
        "'ipvm completion z', zsh",
        "'ipvm --home /tmp completion f', fish",
        "'ipvm help --m', --man",
    })
    void completesInFish(String line, String completed) throws Exception {
        assumeThat(has("fish")).as("fish is installed").isTrue();
        var script = "source " + written("fish") + "; complete -C '" + line + "'";

        assertThat(ran(List.of("fish", "-N", "-c", script)))
                .hasSize(1)
                .allMatch(answer -> answer.split("\t", -1)[0].equals(completed));
    }

    @ParameterizedTest
    @ValueSource(strings = {"bash", "zsh", "fish"})
    void writesWhatTheShellItselfCanRead(String shell) throws Exception {
        assumeThat(has(shell)).as(shell + " is installed").isTrue();

        assertThat(ran(List.of(shell, "-n", written(shell)))).isEmpty();
    }

    @Test
    void writesManualPagesThatRoffTakesWithoutAWarning() throws Exception {
        assumeThat(has("groff")).as("groff is installed").isTrue();
        for (var name : new Catalogue(List.of()).names()) {
            var words = ("help " + name + " --man").replace("  ", " ").split(" ", -1);
            var page = new Shell(folder).run(words).ok().out();
            var file = folder.resolve("page.1");
            Files.writeString(file, page);

            assertThat(ran(List.of("groff", "-ww", "-man", "-Tutf8", "-z", file.toString())))
                    .as(name)
                    .isEmpty();
            assertThat(page).contains(".TH \"IPVM", ".SH \"EXIT STATUS\"");
        }
    }

    private String written(String shell) throws IOException {
        var file = folder.resolve("script." + shell);
        Files.writeString(file, new Shell(folder).run("completion", shell).ok().out());
        return file.toString();
    }

    private static boolean has(String program) throws Exception {
        return new ProcessBuilder("sh", "-c", "command -v " + program).start().waitFor() == 0;
    }

    /// What a program says, with its complaints.
    private static List<String> ran(List<String> command) throws Exception {
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        return said.lines().filter(line -> !line.isEmpty()).toList();
    }
}
