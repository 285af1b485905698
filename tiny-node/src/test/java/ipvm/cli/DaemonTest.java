package ipvm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ipvm.data.Bytes;
import ipvm.data.Ipld;
import ipvm.data.Vectors;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class DaemonTest {

    @TempDir Path folder;
    private Shell shell;
    private Optional<Daemon> daemon = Optional.empty();

    @BeforeEach
    void enter() throws IOException {
        shell = new Shell(folder);
        Files.write(folder.resolve("add.wasm"), Vectors.bytes("homestar/core_add.wasm").toArray());
        Files.write(folder.resolve("spin.wasm"), bytes(RunTest.ENDLESS));
        shell.run("init").ok();
    }

    private static byte[] bytes(String hex) {
        try {
            return Bytes.fromHex(hex).toArray();
        } catch (ipvm.data.MalformedException e) {
            throw new AssertionError(e);
        }
    }

    @AfterEach
    void leave() throws IOException {
        stop();
    }

    private void up() throws Exception {
        var home = new Home(shell.home());
        daemon = Optional.of(Daemon.open(home, shell.call(), settings()));
    }

    private Settings settings() throws Exception {
        return Settings.of(new Home(shell.home()), shell.call());
    }

    private void stop() throws IOException {
        if (daemon.isPresent()) {
            daemon.get().close(0);
            daemon = Optional.empty();
        }
    }

    private SocketChannel connect() throws Exception {
        var channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        channel.connect(
                ControlSocket.of(new Home(shell.home()), shell.call().world().host()).address());
        return channel;
    }

    private static Ipld of(Ipld.Map map, String key) {
        return map.find(key).orElseThrow();
    }

    @Test
    void answersAsAHomeWithoutADaemonDoes() throws Exception {
        Files.writeString(
                folder.resolve("w.json"),
                "{\"v\":\"0.1.0\",\"tasks\":{\"a\":{\"cmd\":\"/wasm/run\",\"args\":{\"mod\":"
                        + "\"file:add.wasm\",\"fun\":\"add_one\",\"params\":[4]}}}}");
        var lines =
                List.of(
                        "run add.wasm add_one 41 --json",
                        "run add.wasm add_one 41",
                        "run add.wasm add_one x",
                        "run add.wasm no_such 1",
                        "run spin.wasm spin --fuel 1k --json",
                        "run bafkreifzjut3te7nhyekklss27nh3k72ysco7y32koao5eei66wof36n5e f",
                        "workflow run w.json --json",
                        "wait bafkreifzjut3te7nhyekklss27nh3k72ysco7y32koao5eei66wof36n5e",
                        "cancel bafkreifzjut3te7nhyekklss27nh3k72ysco7y32koao5eei66wof36n5e",
                        "tasks");
        lines.forEach(line -> shell.run(line.split(" "))); // so that all is recalled
        var without = lines.stream().map(line -> shell.run(line.split(" "))).toList();
        up();

        assertThat(lines.stream().map(line -> shell.run(line.split(" "))).toList())
                .isEqualTo(without);
        assertThat(of(shell.run("status", "--json").ok().json(), "recalled"))
                .as("asked through the socket")
                .isNotEqualTo(Ipld.of(0));
    }

    @Test
    void saysWhatItDoes() throws Exception {
        assertThat(shell.run("status").exit()).isEqualTo(Exit.NOT_FOUND);
        assertThat(shell.run("down").exit()).isEqualTo(Exit.NOT_FOUND);
        up();
        shell.run("run", "add.wasm", "add_one", "1").ok();

        var status = shell.run("status", "--json").ok().json();

        assertThat(status.entries().stream().map(Ipld.Entry::key))
                .contains(
                        "did",
                        "owner",
                        "name",
                        "version",
                        "pid",
                        "uptime_ms",
                        "clock",
                        "tasks",
                        "recalled",
                        "fuel",
                        "store",
                        "links",
                        "peers",
                        "rules",
                        "rss_bytes");
        assertThat(of((Ipld.Map) of(status, "tasks"), "done")).isEqualTo(Ipld.of(1));
        assertThat(of((Ipld.Map) of(status, "store"), "receipts")).isEqualTo(Ipld.of(1));
        assertThat(of(status, "pid")).isEqualTo(Ipld.of(ProcessHandle.current().pid()));
        assertThat(shell.run("status").ok().out()).contains("1 done").contains("1 receipts");
    }

    @Test
    void isTheOnlyOneOfItsHome() throws Exception {
        up();

        var second = shell.run("up");

        assertThat(second.exit()).isEqualTo(Exit.BUSY);
        assertThat(second.err()).contains("process " + ProcessHandle.current().pid());
        shell.run("status").ok();
    }

    @Test
    void listensForItsOwnerAlone() throws Exception {
        up();

        var socket = shell.home().resolve("node.sock");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(socket)))
                .isEqualTo("rw-------");
        stop();
        assertThat(socket).doesNotExist();
    }

    @Test
    void takesThePlaceOfASocketThatWasLeftBehind() throws Exception {
        var socket = shell.home().resolve("node.sock");
        var left = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        left.bind(java.net.UnixDomainSocketAddress.of(socket));
        left.close();

        assertThat(socket).exists();
        shell.run("run", "add.wasm", "add_one", "1").ok();
        up();
        shell.run("status").ok();
    }

    @Test
    void listensElsewhereWhereThePathIsTooLong() throws Exception {
        var runtime = Files.createDirectory(folder.resolve("r"));
        var home = folder.resolve("h".repeat(100));
        shell.variable("XDG_RUNTIME_DIR", runtime.toString());
        shell.variable("IPVM_HOME", home.toString());
        shell.run("init").ok();
        var call = shell.call();
        daemon = Optional.of(Daemon.open(new Home(home), call, settings()));

        shell.run("status").ok();
        var own = runtime.resolve("ipvm-" + Files.getAttribute(runtime, "unix:uid"));
        Files.setPosixFilePermissions(own, PosixFilePermissions.fromString("rwxr-x---"));
        assertThat(shell.run("status").exit()).isEqualTo(Exit.DENIED);
    }

    @Test
    void refusesWhatIsNoRequestAndGoesOnWithOthers() throws Exception {
        up();
        try (var oversized = connect();
                var garbage = connect();
                var half = connect();
                var other = connect()) {
            oversized.write(ByteBuffer.wrap(new byte[] {127, 0, 0, 0}));
            garbage.write(ByteBuffer.wrap(new byte[] {0, 0, 0, 2, 1, 2}));
            half.write(ByteBuffer.wrap(new byte[] {0, 0, 1, 0, 5}));
            for (var channel : List.of(oversized, garbage)) {
                var wire = new Wire(channel);
                assertThat(of(wire.frame(wire.length().orElseThrow()), "exit"))
                        .isEqualTo(Ipld.of(2));
                assertThat(wire.length()).isEmpty();
            }
            var wire = new Wire(other);
            wire.write(Ipld.map("id", Ipld.of(1), "op", Ipld.of("no"), "args", Ipld.map()));
            assertThat(of(wire.frame(wire.length().orElseThrow()), "exit")).isEqualTo(Ipld.of(2));
            wire.write(Ipld.map("id", Ipld.of(2), "op", Ipld.of("hello"), "args", Ipld.map()));
            var hello = wire.frame(wire.length().orElseThrow());
            assertThat(of(hello, "id")).isEqualTo(Ipld.of(2));
            assertThat(hello.find("line")).isPresent();
        }
    }

    @Test
    void makesRoomForOneMoreThanItHasConnections() throws Exception {
        up();
        var all = new java.util.ArrayList<SocketChannel>();
        for (int i = 0; i < 2 * Daemon.CONNECTIONS_MAX; i++) {
            all.add(connect());
        }

        shell.run("status").ok();
        for (var channel : all) {
            channel.close();
        }
    }

    @Test
    void handsWorkInForThoseWhoDoNotWait() throws Exception {
        var line = new String[] {"run", "add.wasm", "add_one", "41", "--detach", "--json"};
        var refused = shell.run(line);
        assertThat(refused.exit()).isEqualTo(Exit.NOT_FOUND);
        assertThat(refused.err()).contains("no daemon runs to do it");
        up();

        var accepted = shell.run(line);

        assertThat(accepted.exit()).isEqualTo(Exit.ACCEPTED);
        for (var name : List.of("task", "instruction")) {
            var cid = ((Ipld.Link) of(accepted.json(), name)).cid().toString();
            var ended = shell.run("wait", cid, "--json").ok().json();
            assertThat(of(ended, "out")).isEqualTo(Ipld.map("ok", Ipld.of(42)));
            assertThat(shell.run("wait", cid).ok().out()).isEqualTo("42\n");
        }
    }

    @Test
    void waitsNoLongerThanItIsToldAndTakesWorkBack() throws Exception {
        up();
        var accepted =
                shell.run("run", "spin.wasm", "spin", "--fuel", "100G", "--detach", "--json");
        var task = ((Ipld.Link) of(accepted.json(), "task")).cid();

        assertThat(shell.run("wait", task.toString(), "--time", "1ms").exit())
                .isEqualTo(Exit.ACCEPTED);
        assertThat(of(shell.run("tasks", "--json").ok().json(), "task")).isEqualTo(Ipld.of(task));
        assertThat(shell.run("tasks").ok().out()).contains("/wasm/run spin");
        shell.run("cancel", task.toString()).ok();
        awaitNoTasks();
        assertThat(shell.run("cancel", task.toString()).exit()).isEqualTo(Exit.NOT_FOUND);
    }

    private void awaitNoTasks() throws Exception {
        long until = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!shell.run("tasks").ok().out().isEmpty()) {
            assertThat(System.nanoTime()).as("still under way").isLessThan(until);
        }
    }

    private void awaitTask(String state) throws Exception {
        long until = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!shell.run("tasks").ok().out().contains(state)) {
            assertThat(System.nanoTime()).as("never " + state).isLessThan(until);
        }
    }

    @Test
    void givesUpARunWhoseAskerIsGone() throws Exception {
        up();
        var asker =
                Thread.ofVirtual()
                        .start(() -> shell.run("run", "spin.wasm", "spin", "--fuel", "100G"));
        awaitTask("running");

        asker.interrupt(); // which closes its socket
        asker.join();

        awaitNoTasks();
        shell.run("status").ok();
    }

    @Test
    void goesOnWithARunThatSomebodyElseWaitsFor() throws Exception {
        up();
        var first =
                Thread.ofVirtual()
                        .start(() -> shell.run("run", "spin.wasm", "spin", "--fuel", "100G"));
        awaitTask("running");
        shell.run("run", "spin.wasm", "spin", "--fuel", "100G", "--detach");

        first.interrupt();
        first.join();

        assertThat(shell.run("tasks").ok().out()).contains("running");
    }

    @Test
    void takesUpWhatWasAcceptedWhenItIsStartedAgain() throws Exception {
        up();
        var accepted =
                shell.run("run", "spin.wasm", "spin", "--fuel", "100G", "--detach", "--json");
        var task = ((Ipld.Link) of(accepted.json(), "task")).cid().toString();
        stop(); // in the middle of it

        var nobody = shell.run("wait", task);
        assertThat(nobody.exit()).isEqualTo(Exit.ACCEPTED);
        assertThat(nobody.err()).contains("no daemon runs to do it");
        assertThat(shell.run("tasks").ok().out()).contains(task + "  accepted");
        up();
        assertThat(shell.run("tasks").ok().out()).contains(task).doesNotContain("accepted");
        shell.run("cancel", task).ok();
        awaitNoTasks();
    }

    @Test
    void stopsWhenItIsAskedTo() throws Exception {
        up();
        var ending =
                Thread.ofVirtual()
                        .start(() -> {
                            try {
                                daemon.orElseThrow().station().stopping().await();
                                stop();
                            } catch (InterruptedException | IOException e) {
                                throw new AssertionError(e);
                            }
                        });

        assertThat(shell.run("down").ok().out()).contains("has stopped");
        ending.join();
        assertThat(shell.run("status").exit()).isEqualTo(Exit.NOT_FOUND);
        shell.run("run", "add.wasm", "add_one", "1").ok();
    }
}
