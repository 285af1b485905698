package ipvm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ipvm.data.Bytes;
import ipvm.data.Ipld;
import ipvm.key.Did;
import ipvm.key.LightBox;
import ipvm.key.Lineage;
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

class KeyTest {

    private static final String SECRET = "correct horse battery";
    private static final String STRANGER =
            "did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK";

    @TempDir Path folder;
    private Shell shell;

    @BeforeEach
    void enter() throws IOException {
        shell = new Shell(Files.createDirectory(folder.resolve("first")));
        shell.run("init").ok();
    }

    private static String did(Shell shell, String name) {
        return shell.run("key", "show", name).ok().out().strip();
    }

    @Test
    void makesNamesAndListsKeys() throws Exception {
        var anna = shell.run("key", "new", "anna").ok().out().strip();
        shell.run("key", "new").ok();

        assertThat(did(shell, "anna")).isEqualTo(anna);
        assertThat(shell.run("key", "list").ok().lines())
                .extracting(line -> line.split(" ", -1)[0])
                .containsExactly("device", "owner", "anna", "key1");
        assertThat(shell.run("key", "list", "--json").ok().jsonLines())
                .contains(
                        Ipld.map(
                                "name", Ipld.of("anna"),
                                "did", Ipld.of(anna),
                                "home", Ipld.of(shell.home().toString())));
    }

    @ParameterizedTest
    @CsvSource({
        "key new device, USAGE, already",
        "key new owner, USAGE, already",
        "key new ../x, USAGE, is no name for a key",
        "key new .x, USAGE, is no name for a key",
        "key new a/b, USAGE, is no name for a key",
        "key show onwer, NOT_FOUND, did you mean 'owner'?",
        "key show ../../etc/passwd, USAGE, is no name for a key",
        "key shwo, USAGE, did you mean 'show'?",
        "key, USAGE, 'needs one of show, list, new, rotate, backup, recover'",
        "key new x --lock, USAGE, needs a passphrase",
        "key backup x, USAGE, needs a passphrase",
        "key recover missing, NOT_FOUND, missing: no such file",
        "owner transfer nobody, USAGE, DID",
        "key new x --lock --passphrase-file missing, NOT_FOUND, missing: no such file",
        "key new x --lock --passphrase-file blank, USAGE, 'blank: its first line is empty'",
        "key new x --lock=1, USAGE, --lock takes no value",
        "key show --home, USAGE, --home needs a value",
        "key new x y, USAGE, unexpected 'y'",
        "key backup, USAGE, needs FILE",
        "key backup . --passphrase-file pass, USAGE, exists already",
        "key recover ., USAGE, is a folder",
        "key recover pass --passphrase-file pass, USAGE, pass: ",
        "revoke x, USAGE, x",
        "revoke bafkreifzjut3te7nhyekklss27nh3k72ysco7y32koao5eei66wof36n5e, NOT_FOUND, no grant",
        "ucan invoke --cmd /x --args {, USAGE, --args: ",
        "ucan invoke --cmd /x --key nobody, NOT_FOUND, no key 'nobody'",
        "ucan invoke --cmd /x --proof missing, NOT_FOUND, missing",
        "grants add, USAGE, needs FILE",
        "grants add pass, USAGE, pass: ",
        "completion csh, USAGE, none of bash",
    })
    void saysWhatIsWrong(String line, Exit exit, String said) throws IOException {
        Files.writeString(shell.file("blank"), "\nsecond line\n");
        Files.writeString(shell.file("pass"), SECRET);
        var ran = shell.run(line.split(" ", -1));

        assertThat(ran.exit()).as(ran.err()).isEqualTo(exit);
        assertThat(ran.err()).contains(said).hasLineCount(1);
    }

    @Test
    void asksForThePassphraseOfALockedKey() throws Exception {
        shell.onTerminal(SECRET, SECRET).run("key", "new", "safe", "--lock").ok();
        assertThat(shell.home().resolve("keys/safe.ed25519")).content().contains("locked u");

        var signed =
                shell.onTerminal(SECRET)
                        .run("grant", STRANGER, "run", "--key", "safe", "--sub", "safe");
        var wrong =
                shell.onTerminal("wrong")
                        .run("grant", STRANGER, "run", "--key", "safe", "--sub", "safe");
        var nobody = shell.run("grant", STRANGER, "run", "--key", "safe", "--sub", "safe");

        assertThat(signed.exit()).as(signed.err()).isEqualTo(Exit.OK);
        assertThat(wrong.exit()).isEqualTo(Exit.DENIED);
        assertThat(wrong.err()).contains("wrong passphrase");
        assertThat(nobody.exit()).isEqualTo(Exit.DENIED);
        assertThat(nobody.err()).contains("needs its passphrase");
    }

