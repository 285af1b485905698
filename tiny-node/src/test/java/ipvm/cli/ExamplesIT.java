package ipvm.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ipvm.data.Bytes;
import ipvm.data.Ipld;
import ipvm.rule.Recording;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The examples as a newcomer meets them: every command of their README says what it says there,
/// every module is what its source builds, and every rule shows what it should.
class ExamplesIT {

    private static final Path ROOT =
            Path.of(System.getProperty("ipvm.root", "..")).toAbsolutePath();
    private static final Path SCRIPTS = ROOT.resolve("scripts");
    private static final Path PACKAGES = ROOT.resolve("tiny-node/target/npm/node_modules");
    private static final String BUILD = "/build";
    private static final String FILE_ROOT = "IPVM_FILE_ROOT=";
    private static final Set<String> BUILT_HERE = Set.of("node_modules");

    @TempDir Path home;
    private Path folder;

    @BeforeEach
    void copyTheExamples() throws IOException {
        folder = home.resolve("scripts/examples");
        copy(SCRIPTS.resolve("examples"), folder);
        Files.copy(SCRIPTS.resolve("lib.sh"), home.resolve("scripts/lib.sh"));
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.createDirectories(to);
        try (var files = Files.list(from)) {
            for (var file : files.toList()) {
                var name = file.getFileName().toString();
                if (Files.isRegularFile(file)) {
                    Files.copy(file, to.resolve(name));
                } else if (!BUILT_HERE.contains(name)) {
                    copy(file, to.resolve(name));
                }
            }
        }
    }

