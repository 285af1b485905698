package ipvm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ipvm.data.Ipld;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DoctorTest {

    @TempDir Path folder;
    private Shell shell;

    @BeforeEach
    void enter() {
        shell = new Shell(folder);
        shell.run("init").ok();
    }

    private Ipld.Map finding(Shell.Ran ran, String check) throws Exception {
        return ran.jsonLines().stream()
                .filter(line -> line.find("check").orElseThrow().equals(Ipld.of(check)))
                .findFirst()
                .orElseThrow(() -> new AssertionError(ran.out()));
    }

    private void requireState(String check, String state, Exit exit) throws Exception {
        var ran = shell.run("doctor", "--json");
        assertThat(finding(ran, check).find("state")).as(ran.out()).contains(Ipld.of(state));
        assertThat(ran.exit()).isEqualTo(exit);
        if (!state.equals("ok")) {
            assertThat(finding(ran, check).find("remedy")).isNotEqualTo(Ipld.ofNull());
        }
    }

    @Test
    void findsNothingWrongInANewHome() throws Exception {
        shell.run("put", "-").ok();

        var ran = shell.run("doctor").ok();

        assertThat(ran.lines()).anyMatch(line -> line.matches("ok +store .*is whole"));
        assertThat(ran.out()).doesNotContain("bad ");
    }

    @Test
    void missesAHome() {
        shell.variable("IPVM_HOME", folder.resolve("none").toString());

        var ran = shell.run("doctor");

        assertThat(ran.exit()).isEqualTo(Exit.FAILED);
        assertThat(ran.out()).contains("'ipvm init' makes one");
        assertThat(folder.resolve("none")).doesNotExist();
    }

    @Test
    void seesWhoMayReadTheKey() throws Exception {
        var open = PosixFilePermissions.fromString("rw-r--r--");
        Files.setPosixFilePermissions(shell.home().resolve("key.ed25519"), open);

        requireState("key", "bad", Exit.FAILED);
        assertThat(shell.run("doctor").out()).contains("chmod 600 ");
    }

    @Test
    void seesAWrongConfiguration() throws Exception {
        Files.writeString(shell.home().resolve("ipvm.conf"), "log.level = loud\n");

        requireState("config", "bad", Exit.FAILED);
    }

    @Test
    void seesADamagedStore() throws Exception {
        Files.write(shell.home().resolve("ipvm.db"), new byte[8_192]);
        Files.writeString(shell.home().resolve("ipvm.db"), "no database, whatever its name says");

        requireState("store", "bad", Exit.FAILED);
    }

    @Test
    void seesAClockThatCannotBeRight() throws Exception {
        shell.at(1_000);

        requireState("clock", "bad", Exit.FAILED);
    }

    @Test
    void seesASocketThatWasLeftBehind() throws Exception {
        var channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        channel.bind(UnixDomainSocketAddress.of(shell.home().resolve("node.sock")));
        channel.close();

        requireState("daemon", "warn", Exit.OK);
    }

    @Test
    void asksTheDaemonThatRuns() throws Exception {
        var call = shell.call();
        var home = new Home(shell.home());
        try (var daemon = Daemon.open(home, call, Settings.of(home, call))) {
            assertThat(daemon.socket().file()).exists();
            requireState("daemon", "ok", Exit.OK);
            requireState("store", "ok", Exit.OK);
        }
    }
}
