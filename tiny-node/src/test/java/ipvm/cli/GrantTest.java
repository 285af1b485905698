package ipvm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ipvm.cli.Shell.Ran;
import ipvm.data.Bytes;
import ipvm.data.DagJson;
import ipvm.data.Ipld;
import ipvm.ucan.Container;
import ipvm.ucan.Delegation;
import ipvm.ucan.Token;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GrantTest {

    private static final String STRANGER =
            "did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK";
    private static final String MODULE =
            "bafkreifzjut3te7nhyekklss27nh3k72ysco7y32koao5eei66wof36n5e";
    private static final String RUN_MODULE = "{\"mod\":{\"/\":\"" + MODULE + "\"},\"fun\":\"f\"}";

    @TempDir Path folder;
    private Shell anna;
    private Shell ben;

    @BeforeEach
    void twoPeople() throws IOException {
        anna = person("anna", 1);
        ben = person("ben", 2);
    }

    private Shell person(String name, long seed) throws IOException {
        var shell = new Shell(Files.createDirectory(folder.resolve(name)), seed);
        shell.run("init").ok();
        return shell;
    }

    private static String did(Shell shell, String name) {
        return shell.run("key", "show", name).ok().out().strip();
    }

    private static List<Token> tokens(Path file) throws Exception {
        return TokenFile.decode(Bytes.wrap(Files.readAllBytes(file)));
    }

    private static List<Token> tokens(Ran ran) throws Exception {
        return TokenFile.decode(Bytes.utf8(ran.ok().out().strip()));
    }

    @Test
    void saysTheSentenceBeforeItWritesTheGrant() throws Exception {
        var ran =
                anna.run(
                        "grant",
                        STRANGER,
                        "run",
                        "--module",
                        MODULE,
                        "--fuel",
                        "1G/day",
                        "--for",
                        "30d");

        assertThat(ran.ok().err())
                .isEqualToIgnoringNewLines(
                        "the owner (.."
                                + did(anna, "owner").substring(50)
                                + ") lets "
                                + STRANGER
                                + " run tasks (/wasm/run) on this device (.."
                                + did(anna, "device").substring(50)
                                + "), only where .mod == "
                                + MODULE
                                + ", with at most 1G fuel a day, until 2027-02-14T08:00:00Z (in 30 days).");
        var leaf = (Delegation) tokens(ran).getLast();
        assertThat(DagJson.text(leaf.terms().policy().encode()))
                .isEqualTo("[[\"==\",\".mod\",{\"/\":\"" + MODULE + "\"}]]");
        assertThat(DagJson.text(leaf.terms().meta()))
                .isEqualTo("{\"ipvm/budget\":{\"fuel\":1000000000,\"per\":\"day\"}}");
        assertThat(leaf.terms().window().expires()).hasValue(Shell.NOW + 30 * 86_400);
    }

    @Test
    void writesAContainerWithTheRootFirst() throws Exception {
        var ran = anna.run("grant", STRANGER, "/pin/write", "--out", "a.ucan").ok();

        var bytes = Bytes.wrap(Files.readAllBytes(anna.file("a.ucan")));
        var tokens = tokens(anna.file("a.ucan"));
        assertThat(bytes.at(0)).isEqualTo(0x40);
        assertThat(tokens).hasSize(2);
        assertThat(tokens.getFirst().issuer().text()).isEqualTo(did(anna, "device"));
        assertThat(tokens.getLast().issuer().text()).isEqualTo(did(anna, "owner"));
        assertThat(ran.out().strip()).isEqualTo(tokens.getLast().cid().toString());
        assertThat(anna.home().resolve("tokens/" + tokens.getLast().cid() + ".ucan"))
                .hasBinaryContent(tokens.getLast().bytes().toArray());
    }

    @Test
    void writesTheTextOfAContainerWithoutAFile() throws Exception {
        var json = anna.run("grant", STRANGER, "all", "--json").ok().json();

        var text = ((Ipld.Text) json.find("container").orElseThrow()).value();
        assertThat(json.entries()).hasSize(2);
        assertThat(text).startsWith("C");
        var leaf = Container.decode(Bytes.utf8(text)).tokens().getLast();
        assertThat(json.find("cid")).contains(Ipld.of(Token.decode(leaf).cid().toString()));
    }

    @ParameterizedTest
    @CsvSource({
        "run, /wasm/run",
        "read, /block/read /receipt/read /node/inspect",
        "write, /block/write",
        "all, /",
        "/pin/write, /pin/write",
    })
    void knowsTheWordsForCommands(String word, String commands) throws Exception {
        var rows = anna.run("grant", STRANGER, word, "--json").ok().jsonLines();

        assertThat(rows).hasSize(commands.split(" ", -1).length);
        assertThat(anna.run("grants", "--json").ok().jsonLines())
                .extracting(row -> row.find("cmd").orElseThrow())
                .contains(
                        java.util.Arrays.stream(commands.split(" ", -1))
                                .map(Ipld::of)
                                .toArray(Ipld[]::new));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "x run | NOT_FOUND | neither a DID nor a key here",
                "ownr run | NOT_FOUND | did you mean 'owner'?",
                "did:key:z6Mkbroken run | USAGE | did:key",
                "owner rum | USAGE | did you mean 'run'?",
                "owner /Pin/write | USAGE | upper-case",
                "owner /pin/ | USAGE | trailing slash",
                "owner run --module bafybroken | USAGE | --module: ",
                "owner run --fuel 1G/week | USAGE | --fuel: '1G/week'",
                "owner run --fuel -1G | USAGE | --fuel: '-1G'",
                "owner run --for -5d | USAGE | --for: '-5d'",
                "owner run --for 0s | USAGE | --for: '0s'",
                "owner run --for 500ms | USAGE | --for: '500ms'",
                "owner run --for 5d --exp 5 | USAGE | --for and --exp",
                "owner run --exp -5 | USAGE | --exp: '-5'",
                "owner run --nbf 2000000000 --exp 1900000000 | USAGE | before it begins",
                "owner run --policy [ | USAGE | --policy: ",
                "owner run --policy {} | USAGE | --policy: ",
                "owner run --policy [[\"==\",\".a\"]] | USAGE | --policy: policy[0]",
                "owner run --proof nothing.ucan | NOT_FOUND | nothing.ucan: no such file",
                "owner run --key nobody | NOT_FOUND | no key 'nobody'",
                "owner run --out no/such/folder | NOT_FOUND | no such file or folder",
                "owner run --out . | USAGE | is a folder",
            })
    void saysWhatIsWrongAndKeepsNothing(String line, Exit exit, String said) throws Exception {
        var before = anna.run("grants").ok().out();

        var ran = anna.run(("grant " + line.strip()).split(" ", -1));

        assertThat(ran.exit()).as(ran.err()).isEqualTo(exit);
        assertThat(ran.out()).isEmpty();
        assertThat(ran.err()).contains(said.strip());
        assertThat(anna.run("grants").ok().out()).isEqualTo(before);
    }

    @Test
    void refusesToPassOnWhatItDoesNotHave() throws Exception {
        anna.run("grant", did(ben, "owner"), "/pin/write", "--out", "pin.ucan").ok();
        var pin = anna.file("pin.ucan").toString();
        var mine = did(anna, "device");

        var wider = ben.run("grant", STRANGER, "/pin", "--proof", pin);
        var other = ben.run("grant", STRANGER, "run", "--sub", mine);

        assertThat(wider.exit()).isEqualTo(Exit.DENIED);
        assertThat(wider.err()).contains("InvalidClaim");
        assertThat(other.exit()).isEqualTo(Exit.DENIED);
        assertThat(other.err()).contains("no key here may grant /wasm/run");
    }

    @Test
    void passesOnWhatItWasGiven() throws Exception {
        anna.run("grant", did(ben, "owner"), "/pin", "--out", "pin.ucan").ok();
        ben.run("grants", "add", anna.file("pin.ucan").toString()).ok();
        ben.run("grant", STRANGER, "/pin/write", "--sub", did(anna, "device"), "--out", "c.ucan")
                .ok();

        assertThat(tokens(ben.file("c.ucan"))).hasSize(3);
        assertThat(anna.run("ucan", "check", ben.file("c.ucan").toString()).ok().out())
                .contains("/pin/write", did(anna, "device"));
    }

    @Test
    void grantsFromTomorrowOn() {
        var tomorrow = Long.toString(Shell.NOW + 86_400);
        anna.run("grant", STRANGER, "run", "--nbf", tomorrow, "--for", "2d", "--out", "t.ucan")
                .ok();

        assertThat(anna.run("ucan", "check", "t.ucan").out()).startsWith("TooEarly");
        assertThat(anna.run("ucan", "check", "t.ucan", "--at", tomorrow).exit()).isEqualTo(Exit.OK);
    }

    @Test
    void showsTheTimeThatIsOverAsADate() {
        anna.run("grant", STRANGER, "run", "--for", "1h", "--out", "g.ucan").ok();

        var ran = anna.run("ucan", "check", "g.ucan", "--at", Long.toString(Shell.NOW + 3_661));

        assertThat(ran.exit()).isEqualTo(Exit.DENIED);
        assertThat(ran.out())
                .startsWith("Expired")
                .contains("at most 1800003600 (2027-01-15T09:00:00Z)")
                .contains("1800003661 (2027-01-15T09:01:01Z)");
    }

    @Test
    void asksByAGrantUntilItIsTakenBack() throws Exception {
        anna.run("grant", did(ben, "owner"), "run", "--module", MODULE, "--out", "g.ucan").ok();
        var grant = anna.file("g.ucan").toString();
        ben.run(
                        "ucan",
                        "invoke",
                        "--cmd",
                        "/wasm/run",
                        "--args",
                        RUN_MODULE,
                        "--proof",
                        grant,
                        "--out",
                        "i.ucan")
                .ok();
        var request = ben.file("i.ucan").toString();
        assertThat(anna.run("ucan", "check", request).ok().out()).startsWith("valid invocation");

        var cid = tokens(anna.file("g.ucan")).getLast().cid().toString();
        anna.run("revoke", cid, "--out", "r.ucan").ok();

        assertThat(anna.run("ucan", "check", request).out()).startsWith("Revoked");
        assertThat(ben.run("ucan", "check", request).exit()).isEqualTo(Exit.OK);
        var told = ben.run("ucan", "check", request, "--proof", anna.file("r.ucan").toString());
        assertThat(told.exit()).isEqualTo(Exit.DENIED);
        ben.run("grants", "add", anna.file("r.ucan").toString()).ok();
        assertThat(ben.run("ucan", "check", request).exit()).isEqualTo(Exit.DENIED);
    }

    @Test
    void takesBackTheSameGrantInTheSameWords() throws Exception {
        var json = anna.run("grant", STRANGER, "run", "--json").ok().json();
        var cid = ((Ipld.Text) json.find("cid").orElseThrow()).value();

        var first = anna.run("revoke", cid).ok();
        var second = anna.run("revoke", cid).ok();

        assertThat(second.out()).isEqualTo(first.out());
        assertThat(anna.run("grants", "--json").ok().jsonLines())
                .filteredOn(row -> row.find("cid").equals(java.util.Optional.of(Ipld.of(cid))))
                .allMatch(row -> row.find("revoked").equals(java.util.Optional.of(Ipld.of(true))));
        assertThat(anna.run("grants").ok().out()).contains(cid + " (revoked)");
    }

    @Test
    void refusesToTakeBackWhatIsNotItsOwn() throws Exception {
        anna.run("grant", did(ben, "owner"), "run", "--out", "g.ucan").ok();
        var root = tokens(anna.file("g.ucan")).getLast().cid().toString();
        ben.run("grants", "add", anna.file("g.ucan").toString()).ok();

        assertThat(ben.run("revoke", root).exit()).isEqualTo(Exit.DENIED);
        assertThat(ben.run("revoke", MODULE).exit()).isEqualTo(Exit.NOT_FOUND);
        assertThat(ben.run("revoke", "bafybroken").exit()).isEqualTo(Exit.USAGE);
    }

    @Test
    void keepsAllOfWhatSomebodySentOrNothing() throws Exception {
        anna.run("grant", STRANGER, "run", "--out", "g.ucan").ok();
        anna.run("ucan", "invoke", "--cmd", "/x", "--out", "i.ucan").ok();
        var mixed = new java.util.ArrayList<Bytes>();
        tokens(anna.file("g.ucan")).forEach(token -> mixed.add(token.bytes()));
        tokens(anna.file("i.ucan")).forEach(token -> mixed.add(token.bytes()));
        var before = ben.run("grants").ok().out();

        var bytes = new Container(mixed).encode(Container.Packing.RAW);
        var ran = ben.input(bytes).run("grants", "add", "-");

        assertThat(ran.exit()).isEqualTo(Exit.USAGE);
        assertThat(ran.err()).contains("is an invocation of /x");
        assertThat(ben.run("grants").ok().out()).isEqualTo(before);
    }

    @Test
    void refusesToKeepAForgedGrant() throws Exception {
        anna.run("grant", STRANGER, "run", "--out", "g.ucan").ok();
        var forged = tokens(anna.file("g.ucan")).getLast().bytes().toArray();
        forged[20] ^= 1;

        var ran = ben.input(Bytes.wrap(forged)).run("grants", "add", "-");

        assertThat(ran.exit()).isEqualTo(Exit.DENIED);
        assertThat(ran.err()).contains("is not signed by");
    }

    @Test
    void signsARequestThatWouldBeRefusedAndSaysSo() throws Exception {
        anna.run("grant", did(ben, "owner"), "run", "--module", MODULE, "--out", "g.ucan").ok();
        var grant = anna.file("g.ucan").toString();

        var ran =
                ben.run(
                        "ucan",
                        "invoke",
                        "--cmd",
                        "/wasm/run",
                        "--args",
                        "{\"mod\":1}",
                        "--proof",
                        grant,
                        "--out",
                        "i.ucan");

        assertThat(ran.ok().err()).contains("this will be refused: MatchError");
        assertThat(anna.run("ucan", "check", ben.file("i.ucan").toString()).exit())
                .isEqualTo(Exit.DENIED);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                " | USAGE | needs --cmd CMD",
                "--cmd x | USAGE | no leading slash",
                "--cmd /x --args [] | USAGE | --args: is no map",
                "--cmd /x --args {\"a\":1,\"a\":1} | USAGE | --args: ",
                "--cmd /x --args {\"/\":\"bafy\"} | USAGE | --args: ",
                "--cmd /x --exp soon | USAGE | --exp: 'soon'",
                "--cmd /x --aud nobody | NOT_FOUND | neither a DID nor a key",
                "--cmd /x --sub " + STRANGER + " | DENIED | no key here may ask for /x",
            })
    void saysWhyItCannotAsk(String line, Exit exit, String said) {
        var ran = anna.run(("ucan invoke " + (line == null ? "" : line)).strip().split(" ", -1));

        assertThat(ran.exit()).as(ran.err()).isEqualTo(exit);
        assertThat(ran.err()).contains(said.strip()).hasLineCount(1);
    }

    @Test
    void replacesAFileButWritesIntoADevice() throws Exception {
        Files.writeString(anna.file("a.ucan"), "old");
        Files.createSymbolicLink(anna.file("link.ucan"), anna.file("a.ucan"));

        anna.run("grant", STRANGER, "run", "--out", "link.ucan").ok();
        anna.run("grant", STRANGER, "run", "--out", "/dev/null").ok();

        assertThat(anna.file("link.ucan")).isSymbolicLink();
        assertThat(tokens(anna.file("a.ucan"))).hasSize(2);
        assertThat(Files.isRegularFile(Path.of("/dev/null"))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"--json", "--verbose"})
    void staysQuietWhereItIsAsked(String option) {
        assertThat(anna.run("grant", STRANGER, "run", "--quiet", option).ok().err()).isEmpty();
    }
}