    private Shell.Ran sh(String line) throws IOException, InterruptedException {
        var process =
                new ProcessBuilder("sh", "-c", line)
                        .directory(folder.toFile())
                        .redirectError(folder.resolve("errors").toFile())
                        .start();
        process.getOutputStream().close();
        var out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(300, TimeUnit.SECONDS)).isTrue();
        var exit = process.exitValue() == 0 ? Exit.OK : Exit.FAILED;
        return new Shell.Ran(exit, out, Files.readString(folder.resolve("errors")));
    }

    private void require(String what, String check) throws Exception {
        boolean has = sh(check).exit() == Exit.OK;
        if (!has) {
            System.err.println("SKIPPED: the examples need " + what);
        }
        assumeTrue(has, what);
    }

    static Stream<Manual> sections() throws IOException {
        return Manual.sections(SCRIPTS.resolve("examples/README.md")).stream();
    }

    @ParameterizedTest
    @MethodSource("sections")
    void saysWhatItsReadmeSays(Manual section) throws Exception {
        if (section.steps().stream().anyMatch(step -> step.line().endsWith(BUILD))) {
            require("wat2wasm, of wabt", "command -v wat2wasm");
        }
        follow(section, new Manual.Reading(folder, true));
    }

    @Test
    void buildsWhatIsThere() throws Exception {
        require("wat2wasm, of wabt", "command -v wat2wasm");
        require("clang and lld", "command -v clang && command -v wasm-ld");
        require("npm", "command -v npx");
        var jco = PACKAGES.resolve("@bytecodealliance/jco-transpile");
        require("packages where scripts/test puts them", "test -d " + jco);
        var link = Files.createSymbolicLink(folder.resolve("node_modules"), PACKAGES);
        deleteModules();

        var built = sh("./build all");

        Files.delete(link);

        assertThat(built.exit()).as(built.err()).isEqualTo(Exit.OK);
        assertThat(built.lines()).hasSize(5).allMatch(line -> line.startsWith("built "));
        for (var section : sections().toList()) {
            follow(section, new Manual.Reading(folder, false));
        }
    }

    @Test
    void namesTheExamplesThereAre() throws Exception {
        var ran = sh("./build no-such");

        assertThat(ran.exit()).isEqualTo(Exit.FAILED);
        assertThat(ran.err()).contains("one of: average frost hello resize trap");
        assertThat(sh("./build ../examples/trap").exit()).isEqualTo(Exit.FAILED);
    }

    private void deleteModules() throws IOException {
        try (var files = Files.walk(folder)) {
            for (var file : files.filter(each -> each.toString().endsWith(".wasm")).toList()) {
                Files.delete(file);
            }
        }
    }

    private void follow(Manual section, Manual.Reading reading) throws Exception {
        var shell = new Shell(folder);
        if (!section.makesAHome()) {
            shell.run("init").ok();
        }
        for (var step : section.steps()) {
            var ran = step(shell, reading.bound(step.line()));
            var said = new ArrayList<>(ran.lines());
            said.addAll(ran.err().lines().toList());
            for (var expected : step.said()) {
                if (!reading.takes(expected, said)) {
                    fail(
                            "%s\nexpected %s\nfound %s%s",
                            step.line(), expected, ran.out(), ran.err());
                }
            }
            assertThat(said).as(step.line()).isEmpty();
        }
    }

    private Shell.Ran step(Shell shell, String line) throws Exception {
        var words = Manual.words(line);
        if (words.getFirst().startsWith(FILE_ROOT)) {
            shell.variable("IPVM_FILE_ROOT", words.removeFirst().substring(FILE_ROOT.length()));
        }
        return words.getFirst().equals("ipvm")
                ? shell.run(words.subList(1, words.size()).toArray(String[]::new))
                : sh(line);
    }

    private Bytes file(String name) throws IOException {
        return Bytes.wrap(Files.readAllBytes(folder.resolve(name)));
    }

    @Test
    void showsWhatEachRuleShould() throws Exception {
        var shell = new Shell(folder);
        for (var line : shell.run("test", ".", "--json").ok().jsonLines()) {
            var name = ((Ipld.Text) line.find("rule").orElseThrow()).value();
            var events = Recording.events(file(name + "/events.jsonl"));
            assertThat(line.find("fired")).contains(Ipld.of(events.lines().size()));
            assertThat(line.find("errors")).contains(Ipld.of(0));
        }
        assertThat(shell.run("test", ".").ok().lines()).hasSize(2);
        Files.writeString(folder.resolve("frost/expected.jsonl"), "");
        assertThat(shell.run("test", ".").exit()).isEqualTo(Exit.FAILED);
    }

    @Test
    void makesAPictureThatIsOne() throws Exception {
        var shell = new Shell(folder).variable("IPVM_FILE_ROOT", "resize");
        shell.run("workflow", "run", "resize/workflow.json").ok();

        var small = ImageIO.read(folder.resolve("resize/small.bmp").toFile());
        var photo = ImageIO.read(folder.resolve("resize/photo.bmp").toFile());
        assertThat(List.of(small.getWidth(), small.getHeight())).containsExactly(32, 24);
        for (int y = 0; y < 24; y++) {
            for (int x = 0; x < 32; x++) {
                assertThat(small.getRGB(x, y)).isEqualTo(mean(photo, 2 * x, 2 * y));
            }
        }
    }

    private static int mean(BufferedImage photo, int x, int y) {
        int pixel = 0xff;
        for (int shift = 16; shift >= 0; shift -= 8) {
            int sum = 2;
            for (int i = 0; i < 4; i++) {
                sum += photo.getRGB(x + i % 2, y + i / 2) >> shift & 0xff;
            }
            pixel = pixel << 8 | sum / 4;
        }
        return pixel;
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 8193, -1})
    void refusesAWidthThatIsNone(int width) {
        var ran =
                new Shell(folder)
                        .run(
                                "run",
                                "resize/resize.wasm",
                                "resize",
                                "@resize/photo.bmp",
                                "" + width);

        assertThat(ran.exit()).isIn(Exit.FAILED, Exit.USAGE);
    }

    /// Each byte of the header as 255, and the file cut at each length: a picture or a trap.
    @Test
    void trapsOnWhatIsNoPicture() throws Exception {
        var shell = new Shell(folder);
        var photo = file("resize/photo.bmp");
        int refused = 0;
        for (int at = 0; at < 54; at += 3) {
            var broken = photo.toArray();
            broken[at] = (byte) 0xff;
            Files.write(folder.resolve("broken.bmp"), broken);
            Files.write(folder.resolve("short.bmp"), photo.slice(0, at).toArray());
            var ran = shell.run("run", "resize/resize.wasm", "resize", "@broken.bmp", "1");
            assertThat(ran.exit()).as("byte " + at).isIn(Exit.OK, Exit.FAILED);
            refused += ran.exit() == Exit.FAILED ? 1 : 0;
            var cut = shell.run("run", "resize/resize.wasm", "resize", "@short.bmp", "1");
            assertThat(cut.err()).as("length " + at).contains("Trapped");
        }
        assertThat(refused).isGreaterThan(3);
    }
}
