package ipvm.coap;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.DatagramSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Two daemons as processes: one has the other run tasks, and either may be killed meanwhile.
@Timeout(300)
class RunOnIT {

    private static final Pattern DID = Pattern.compile("did:key:z6Mk[1-9A-HJ-NP-Za-km-z]+");

    /// `(module (func (export "add_one") (param i32) (result i32) local.get 0 i32.const 1
    /// i32.add))`
    private static final String ADD =
            "0061736d0100000001060160017f017f03020100070b01076164645f6f6e650000"
                    + "0a09010700200041016a0b";

    @TempDir Path folder;
    private final List<Process> started = new ArrayList<>();
    private Board anna;
    private Board ben;

    /// A home with a port of its own.
    private final class Board {
        final Path home;
        final int port;
        Optional<Process> daemon = Optional.empty();

        Board(String name) throws Exception {
            home = folder.resolve(name);
            try (var free = new DatagramSocket()) {
                port = free.getLocalPort();
            }
            run("init");
            Files.writeString(home.resolve("ipvm.conf"), "coap.port = " + port + "\n");
        }

        void up() throws Exception {
            var log = home.resolve("up.log").toFile();
            var process = process(home, "up", "--json").redirectError(log).start();
            daemon = Optional.of(process);
            started.add(process);
            var ready = process.inputReader(StandardCharsets.UTF_8).readLine();
            assertThat(ready).contains("\"ready\":true").contains("\"coap\"");
        }

        void kill() throws Exception {
            daemon.orElseThrow().destroyForcibly().waitFor();
        }

        Ended run(String... words) throws Exception {
            var process = process(home, words).start();
            started.add(process);
            process.getOutputStream().close();
            var out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            var err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            return new Ended(process.exitValue(), out, err);
        }

        String did() throws Exception {
            var found = DID.matcher(run("key", "show").out);
            assertThat(found.find()).isTrue();
            return found.group();
        }
    }

    private record Ended(int exit, String out, String err) {}

