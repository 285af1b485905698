package ipvm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ipvm.data.Ipld;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/// What commands say to a person: policies, help, faults of the file system, a look round.
class WordsTest {

    private static final String STRANGER =
            "did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK";

    @TempDir Path folder;
    private Shell shell;

    @BeforeEach
    void enter() {
        shell = new Shell(folder);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "[\"==\",\".fun\",\"add\"] | .fun == \"add\"",
                "[\">=\",\".n\",1] | .n >= 1",
                "[\"like\",\".mod\",\"ba*\"] | .mod like \"ba*\"",
                "[\"and\",[[\"<\",\".a\",1],[\">\",\".b\",2]]] | (.a < 1 and .b > 2)",
                "[\"or\",[[\"<\",\".a\",1],[\"!=\",\".b\",null]]] | (.a < 1 or .b != null)",
                "[\"and\",[]] | true",
                "[\"or\",[]] | true",
                "[\"not\",[\"==\",\".a\",1]] | not (.a == 1)",
                "[\"all\",\".p\",[\"<=\",\".\",9]] | every element of .p has (. <= 9)",
                "[\"any\",\".p\",[\"==\",\".\",9]] | some element of .p has (. == 9)",
            })
    void readsEveryKindOfStatementAloud(String statement, String words) throws Exception {
        shell.run("init").ok();

        var ran =
                shell.run(
                        "grant", STRANGER, "run", "--policy", "[" + statement + "]", "--out", "g");

        assertThat(ran.ok().err()).contains(", only where " + words + ", for ever.");
        assertThat(shell.run("inspect", "g").ok().out()).contains("only where  " + words);
        assertThat(shell.run("ucan", "check", "g").ok().out()).contains("only where  " + words);
    }

    @ParameterizedTest
    @CsvSource({
        "1G/day, 1G fuel a day",
        "10k/hour, 10k fuel an hour",
        "5M/once, 5M fuel in all",
    })
    void saysHowMuchAndHowOften(String fuel, String words) throws Exception {
        shell.run("init").ok();
        shell.run("grant", STRANGER, "run", "--fuel", fuel, "--nbf", "1800000060", "--out", "g");

        assertThat(shell.run("inspect", "g").ok().out())
                .contains("with       " + words)
                .contains("from time  2027-01-15T08:01:00Z");
        assertThat(shell.run("ucan", "check", "g").ok().out()).contains("with   " + words);
        assertThat(shell.run("grants").ok().out()).contains("with at most " + words);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "help | Who may do what",
                "help key | key rotate",
                "help key new | ipvm key new",
                "help grants | grants add",
                "help --man | .TH",
                "help key --man | .TH",
                "help key new --man | .TH",
                "-h | Start here",
                "key -h | key rotate",
                "key new --help | ipvm key new",
                "key list --version | ipvm ",
                "key -q show --help | ipvm key show",
            })
    void helpsWithWhateverItIsAskedAbout(String line, String said) {
        var ran = shell.run(line.split(" ", -1));

        assertThat(ran.ok().out()).contains(said);
        assertThat(ran.err()).isEmpty();
    }

    static Stream<Arguments> faults() {
        return Stream.of(
                Arguments.of(new NoSuchFileException("f"), Exit.NOT_FOUND, "f: no such file"),
                Arguments.of(new AccessDeniedException("f"), Exit.USAGE, "f: permission denied"),
                Arguments.of(new NotDirectoryException("f"), Exit.USAGE, "f: not a folder"),
                Arguments.of(new FileAlreadyExistsException("f"), Exit.USAGE, "f: exists already"),
                Arguments.of(
                        new FileSystemException("f", null, "No space left on device"),
                        Exit.BUSY,
                        "f: No space left"),
                Arguments.of(
                        new FileSystemException("f", null, "Disk quota exceeded"),
                        Exit.BUSY,
                        "f: Disk quota exceeded"),
                Arguments.of(
                        new FileSystemException("f"),
                        Exit.USAGE,
                        "f: cannot be used (FileSystemException)"),
                Arguments.of(new IOException("Is a directory"), Exit.USAGE, "Is a directory"));
    }

    @ParameterizedTest
    @MethodSource("faults")
    void namesWhatTheFileSystemRefuses(IOException fault, Exit exit, String line) {
        var stop = Faults.stop(fault);

        assertThat(stop.exit()).isEqualTo(exit);
        assertThat(stop.line()).startsWith(line);
    }

    @Test
    void countsTheGrantsThatHoldAndSaysWhatIsNext() throws Exception {
        assertThat(shell.run("--json").ok().json().find("next")).contains(Ipld.of("ipvm init"));
        shell.run("init").ok();
        assertThat(shell.run().ok().out()).contains("1 that holds").contains("Next: ipvm grant TO");
        shell.run("grant", STRANGER, "run", "--for", "1h", "--out", "g").ok();
        shell.run("grant", STRANGER, "read", "--out", "h").ok();
        assertThat(shell.run().ok().out()).contains("5 that hold").contains("Next: ipvm grants");
        var over = shell.at(Shell.NOW + 3_601).run("--json").ok().json();
        assertThat(over.find("grants")).contains(Ipld.of(4));

        var read = shell.run("inspect", "h", "--json").ok().json();
        var tokens = (Ipld.List) read.find("tokens").orElseThrow();
        var cid = (Ipld.Text) ((Ipld.Map) tokens.items().getLast()).find("cid").orElseThrow();
        shell.run("revoke", cid.value()).ok();
        assertThat(shell.run("--json").ok().json().find("grants")).contains(Ipld.of(3));
    }

    @Test
    void saysThatThereAreNoGrantsYet() throws Exception {
        shell.run("init").ok();
        try (var files = Files.newDirectoryStream(shell.home().resolve("tokens"))) {
            for (var file : files) {
                Files.delete(file);
            }
        }

        assertThat(shell.run("grants").ok().err()).contains("no grants yet");
        assertThat(shell.run("grants", "--json").ok().out()).isEmpty();
    }
}
