package ipvm.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A task that was just made builds with the real tools of its language, and runs.
class NewFolderIT {

    @TempDir Path folder;

    private record Ended(int exit, String said) {}

    private Ended sh(String line) throws IOException, InterruptedException {
        var process =
                new ProcessBuilder("sh", "-c", line)
                        .directory(folder.toFile())
                        .redirectErrorStream(true)
                        .start();
        process.getOutputStream().close();
        var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(300, TimeUnit.SECONDS)).isTrue();
        return new Ended(process.exitValue(), said);
    }

    @ParameterizedTest
    @CsvSource({
        "wat, command -v wat2wasm",
        "c, command -v clang && command -v wasm-ld",
        "as, command -v npx && npm view assemblyscript version",
    })
    void buildsAndRunsWhatItBegan(String lang, String needs) throws Exception {
        boolean has = sh(needs).exit() == 0;
        if (!has) {
            System.err.println("SKIPPED: a new task in " + lang + " needs: " + needs);
        }
        assumeTrue(has, needs);
        var shell = new Shell(folder);
        shell.run("new", "task", "hello", "--lang", lang).ok();

        var built = sh("hello/build");

        assertThat(built.exit()).as(built.said()).isZero();
        assertThat(shell.run("run", "hello/hello.wasm", "add", "2", "3").ok().out())
                .isEqualTo("5\n");
        assertThat(shell.run("inspect", "hello/hello.wasm").ok().out())
                .contains("add: func(#1: i32, #2: i32) -> i32");

        shell.run("new", "rule", "frost", "--lang", lang).ok();
        var rule = sh("frost/build");
        assertThat(rule.exit()).as(rule.said()).isZero();
        assertThat(shell.run("test", "frost").ok().out())
                .isEqualTo("pass  frost: fired 3, showed 3\n");
    }
}
