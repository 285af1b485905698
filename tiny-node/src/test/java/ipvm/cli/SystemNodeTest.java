package ipvm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SystemNodeTest {

    @TempDir Path folder;
    private Shell shell;
    private Home home;

    @BeforeEach
    void enter() throws Exception {
        shell = new Shell(folder);
        home = SystemNode.of(shell.call().world().host()).home();
        Files.createDirectories(folder.resolve("machine/run/ipvm"));
        shell.run("--home", home.folder().toString(), "init").ok();
    }

    private Daemon up() throws Exception {
        return Daemon.open(home, shell.call(), Settings.of(home, shell.call()));
    }

    @Test
    void answersForAllWhoSayNothingElse() throws Exception {
        var socket = folder.resolve("machine/run/ipvm/node.sock");
        var daemon = up();
        try {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(socket)))
                    .isEqualTo("rw-rw----");

            var asked = shell.run("tasks").ok();
            var named = shell.run("--home", "machine/var/lib/ipvm", "tasks").ok();

            assertThat(asked.err()).isEqualTo("home: " + home.folder() + " (the system node)\n");
            assertThat(named.err()).isEmpty();
            assertThat(shell.run("status").ok().out()).contains(daemon.station().did().text());
            assertThat(shell.run("put", "machine/var/lib/ipvm/ipvm.conf").ok().out())
                    .startsWith("baf");
            assertThat(shell.home()).doesNotExist();
        } finally {
            daemon.close(0);
        }
        assertThat(shell.run("tasks").err()).contains("no home at " + shell.home());
    }

    @Test
    void isNotWaitedForWhereItOnlyLeftItsSocket() throws Exception {
        var socket = folder.resolve("machine/run/ipvm/node.sock");
        try (var left = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            left.bind(UnixDomainSocketAddress.of(socket));
        }

        assertThat(socket).exists();
        assertThat(shell.run("init").ok().err()).doesNotContain("system node");
        assertThat(shell.home()).exists();
    }

    @Test
    void hasItsConfigurationWhereSystemsHaveIt() throws Exception {
        assertThat(home.conf()).isEqualTo(home.folder().resolve("ipvm.conf"));
        var conf = folder.resolve("machine/etc/ipvm/ipvm.conf");
        Files.createDirectories(conf.resolveSibling("."));
        Files.writeString(conf, "node.name = barn\n");

        var shown = shell.run("--home", "machine/var/lib/ipvm", "config", "show").ok();

        assertThat(shown.out()).contains("barn").contains(conf.toString());
    }

    @Test
    void namesAHomeOfAVariableOnce() throws Exception {
        shell.variable("IPVM_HOME", "other").run("init").ok();

        assertThat(shell.run("tasks").ok().err()).isEqualTo("home: other (IPVM_HOME)\n");
    }

    @Test
    void tellsWhoMayNotHowToBeLetIn() {
        assertThat(SystemNode.isDenied(new java.net.SocketException("Permission denied"))).isTrue();
        assertThat(new SystemNode(Path.of("/")).advice())
                .isEqualTo(
                        "/run/ipvm/node.sock: permission denied: add yourself to group ipvm"
                                + " ('sudo usermod -aG ipvm $USER', then log in anew)");
    }
}
