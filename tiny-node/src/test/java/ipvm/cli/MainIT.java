package ipvm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ipvm.testkit.Seeds;
import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.spi.ToolProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The program as a process: what only a real one shows.
class MainIT {

    private static final String STRANGER =
            "did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK";

    @TempDir Path folder;

    /// A command of another jar, with a bug in it.
    public static final class Faulty implements Command {

        /// For the service loader.
        public Faulty() {}

        @Override
        public Syntax syntax() {
            return Syntax.of("faulty", "has a bug");
        }

        @Override
        public Exit run(Call call) {
            throw new IllegalStateException("the bug itself");
        }
    }

    private record Ended(int exit, String out, String err) {}

    @BeforeEach
    void offerTheFaultyCommand() throws IOException {
        var services = Files.createDirectories(folder.resolve("jar/META-INF/services"));
        Files.writeString(services.resolve(Command.class.getName()), Faulty.class.getName());
    }

    private Process start(Path err, String... words) throws IOException {
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var jars =
                System.getProperty("java.class.path") + File.pathSeparator + folder.resolve("jar");
        var command = new ArrayList<>(List.of(java, "-XX:TieredStopAtLevel=1", "-cp", jars));
        command.add(Main.class.getName());
        command.addAll(List.of(words));
        var process = new ProcessBuilder(command).directory(folder.toFile());
        process.environment().put("IPVM_HOME", folder.resolve("home").toString());
        return process.redirectError(err.toFile()).start();
    }

    private Ended ended(Process process, Path err) throws Exception {
        process.getOutputStream().close();
        var out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return new Ended(process.exitValue(), out, Files.readString(err));
    }

    private Ended run(String... words) throws Exception {
        var err = folder.resolve("stderr");
        return ended(start(err, words), err);
    }

    @Test
    void saysABugInOneLineAndItsPlaceOnlyWhenAsked() throws Exception {
        var plain = run("faulty");
        var verbose = run("faulty", "--verbose");

        assertThat(plain.exit()).isEqualTo(70);
        assertThat(plain.err()).contains("the bug itself").hasLineCount(1);
        assertThat(verbose.exit()).isEqualTo(70);
        assertThat(verbose.err()).contains("Faulty.run(MainIT.java:");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--version", "-V", "--quiet --version", "completion bash", "--help"})
    void answersWithoutAHome(String line) throws Exception {
        var ended = run(line.split(" ", -1));

        assertThat(ended.exit()).isZero();
        assertThat(ended.out()).isNotEmpty();
        assertThat(ended.err()).isEmpty();
    }

    @Test
    void turnsEveryEndIntoItsExitCode() throws Exception {
        assertThat(run("init").exit()).isZero();
        assertThat(run("inti").exit()).isEqualTo(2);
        assertThat(run("grant", STRANGER, "run", "--sub", STRANGER).exit()).isEqualTo(4);
        assertThat(run("inspect", "missing").exit()).isEqualTo(5);
    }

    @Test
    void asksNobodyWhereNobodySits() throws Exception {
        run("init");

        assertThat(run("key", "backup", "b").err()).contains("IPVM_PASSPHRASE");
        assertThat(run("owner", "transfer", STRANGER).exit()).isZero();
    }

    /// The build leaves out what of BouncyCastle nobody uses; jdeps follows each use to its end.
    @Test
    void bringsEveryClassOfBouncyCastleThatItMayLoad() throws Exception {
        var target = Path.of(System.getProperty("ipvm.root", ".."), "tiny-node", "target");
        try (var jars = Files.newDirectoryStream(target.resolve("lib"), "bcprov-*.jar")) {
            var library = jars.iterator().next().toString();
            var said = new StringWriter();
            var jdeps = ToolProvider.findFirst("jdeps").orElseThrow();

            var out = new PrintWriter(said);
            var node = target.resolve("tiny-node.jar").toString();
            jdeps.run(out, out, "-R", "-v", "-cp", library, node);

            assertThat(said.toString().lines())
                    .anyMatch(line -> line.contains("rfc8032.Ed25519"))
                    .noneMatch(line ->
                            line.contains("> org.bouncycastle") && line.contains("not found"));
        }
    }

    @Test
    void makesOneHomeWhenTwoBeginAtOnce() throws Exception {
        var first = start(folder.resolve("err1"), "init");
        var second = start(folder.resolve("err2"), "init");
        var exits =
                List.of(
                        ended(first, folder.resolve("err1")).exit(),
                        ended(second, folder.resolve("err2")).exit());

        assertThat(exits).contains(0).doesNotContain(70);
        assertThat(run("init").err()).contains("nothing was changed");
        requireWhole();
    }

    @Test
    void leavesNoHalfFileWhenItIsKilled() throws Exception {
        run("init");
        var lines = List.of("key rotate", "key new", "grant " + STRANGER + " run --out g.ucan");
        Seeds.forEach(
                15,
                random -> {
                    var line = lines.get(random.nextInt(lines.size())).split(" ", -1);
                    var process = start(folder.resolve("killed"), line);
                    process.waitFor(random.nextInt(150, 700), TimeUnit.MILLISECONDS);
                    process.destroyForcibly().waitFor();
                    requireWhole();
                });
        assertThat(run("key", "rotate").exit()).isZero();
    }

    /// Every key and token that has a name is there to the last byte, and the home works.
    private void requireWhole() {
        var shell = new Shell(folder).variable("IPVM_HOME", folder.resolve("home").toString());
        assertThat(shell.run("grants").ok().err()).doesNotContain("passed over");
        shell.run("key", "list").ok();
        shell.run("ucan", "invoke", "--cmd", "/x").ok();
        if (Files.exists(folder.resolve("g.ucan"))) {
            shell.run("inspect", "g.ucan").ok();
        }
    }
}
