package ipvm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ipvm.cli.Shell.Ran;
import ipvm.data.Bytes;
import ipvm.data.Vectors;
import ipvm.testkit.Mutations;
import ipvm.testkit.Seeds;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class BadInputTest {

    private static final Bytes TOKEN =
            Vectors.bytes("ucan/go-ucan-delegations/TokenAliceBob.dagcbor");
    private static final Bytes CONTAINER = Vectors.bytes("ucan/container/Base64URLGzipped");
    private static final Bytes CAR = Vectors.bytes("gateway/dir-with-files.car");

    @TempDir Path folder;
    private Shell shell;

    @BeforeEach
    void enter() {
        shell = new Shell(folder);
    }

    private void requireOneLine(Ran ran, Exit exit) {
        assertThat(ran.exit()).as(ran.err()).isEqualTo(exit);
        assertThat(ran.out()).isEmpty();
        assertThat(ran.err()).startsWith("ipvm ").hasLineCount(1).doesNotContain("Exception");
    }

    @ParameterizedTest
    @ValueSource(strings = {"inspect", "ucan check"})
    void saysWhyAFileCannotBeRead(String command) throws IOException {
        Files.createDirectory(folder.resolve("folder"));
        Files.createFile(folder.resolve("empty"));

        requireOneLine(run(command, "missing.ucan"), Exit.NOT_FOUND);
        requireOneLine(run(command, "folder"), Exit.USAGE);
        requireOneLine(run(command, "empty"), Exit.USAGE);
        requireOneLine(run(command, "-"), Exit.USAGE);
    }

    private Ran run(String command, String file) {
        return shell.run((command + " " + file).split(" ", -1));
    }

    static Stream<Bytes> damaged() {
        return Stream.of(TOKEN, CONTAINER, Vectors.bytes("ucan/container/Bytes"))
                .flatMap(good ->
                        Stream.of(
                                good.slice(0, good.size() - 1),
                                good.slice(0, good.size() / 2),
                                Bytes.concat(good, Bytes.of(0)),
                                Bytes.concat(good, good)));
    }

    @ParameterizedTest
    @MethodSource("damaged")
    void refusesTokensCutOffOrFollowedByMore(Bytes bytes) {
        requireOneLine(shell.input(bytes).run("ucan", "check", "-"), Exit.USAGE);
        requireOneLine(shell.input(bytes).run("inspect", "-"), Exit.USAGE);
    }

    @Test
    void refusesAnArchiveThatIsCutOffOrChanged() {
        requireOneLine(shell.input(CAR.slice(0, CAR.size() - 1)).run("inspect", "-"), Exit.USAGE);
        var changed = CAR.toArray();
        changed[changed.length - 3] ^= 1;
        requireOneLine(shell.input(Bytes.wrap(changed)).run("inspect", "-"), Exit.USAGE);
    }

    @ParameterizedTest
    @CsvSource({
        "bafyreidykglsfhoixmivffc5uwhcgshx4j465xwqntbmu43nb2dzqwfva, USAGE",
        "bafyreidykglsfhoixmivffc5uwhcgshx4j465xwqntbmu43nb2dzqwfv1, USAGE",
        "Zafyreidykglsfhoixmivffc5uwhcgshx4j465xwqntbmu43nb2dzqwfvae, USAGE",
        "did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2do, USAGE",
        "did:key:x6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK, USAGE",
        "did:, USAGE",
        "notes.txt, NOT_FOUND",
        "nothing, NOT_FOUND",
    })
    void refusesNamesThatAreNone(String word, Exit exit) {
        requireOneLine(shell.run("inspect", word), exit);
    }

    @ParameterizedTest
    @ValueSource(strings = {"8282828282", "a163", "1b7fffffffffffffff", "5b7fffffffffffffff", "00"})
    void explainsBytesThatAreNothingKnownAsTheBlockTheyAre(String hex) throws Exception {
        var ran = shell.input(Bytes.fromHex(hex)).run("inspect", "-");

        assertThat(ran.ok().out()).startsWith("raw block bafkrei");
    }

    @Test
    void survivesTenThousandListsInsideOneAnother() {
        var deep = Bytes.wrap(new byte[10_000]).toArray();
        java.util.Arrays.fill(deep, (byte) 0x81);

        assertThat(shell.input(Bytes.wrap(deep)).run("inspect", "-").ok().out()).contains("levels");
        requireOneLine(shell.input(Bytes.wrap(deep)).run("ucan", "check", "-"), Exit.USAGE);
    }

    @Test
    void explainsOrRefusesEveryMutationOfWhatItKnows() throws Exception {
        var corpus = List.of(TOKEN, CONTAINER, CAR, Vectors.bytes("ucan/container/Bytes"));
        Seeds.forEach(
                2_000,
                random -> {
                    var input = new Mutations(corpus, random).next();
                    var inspected = shell.input(input).run("inspect", "-", "--json");
                    var checked = shell.input(input).run("ucan", "check", "-");

                    assertThat(inspected.exit()).isIn(Exit.OK, Exit.USAGE);
                    assertThat(checked.exit()).isIn(Exit.OK, Exit.USAGE, Exit.DENIED);
                    assertThat(inspected.out().isEmpty()).isEqualTo(inspected.exit() != Exit.OK);
                });
    }
}