    @Test
    void refusesTwoPassphrasesThatDifferOrSayNothing() {
        assertThat(shell.onTerminal("one", "two").run("key", "new", "a", "--lock").err())
                .contains("differ");
        assertThat(shell.onTerminal("", "").run("key", "new", "a", "--lock").err())
                .contains("empty passphrase");
        assertThat(shell.home().resolve("keys/a.ed25519")).doesNotExist();
    }

    @Test
    void bringsTheOwnerBackOnAnotherDevice() throws Exception {
        shell.run("grant", STRANGER, "run").ok();
        Files.writeString(shell.file("pass"), SECRET + "\n");
        shell.run("key", "backup", "b.ipvm", "--passphrase-file", "pass").ok();
        var other = new Shell(Files.createDirectory(folder.resolve("other")), 7);
        var file = shell.file("b.ipvm").toString();

        var ran = other.variable("IPVM_PASSPHRASE", SECRET).run("key", "recover", file);

        assertThat(ran.ok().err()).contains("with --replace it takes the place of");
        assertThat(did(other, "owner")).isEqualTo(did(shell, "owner"));
        assertThat(did(other, "device")).isNotEqualTo(did(shell, "device"));
        assertThat(other.run("grants").ok().out()).contains(STRANGER);
        var again = other.run("key", "recover", file, "--replace").ok();
        assertThat(again.err()).contains(did(shell, "device") + " is now " + did(other, "device"));
        assertThat(lineage(other).current(Did.parse(did(shell, "device"))).text())
                .isEqualTo(did(other, "device"));
    }

    /// What `key backup` writes, under a passphrase that takes no time.
    private Bytes backup() throws Exception {
        var owner = Bytes.wrap(Files.readAllBytes(shell.home().resolve("keys/owner.ed25519")));
        var device = Did.parse(did(shell, "device"));
        return LightBox.seal(new Backup(device, owner, List.of(), List.of()).encode(), SECRET);
    }

    private static Lineage lineage(Shell shell) throws Exception {
        var owner = Did.parse(shell.run("owner", "show").ok().out().strip());
        return new Lineage(new Successions(new Home(shell.home())).all(), owner);
    }

    @Test
    void refusesABackupThatIsDamagedOrSomebodyElses() throws Exception {
        var bytes = backup();
        var other = new Shell(Files.createDirectory(folder.resolve("other")), 7);
        other.variable("IPVM_PASSPHRASE", SECRET);

        for (var bad :
                List.of(
                        bytes.slice(0, bytes.size() - 1),
                        Bytes.concat(bytes, Bytes.of(0)),
                        bytes.from(1))) {
            assertThat(other.input(bad).run("key", "recover", "-").exit()).isEqualTo(Exit.USAGE);
        }
        assertThat(other.home()).doesNotExist();
        var wrong = other.variable("IPVM_PASSPHRASE", "x").input(bytes).run("key", "recover", "-");
        assertThat(wrong.exit()).isEqualTo(Exit.DENIED);
        other.run("init").ok();
        var foreign =
                other.variable("IPVM_PASSPHRASE", SECRET).input(bytes).run("key", "recover", "-");
        assertThat(foreign.exit()).isEqualTo(Exit.USAGE);
        assertThat(foreign.err()).contains("belongs to");
    }

    @Test
    void writesNoBackupOverAnotherFile() throws Exception {
        Files.writeString(shell.file("b.ipvm"), "mine");

        var ran = shell.variable("IPVM_PASSPHRASE", SECRET).run("key", "backup", "b.ipvm");

        assertThat(ran.exit()).isEqualTo(Exit.USAGE);
        assertThat(shell.file("b.ipvm")).content().isEqualTo("mine");
    }

    @Test
    void keepsNoBackupWithoutTheOwnersKey() throws Exception {
        Files.delete(shell.home().resolve("keys/owner.ed25519"));

        var ran = shell.variable("IPVM_PASSPHRASE", SECRET).run("key", "backup", "b.ipvm");

        assertThat(ran.exit()).isEqualTo(Exit.NOT_FOUND);
        assertThat(ran.err()).contains("the owner's key is not in this home");
        assertThat(shell.file("b.ipvm")).doesNotExist();
    }

    @Test
    void recoversOnTheSameDeviceWithoutTakingItsPlace() throws Exception {
        Files.write(shell.file("b.ipvm"), backup().toArray());
        var before = did(shell, "owner");
        Files.delete(shell.home().resolve("keys/owner.ed25519"));

        var ran =
                shell.variable("IPVM_PASSPHRASE", SECRET)
                        .run("key", "recover", "b.ipvm", "--replace");

        assertThat(ran.ok().err()).doesNotContain("is now").doesNotContain("--replace");
        assertThat(did(shell, "owner")).isEqualTo(before);
    }

