package ipvm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ipvm.data.Bytes;
import ipvm.data.DagJson;
import ipvm.data.Ipld;
import ipvm.data.Vectors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RunTest {

    /// `spin` never ends, `grow` asks for 17 pages more and traps if it does not get them.
    static final String ENDLESS =
            "0061736d0100000001040160000003030200000503010001070f02047370696e0000"
                    + "0467726f7700010a1702070003400c000b0b0d0041114000417f460440000b0b";

    @TempDir Path folder;
    private Shell shell;

    @BeforeEach
    void enter() throws IOException {
        shell = new Shell(folder);
        for (var name : new String[] {"core_add.wasm", "ids.wasm", "example_add.wasm"}) {
            Files.write(folder.resolve(name), Vectors.bytes("homestar/" + name).toArray());
        }
    }

    private static Ipld of(Ipld.Map object, String key) {
        return object.find(key).orElseThrow();
    }

    @Test
    void printsTheValueAndSaysTheBillBesideIt() {
        var ran = shell.run("run", "core_add.wasm", "add_one", "41").ok();

        assertThat(ran.out()).isEqualTo("42\n");
        assertThat(ran.err()).endsWith("4 fuel, 0 pages, 0 ms\n").contains("made a home at ");
        assertThat(shell.run("run", "core_add.wasm", "add_one", "41", "--quiet").ok().err())
                .isEmpty();
        var again = shell.run("run", "core_add.wasm", "add_one", "41").ok();
        assertThat(again.out()).isEqualTo("42\n");
        assertThat(again.err()).isEqualTo("4 fuel, 0 pages, recalled in 0 ms\n");
    }

    @Test
    void answersAScriptInOneCanonicalLine() throws Exception {
        var ran = shell.run("run", "core_add.wasm", "addOne", "41", "--json").ok();

        assertThat(ran.out().strip())
                .matches(
                        "\\{\"fuel\":4,\"instruction\":\\{\"/\":\"bafyrmi\\w+\"},"
                                + "\"on\":\"did:key:z6Mk\\w+\",\"out\":\\{\"ok\":42},\"pages\":0,"
                                + "\"recalled\":false,\"receipt\":\\{\"/\":\"bafyrei\\w+\"},"
                                + "\"task\":\\{\"/\":\"bafyrei\\w+\"},\"took_ms\":0}");
    }

    @Test
    void saysWhichNodeRanItWhereThereIsOne() throws Exception {
        shell.run("init").ok();
        var did = of(shell.run("key", "show", "--json").ok().json(), "did");

        var object = shell.run("run", "core_add.wasm", "add_one", "1", "--json").ok().json();

        assertThat(of(object, "on")).isEqualTo(did);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "id-string | 5 | \"5\"",
                "id-string | {} | \"{}\"",
                "id-string | json:\"@x\" | \"@x\"",
                "id-string | @bytes | \"AQID\"",
                "id-string | - | \"[1, 2]\"",
                "id-s32 | -3 | -3",
                "id-u8 | json:7 | 7",
                "id-list-u8 | @bytes | {\"/\":{\"bytes\":\"AQID\"}}",
                "id-list-u8 | - | {\"/\":{\"bytes\":\"WzEsIDJd\"}}",
                "id-list-u16 | - | [1,2]",
                "id-list-u16 | [3, 4] | [3,4]",
                "id-bool | true | true",
                "id-f64 | 2 | 2.0",
            })
    void readsAnArgumentByTheTypeOfItsParameter(String func, String word, String value)
            throws Exception {
        Files.write(folder.resolve("bytes"), new byte[] {1, 2, 3});

        var object =
                shell.input(Bytes.utf8("[1, 2]"))
                        .run("run", "ids.wasm", func, word, "--json")
                        .ok()
                        .json();

        assertThat(of(object, "out")).isEqualTo(Ipld.map("ok", DagJson.read(value)));
    }

    @Test
    void printsAStringAsItStandsAndHarmlessOnATerminal() {
        assertThat(shell.run("run", "ids.wasm", "id-string", "a\u001b[2J").ok().out())
                .isEqualTo("a\u001b[2J\n");
        shell.onTerminal();
        assertThat(shell.run("run", "ids.wasm", "id-string", "a\u001b[2J").ok().out())
                .isEqualTo("a\\u{1b}[2J\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "ad-one 1 | NoSuchFunction: no function ad-one; did you mean add-one, add_one?",
                "add_one | BadArgument: 0 of 1 arguments given: add_one: func(#1: i32) -> i32",
                "add_one 1 2 | BadArgument: 2 of 1 arguments given",
                "add_one one | BadArgument: #1: i32 is given as DAG-JSON, and this is none",
                "add_one true | BadArgument: #1: expected i32, found true",
                "add_one 4294967296 | BadArgument: #1: expected i32, found 4294967296",
                "add_one 1 --fule 2 | unknown option '--fule'; did you mean '--fuel'",
                "add_one 1 --fuel 2T | --fuel: '2T' is no amount",
                "add_one 1 --memory 65MiB | --memory: at most 64MiB here",
            })
    void refusesAWrongCallWithoutRunningIt(String words, String said) {
        var ran = shell.run(("run core_add.wasm " + words + " --json").split(" "));

        assertThat(ran.exit()).isEqualTo(Exit.USAGE);
        assertThat(ran.err()).contains("ipvm run: " + said);
        assertThat(ran.out()).isEmpty();
    }

    @Test
    void saysWhyAModuleIsRefused() throws Exception {
        var cut = Vectors.bytes("homestar/core_add.wasm").slice(0, 40);

        var ran = shell.input(cut).run("run", "-", "add_one", "1", "--json");

        assertThat(ran.exit()).isEqualTo(Exit.USAGE);
        assertThat(ran.err()).contains("ipvm run: standard input: Refused: malformed: ");
        var error = (Ipld.Map) of((Ipld.Map) of(ran.json(), "out"), "error");
        assertThat(of(error, "name")).isEqualTo(Ipld.of("Refused"));
        assertThat(of(error, "message").toString()).contains("malformed: ").contains(" at byte ");
        assertThat(shell.input(cut).run("run", "-", "add_one", "1").out()).isEmpty();
    }

    @Test
    void namesTheTrueSizeOfAModuleThatIsTooLarge() {
        var large = Bytes.wrap(new byte[9 << 20]);

        var ran = shell.input(large).run("run", "-", "f");

        assertThat(ran.exit()).isEqualTo(Exit.USAGE);
        assertThat(ran.err()).contains("too-large: module bytes 9437184, at most 8388608");
    }

    @ParameterizedTest
    @CsvSource({
        "spin --fuel 12k, OutOfFuel, all 12k of fuel used; try --fuel 1G",
        "spin --time 0s, TimedOut, not done within 0; try --time 5m",
        "grow --memory 0, OutOfMemory, 0 of memory are too little; try --memory 16MiB",
    })
    void saysWhatWasUsedUpAndWhichFlagGivesMore(String words, String name, String said)
            throws Exception {
        Files.write(folder.resolve("m.wasm"), Bytes.fromHex(ENDLESS).toArray());

        var ran = shell.run(("run m.wasm --json " + words).split(" "));

        assertThat(ran.exit()).isEqualTo(Exit.EXHAUSTED);
        assertThat(ran.err()).contains("ipvm run: " + name + ": " + said);
        var error = (Ipld.Map) of((Ipld.Map) of(ran.json(), "out"), "error");
        assertThat(of(error, "name")).isEqualTo(Ipld.of(name));
    }

    @Test
    void namesATrapAndTheMemoryThatWasRefusedBefore() throws Exception {
        Files.write(folder.resolve("m.wasm"), Bytes.fromHex(ENDLESS).toArray());

        var ran = shell.run("run", "m.wasm", "grow", "--memory", "64KiB");

        assertThat(ran.exit()).isEqualTo(Exit.FAILED);
        assertThat(ran.out()).isEmpty();
        assertThat(ran.err())
                .contains("ipvm run: Trapped: unreachable")
                .contains("after 64KiB of memory are too little; try --memory 16MiB");
    }

    @Test
    void callsAValueThatIsAnErrorOfTheModuleAValue() throws Exception {
        var object =
                shell.run("run", "ids.wasm", "id-result-string-u32", "[null,7]", "--json")
                        .ok()
                        .json();

        assertThat(of((Ipld.Map) of(object, "out"), "ok")).isEqualTo(DagJson.read("[null,7]"));
    }

    @Test
    void runsWhatItHasByItsNameAndAgainUnderANonce() throws Exception {
        var first = shell.run("run", "ids.wasm", "id-u8", "7", "--json").ok().json();
        var named = shell.run("run", moduleName(), "id-u8", "7", "--json").ok().json();

        assertThat(of(named, "recalled")).isEqualTo(Ipld.of(true));
        assertThat(of(named, "receipt")).isEqualTo(of(first, "receipt"));
        var nonce = "000102030405060708090a0b";
        var anew = shell.run("run", "ids.wasm", "id-u8", "7", "--json", "--nonce", nonce);
        assertThat(of(anew.ok().json(), "recalled")).isEqualTo(Ipld.of(false));
        assertThat(of(anew.json(), "task")).isNotEqualTo(of(first, "task"));
    }

    private String moduleName() throws Exception {
        var bytes = Vectors.bytes("homestar/ids.wasm").stream();
        return "ipfs://" + new ipvm.data.UnixFsWriter(block -> {}).file(bytes).cid();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ipfs://bafkreifzjut3te7nhyekklss27nh3k72ysco7y32koao5eei66wof36n5e",
                "bafkreifzjut3te7nhyekklss27nh3k72ysco7y32koao5eei66wof36n5e",
            })
    void missesContentThatIsNotHere(String name) {
        var ran = shell.run("run", name, "f");

        assertThat(ran.exit()).isEqualTo(Exit.NOT_FOUND);
        assertThat(ran.err())
                .contains(
                        "block bafkreifzjut3te7nhyekklss27nh3k72ysco7y32koao5eei66wof36n5e is not here");
    }

    @Test
    void missesAFileOfTheLine() {
        assertThat(shell.run("run", "no.wasm", "f").exit()).isEqualTo(Exit.NOT_FOUND);
        assertThat(shell.run("run", "ids.wasm", "id-string", "@no").exit())
                .isEqualTo(Exit.NOT_FOUND);
    }
}
