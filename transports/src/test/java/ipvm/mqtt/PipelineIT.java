package ipvm.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import ipvm.foreign.Gateway;
import ipvm.foreign.Npm;
import ipvm.foreign.Program;
import java.io.IOException;
import java.net.DatagramSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// From a device that knows nothing of us, through a rule, to whoever looks at the result: a daemon
/// as a process, mosquitto, npm's `mqtt` as the sensor.
@Timeout(value = 600, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class PipelineIT {

    private static final int RATE = 100;
    private static final int SECONDS = Integer.getInteger("ipvm.pipeline.seconds", 15);
    private static final int STILL_MAX = 20;
    private static final Pattern VALUE = Pattern.compile("\"value\":([0-9]+)");

    /// `(module (func (export "add_one") (param i32) (result i32) local.get 0 i32.const 1
    /// i32.add))`
    private static final String ADD =
            "0061736d0100000001060160017f017f03020100070b01076164645f6f6e650000"
                    + "0a09010700200041016a0b";

    private static final String RULE =
            """
            {"name":"next","on":{"inlet":"kitchen"},"out":"fan","limit":{"queue":10000},
             "do":{"mod":"file:add.wasm","fun":"add_one","params":[{"event":".value"}]}}
            """;

    @TempDir Path folder;
    private int port;
    private Mosquitto broker;
    private Gateway gateway;

    @BeforeEach
    void enter() throws Exception {
        try (var free = new DatagramSocket()) {
            port = free.getLocalPort();
        }
        Files.write(folder.resolve("add.wasm"), HexFormat.of().parseHex(ADD));
        Files.writeString(folder.resolve("next.json"), RULE);
        broker = new Mosquitto(folder, "allow_anonymous true", "max_queued_messages 0");
        gateway =
                new Gateway(
                        folder.resolve("home"),
                        "mqtt.url = " + broker.url(),
                        "coap.port = " + port,
                        "coap.bind = 127.0.0.1");
        gateway.run("inlet", "add", "kitchen", "--mqtt", "kitchen", "--rate", "1000/s").ok();
        gateway.up();
        gateway.run("rule", "add", folder.resolve("next.json").toString()).ok();
        awaitLink();
    }

    @AfterEach
    void leave() {
        gateway.close();
        broker.close();
    }

    private void awaitLink() throws Exception {
        for (int tries = 0; tries < 50; tries++) {
            if (gateway.run("status").ok().contains("mqtt mqtt://")) {
                return;
            }
            TimeUnit.MILLISECONDS.sleep(200);
        }
        throw new AssertionError("no link to the broker: " + gateway.run("status").out());
    }

    private int count(String key, String of) {
        var found = Pattern.compile("\"" + key + "\":([0-9]+)").matcher(of);
        assertThat(found.find()).as(of).isTrue();
        return Integer.parseInt(found.group(1));
    }

    private int fired() throws Exception {
        return count("fired", gateway.run("rule", "state", "next", "--json").ok());
    }

    @Test
    void aReadingIsSeenAsAResultWhereverSomebodyLooks() throws Exception {
        var node = gateway.run("key", "show").ok();
        var topic = "ipvm/1/n/" + node.replaceAll("(?s).*(z6Mk\\w+).*", "$1") + "/out/fan";
        broker.publish("kitchen", "41");
        try (var retained = broker.subscribe(topic)) {
            assertThat(retained.awaitLine(topic)).isEqualTo(topic + " 42");
        }
        var coap = Program.find("coap-client-notls", "coap-client");
        var uri = "coap://127.0.0.1:" + port;
        assertThat(Program.run(coap, "-m", "get", uri + "/out/fan").said()).contains("42");
        gateway.run("inlet", "add", "door", "--coap").ok();
        Program.run(coap, "-m", "put", "-e", "7", uri + "/in/door");
        assertThat(gateway.run("readings", "door", "--json").ok()).contains("\"value\":7");
        assertThat(gateway.run("outlet", "list").ok()).contains("fan  42  of rule next");
        assertThat(gateway.run("readings", "kitchen", "--csv").ok()).contains(",1,kitchen,,41");
    }

    @Test
    void eachReadingCountsOnceWhoeverComesAndGoes() throws Exception {
        int count = RATE * SECONDS;
        var isOver = new AtomicBoolean();
        var trouble = Thread.ofPlatform().daemon().start(() -> comeAndGo(isOver));
        try (var sensor = Npm.start("sensor", broker.url(), "kitchen", "" + count, "" + RATE)) {
            assertThat(sensor.awaitLine("all")).isEqualTo("all " + count);
        } finally {
            isOver.set(true);
            trouble.join();
        }
        awaitFirings(count);
        var seen = new HashSet<String>();
        var twice = new HashSet<String>();
        var values = VALUE.matcher(gateway.run("readings", "kitchen", "--json").ok());
        while (values.find()) {
            if (!seen.add(values.group(1))) {
                twice.add(values.group(1));
            }
        }
        System.out.println(count + " readings at " + RATE + "/s, " + seen.size() + " kept");
        assertThat(twice).isEmpty();
        assertThat(seen).hasSize(count);
        assertThat(fired()).isEqualTo(count);
    }

    /// As long as there are more now and then: it may have lost its link a moment ago.
    private void awaitFirings(int count) throws Exception {
        int before = fired();
        for (int still = 0; before < count && still < STILL_MAX; still++) {
            TimeUnit.SECONDS.sleep(1);
            int now = fired();
            still = now > before ? 0 : still;
            before = now;
        }
    }

    /// Every five seconds the broker goes for a moment, and then the node in the middle of its
    /// work.
    private void comeAndGo(AtomicBoolean isOver) {
        try {
            while (!isOver.get()) {
                TimeUnit.SECONDS.sleep(3);
                broker.stop();
                TimeUnit.MILLISECONDS.sleep(300);
                broker.startAgain();
                TimeUnit.SECONDS.sleep(2);
                gateway.kill();
                gateway.up();
            }
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