    @Test
    void refusesTheBackupOfAnotherOwnerEvenWhereOnlyTheKeyIsLeft() throws Exception {
        Files.write(shell.file("b.ipvm"), backup().toArray());
        var other = new Shell(Files.createDirectory(folder.resolve("other")), 7);
        other.run("init").ok();
        Files.delete(other.home().resolve("owner.did"));
        var file = shell.file("b.ipvm").toString();

        var ran = other.variable("IPVM_PASSPHRASE", SECRET).run("key", "recover", file);

        assertThat(ran.exit()).isEqualTo(Exit.USAGE);
        assertThat(ran.err()).contains("belongs to " + did(other, "owner"));
    }

    @Test
    void locksTheOwnersKeyFromTheBeginning() throws Exception {
        var other = new Shell(Files.createDirectory(folder.resolve("other")), 7);

        other.onTerminal(SECRET, SECRET).run("init", "--lock").ok();

        assertThat(other.home().resolve("keys/owner.ed25519")).content().contains("locked");
        assertThat(other.onTerminal().run("init", "--lock").ok().err()).contains("already there");
        assertThat(other.run("grant", STRANGER, "run").exit()).isEqualTo(Exit.DENIED);
        assertThat(other.onTerminal(SECRET).run("grant", STRANGER, "run").ok().out()).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "nobody", "did:key:z6Mk"})
    void refusesAnOwnerThatIsNone(String text) throws Exception {
        Files.writeString(shell.home().resolve("owner.did"), text);

        var ran = shell.run("owner", "show");

        assertThat(ran.exit()).isEqualTo(text.startsWith("did:") ? Exit.OK : Exit.USAGE);
        assertThat(ran.err().lines().count()).isLessThan(2);
    }

    @Test
    void missesAnOwnerThatIsGone() throws Exception {
        Files.delete(shell.home().resolve("owner.did"));

        var ran = shell.run("owner", "show");

        assertThat(ran.exit()).isEqualTo(Exit.NOT_FOUND);
        assertThat(ran.err()).contains("run 'ipvm init'");
    }

    @Test
    void refusesASuccessionThatIsDamaged() throws Exception {
        shell.run("key", "rotate").ok();
        try (var files = Files.newDirectoryStream(shell.home().resolve("successions"))) {
            Files.write(files.iterator().next(), new byte[] {1, 2, 3});
        }

        var ran = shell.run("key", "rotate");

        assertThat(ran.exit()).isEqualTo(Exit.USAGE);
        assertThat(ran.err()).contains("successions").hasLineCount(1);
    }

    @Test
    void namesEachNewKeyAsTheSuccessorOfTheOld() throws Exception {
        var first = did(shell, "device");
        var second = shell.run("key", "rotate").ok().out().strip();
        var third = shell.run("key", "rotate").ok().out().strip();

        assertThat(did(shell, "device")).isEqualTo(third).isNotEqualTo(second);
        assertThat(lineage(shell).current(Did.parse(first)).text()).isEqualTo(third);
        assertThat(shell.run("grant", STRANGER, "run").ok().err()).contains("on this device");
        assertThat(shell.home().resolve("key.next")).doesNotExist();
    }

    @Test
    void completesARotationThatAPowerCutBrokeOff() throws Exception {
        Files.writeString(shell.home().resolve("key.next"), "half");

        var next = shell.run("key", "rotate").ok().out().strip();

        assertThat(did(shell, "device")).isEqualTo(next);
    }

    @Test
    void endsWhatTheOldOwnerGaveAndErasesItsKeys() throws Exception {
        shell.run("grant", STRANGER, "run", "--out", "g.ucan").ok();
        shell.run("key", "new", "anna").ok();

        shell.run("owner", "transfer", STRANGER).ok();

        assertThat(shell.run("owner", "show").ok().out().strip()).isEqualTo(STRANGER);
        assertThat(shell.run("ucan", "check", "g.ucan").out()).startsWith("Revoked");
        assertThat(shell.run("key", "list").ok().lines()).hasSize(1);
        assertThat(shell.run("owner", "transfer", STRANGER).ok().err()).contains("already there");
        assertThat(shell.run("grant", STRANGER, "run").ok().err()).startsWith("this device");
    }

    @ParameterizedTest
    @ValueSource(strings = {"no", "", "y"})
    void changesNothingUnlessAPersonSaysYes(String answer) {
        var before = shell.run("owner", "show").ok().out();

        var ran = shell.onTerminal(answer).run("owner", "transfer", STRANGER);

        assertThat(ran.exit()).isEqualTo(Exit.USAGE);
        assertThat(ran.err()).contains("nothing was changed");
        assertThat(shell.run("owner", "show").ok().out()).isEqualTo(before);
        shell.onTerminal(answer).run("owner", "transfer", STRANGER, "--yes").ok();
    }
}