    private ProcessBuilder process(Path home, String... words) {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
        command.add("--enable-native-access=ALL-UNNAMED");
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), "ipvm.cli.Main"));
        command.addAll(List.of("--home", home.toString()));
        command.addAll(List.of(words));
        return new ProcessBuilder(command).directory(folder.toFile());
    }

    @BeforeEach
    void enter() throws Exception {
        var bytes = java.util.HexFormat.of().parseHex(ADD);
        Files.write(folder.resolve("add.wasm"), bytes);
        anna = new Board("anna");
        ben = new Board("ben");
        ben.up();
        anna.up();
    }

    @AfterEach
    void leave() throws IOException {
        started.forEach(Process::destroyForcibly);
    }

    private void grant(String... words) throws Exception {
        for (var word : words) {
            var file = folder.resolve(word + ".ucan").toString();
            assertThat(ben.run("grant", anna.did(), word, "--out", file).exit).isZero();
            assertThat(anna.run("grants", "add", file).exit).isZero();
        }
    }

    private String benAt() {
        return "coap://127.0.0.1:" + ben.port;
    }

    @Test
    void aNeighbourRunsATaskForWhoHasTheRight() throws Exception {
        var denied = anna.run("run", "add.wasm", "add_one", "41", "--on", benAt());
        assertThat(denied.exit).isEqualTo(4);
        assertThat(denied.err).contains("ask the owner for: ipvm grant did:key:");

        grant("run");
        var first = anna.run("run", "add.wasm", "add_one", "41", "--on", benAt(), "--json");
        assertThat(first.exit).as(first.err).isZero();
        assertThat(first.out)
                .contains("\"out\":{\"ok\":42}")
                .contains("\"recalled\":false")
                .contains("\"link\":\"coap\"")
                .contains("\"on\":\"" + ben.did());

        assertThat(anna.run("peers", "name", ben.did(), "kitchen").exit).isZero();
        var again = anna.run("run", "add.wasm", "add_one", "41", "--on", "kitchen", "--json");
        assertThat(again.out).contains("\"recalled\":true");
        assertThat(anna.run("peers").out).contains(ben.did()).contains("kitchen");

        ben.kill();
        var nobody = anna.run("run", "add.wasm", "add_one", "1", "--on", "coap://127.0.0.1:9");
        assertThat(nobody.exit).isEqualTo(8);
        assertThat(nobody.err).contains("nobody answers at coap://127.0.0.1:9");
    }

    @Test
    void whatOnlyLooksCanLookElsewhere() throws Exception {
        for (var name : List.of("status", "receipts", "tasks", "peers", "intents")) {
            var denied = anna.run(name, "--on", benAt());
            assertThat(denied.exit).as(name).isEqualTo(4);
            assertThat(denied.err)
                    .contains("ask the owner for: ipvm grant did:key:")
                    .contains(" read");
        }
        grant("read");
        assertThat(anna.run("peers", "name", ben.did(), "kitchen").exit).isZero();
        assertThat(anna.run("status", "--on", "kitchen", "--json").out)
                .contains("\"did\":\"" + ben.did());
        assertThat(ben.run("run", "add.wasm", "add_one", "41").exit).isZero();
        var there = anna.run("receipts", "--on", "kitchen", "--json");
        assertThat(there.out).isEqualTo(ben.run("receipts", "--json").out).contains("\"ok\":42");
        assertThat(anna.run("rule", "list", "--on", "kitchen").exit).isZero();
        assertThat(anna.run("peers", "--on", "kitchen").out).contains(anna.did());
        ben.kill();
        var nobody = anna.run("tasks", "--on", "coap://127.0.0.1:9");
        assertThat(nobody.exit).isEqualTo(8);
    }

    @Test
    void contentMovesBothWays() throws Exception {
        var bytes = new byte[1_000_000];
        new SplittableRandom(5).nextBytes(bytes);
        Files.write(folder.resolve("photo.png"), bytes);
        assertThat(anna.run("send", benAt(), "photo.png").exit).isEqualTo(4);
        grant("read", "write");

        var sent = anna.run("send", benAt(), "photo.png", "--json");
        assertThat(sent.exit).as(sent.err).isZero();
        assertThat(sent.out).contains("\"blocks\":5").contains("\"link\":\"coap\"");
        var cid = anna.run("put", "photo.png").out.strip();
        assertThat(anna.run("send", benAt(), cid, "--json").out).contains("\"moved\":0");
        assertThat(ben.run("get", cid, "-o", "there.png").exit).isZero();
        assertThat(folder.resolve("there.png")).hasBinaryContent(bytes);

        Files.write(folder.resolve("small.png"), java.util.Arrays.copyOf(bytes, 600_000));
        var small = ben.run("put", "small.png").out.strip();
        assertThat(anna.run("fetch", small).exit).isZero();
        assertThat(anna.run("get", small, "-o", "here.png").exit).isZero();
        assertThat(folder.resolve("here.png")).hasSize(600_000);
        assertThat(anna.run("get", small, "--on", benAt(), "-o", "far.png").exit).isZero();
        assertThat(folder.resolve("far.png")).hasSize(600_000);
        var nowhere = "bafkreifzjut3te7nhyekklss27nh3k72ysco7y32koao5eei66wof36n5e";
        assertThat(anna.run("fetch", nowhere, "--from", benAt()).exit).isEqualTo(5);
    }

    @Test
    void aWorkflowIsRunThereAndItsReceiptsAreKeptHere() throws Exception {
        var task =
                "{\"cmd\":\"/wasm/run\",\"args\":{\"mod\":\"file:add.wasm\",\"fun\":\"add_one\",";
        Files.writeString(
                folder.resolve("two.json"),
                "{\"v\":\"0.1.0\",\"tasks\":{\"a\":"
                        + task
                        + "\"params\":[1]}},\"b\":"
                        + task
                        + "\"params\":[{\"await/ok\":\"a\"}]}}}}");
        grant("run");

        var ended = anna.run("workflow", "run", "two.json", "--on", benAt(), "--json");

        assertThat(ended.exit).as(ended.err).isZero();
        assertThat(ended.out)
                .contains("\"name\":\"b\"")
                .contains("\"out\":{\"ok\":3}")
                .contains("\"on\":\"" + ben.did())
                .contains("\"link\":\"coap\"")
                .contains("\"done\":2,\"failed\":0");
        assertThat(anna.run("receipts", "--json").out.lines()).hasSize(2);
    }

    @Test
    @Timeout(4 * 3_600)
    void whatWasAcceptedIsAnsweredWhoeverIsKilled() throws Exception {
        grant("run");
        var random = new SplittableRandom(Long.getLong("seed", 7));
        int inputs = Integer.getInteger("ipvm.fuzz.inputs", 20_000);
        int rounds = Integer.getInteger("ipvm.kills", inputs > 20_000 ? 200 : 4);
        int accepted = 0;
        var last = "";
        for (int i = 0; i < rounds; i++) {
            for (int j = 0; j < 3; j++) {
                var number = String.valueOf(100 * i + j);
                var to = ben.did();
                var ended = anna.run("run", "add.wasm", "add_one", number, "--on", to, "--detach");
                accepted += ended.exit == 7 ? 1 : 0;
                assertThat(ended.exit).as(ended.err).isEqualTo(7);
                last = ended.out.strip();
            }
            TimeUnit.MILLISECONDS.sleep(random.nextInt(200));
            var victim = random.nextBoolean() ? anna : ben;
            victim.kill();
            victim.up();
        }
        var waited = anna.run("wait", last, "--time", "60s", "--json");
        assertThat(waited.exit).as(waited.err).isZero();
        assertThat(waited.out).contains("\"on\":\"" + ben.did());
        int answered = 0;
        for (int i = 0; i < 120 && answered < accepted; i++) {
            TimeUnit.MILLISECONDS.sleep(500);
            answered =
                    anna.run("receipts", "--json", "--limit", "9999")
                                    .out
                                    .split("\"receipt\"", -1)
                                    .length
                            - 1;
        }
        assertThat(answered).isEqualTo(accepted).isEqualTo(3 * rounds);
    }
}
