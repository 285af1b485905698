package ipvm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ipvm.data.Ipld;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HomeTest {

    @TempDir Path folder;
    private Shell shell;

    @BeforeEach
    void enter() {
        shell = new Shell(folder);
    }

    @Test
    void makesKeysAnOwnerAConfigurationAndOneGrant() throws Exception {
        var ran = shell.run("init", "--json").ok();

        var home = shell.home();
        assertThat(ran.json().find("home")).contains(Ipld.of(home.toString()));
        assertThat(ran.json().find("name")).contains(Ipld.of("device"));
        assertThat(mode(home)).isEqualTo("rwx------");
        assertThat(mode(home.resolve("key.ed25519"))).isEqualTo("rw-------");
        assertThat(mode(home.resolve("keys/owner.ed25519"))).isEqualTo("rw-------");
        assertThat(home.resolve("owner.did")).content().startsWith("did:key:z6Mk");
        var grant = shell.run("grants", "--json").ok().json();
        assertThat(grant.find("iss")).isEqualTo(ran.json().find("did"));
        assertThat(grant.find("aud")).contains(Ipld.of(did("owner")));
        assertThat(grant.find("sub")).isEqualTo(ran.json().find("did"));
        assertThat(grant.find("cmd")).contains(Ipld.of("/"));
        assertThat(grant.find("exp")).contains(Ipld.ofNull());
    }

    @Test
    void changesNothingTheSecondTimeAndSaysSo() throws Exception {
        var first = shell.run("init").ok();
        var before = contents(shell.home());

        var second = shell.run("init").ok();

        assertThat(second.err()).contains("already there").contains("nothing was changed");
        assertThat(second.out()).isEqualTo(first.out());
        assertThat(contents(shell.home())).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"key.ed25519", "keys/owner.ed25519", "owner.did", "ipvm.conf", "tokens"})
    void completesWhatAPowerCutBrokeOff(String lost) throws Exception {
        shell.run("init").ok();
        delete(shell.home().resolve(lost));

        var ran = shell.run("init");

        assertThat(ran.exit()).isEqualTo(Exit.OK);
        assertThat(shell.run("init").err()).contains("nothing was changed");
        assertThat(shell.run("ucan", "invoke", "--cmd", "/x").ok().err()).isEmpty();
    }

    @Test
    void takesAnOwnerWhoseKeyIsElsewhere() throws Exception {
        var owner = "did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK";

        shell.run("init", "--owner", owner).ok();

        assertThat(shell.run("owner", "show").ok().out().strip()).isEqualTo(owner);
        assertThat(shell.home().resolve("keys")).doesNotExist();
        var other = shell.run("init", "--owner", "did:web:example.com");
        assertThat(other.exit()).isEqualTo(Exit.USAGE);
    }

    @Test
    void writesEveryKeyOfTheConfigurationAsAComment() throws Exception {
        shell.run("init").ok();
        var lines = Files.readAllLines(shell.home().resolve("ipvm.conf"));

        assertThat(lines).allMatch(line -> line.isEmpty() || line.startsWith("#"));
        assertThat(lines)
                .contains("#coap.port = 5683", "#fuel.default = 1G", "#limits.wasm.nestingMax = 4")
                .contains("#receipts.keep = 7d", "#trust =", "#limits.node.waitersMax = 4096");
    }

    @Test
    void takesTheHomeOfTheOptionThenOfTheVariableThenOfTheUser() throws Exception {
        shell.variable("IPVM_HOME", "second");
        assertThat(shell.run("--home", "first", "init").ok().err()).doesNotContain("IPVM_HOME");
        assertThat(shell.file("first/key.ed25519")).exists();

        assertThat(shell.run("init").ok().err()).contains("home: second (IPVM_HOME)");
        assertThat(shell.file("second/key.ed25519")).exists();

        shell.variable("IPVM_HOME", "").run("init").ok();
        assertThat(shell.home().resolve("key.ed25519")).exists();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "key show",
                "key list",
                "key new",
                "key rotate",
                "key backup f",
                "owner show",
                "owner transfer did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK",
                "grant x run",
                "grants",
                "grants add f",
                "ucan invoke --cmd /x",
                "revoke bafyreidykglsfhoixmivffc5uwhcgshx4j465xwqntbmu43nb2dzqwfvae"
            })
    void saysWhatToDoWhereThereIsNoHome(String line) {
        var ran = shell.run(line.split(" ", -1));

        assertThat(ran.exit()).isEqualTo(Exit.NOT_FOUND);
        assertThat(ran.err()).contains("no home at").contains("'ipvm init'").hasLineCount(1);
        assertThat(shell.home()).doesNotExist();
    }

    @Test
    void saysWhatIsHereAndWhatToDoNext() throws Exception {
        assertThat(shell.run().ok().out()).contains("Next: ipvm init");
        assertThat(shell.run("--json").ok().json().find("next")).contains(Ipld.of("ipvm init"));

        shell.run("init").ok();
        assertThat(shell.run().ok().out()).contains(did("device")).contains("Next: ipvm grant");
    }

    @ParameterizedTest
    @ValueSource(strings = {"644", "660", "602"})
    void refusesAKeyThatOthersMayReadOrChange(String mode) throws Exception {
        shell.run("init").ok();
        var key = shell.home().resolve("key.ed25519");
        Files.setPosixFilePermissions(key, permissions(mode));

        var ran = shell.run("ucan", "invoke", "--cmd", "/x");

        assertThat(ran.exit()).isEqualTo(Exit.DENIED);
        assertThat(ran.err()).contains("mode " + mode).contains("chmod 600").hasLineCount(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                "ipvm-key 1\n",
                "ipvm-key 2\nkind Ed25519\ndid did:key:z6\nsecret 00\n"
            })
    void refusesAKeyFileThatIsNone(String text) throws Exception {
        shell.run("init").ok();
        Files.writeString(shell.home().resolve("key.ed25519"), text);

        var ran = shell.run("key", "show");

        assertThat(ran.exit()).isEqualTo(Exit.USAGE);
        assertThat(ran.err()).contains("key.ed25519").hasLineCount(1);
    }

    @Test
    void passesOverTokensThatAreDamagedAndSaysSo() throws Exception {
        shell.run("init").ok();
        var tokens = shell.home().resolve("tokens");
        var good = shell.run("grants").ok().lines().getFirst();
        Files.writeString(tokens.resolve("x.ucan"), "no token");
        Files.copy(tokens.resolve(good + ".ucan"), tokens.resolve("bafyreia.ucan"));

        var ran = shell.run("grants", "--json").ok();

        assertThat(ran.lines()).hasSize(1);
        assertThat(ran.err())
                .contains("x.ucan: passed over")
                .contains("bafyreia.ucan: passed over");
    }

    private String did(String name) {
        return shell.run("key", "show", name).ok().out().strip();
    }

    private static String mode(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }

    private static java.util.Set<PosixFilePermission> permissions(String octal) {
        var text = new StringBuilder();
        for (int digit : octal.chars().map(c -> c - '0').toArray()) {
            text.append((digit & 4) > 0 ? 'r' : '-')
                    .append((digit & 2) > 0 ? 'w' : '-')
                    .append('-');
        }
        return PosixFilePermissions.fromString(text.toString());
    }

    private static Map<String, String> contents(Path home) throws IOException {
        var contents = new TreeMap<String, String>();
        try (var files = Files.walk(home)) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                contents.put(
                        file.toString(),
                        java.util.HexFormat.of().formatHex(Files.readAllBytes(file)));
            }
        }
        return contents;
    }

    private static void delete(Path path) throws IOException {
        try (var files = Files.walk(path)) {
            for (var file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
