package ipvm.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ipvm.data.Bytes;
import ipvm.data.DagCbor;
import ipvm.data.Ipld;
import ipvm.foreign.Program;
import ipvm.foreign.Recorder;
import ipvm.link.LinkException;
import ipvm.link.Place;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Our link at mosquitto, with its clients as devices.
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class MqttLinkIT {

    private static final String OPEN = "allow_anonymous true";
    private static final int FRAMES = 1_000;

    @TempDir Path folder;

    @Test
    void findsANeighbourByItsGreetingAndExchangesFrames() throws Exception {
        try (var broker = new Mosquitto(folder, OPEN);
                var a = new Member(Member.A, broker.url(), Map.of())) {
            a.awaitUp();
            try (var b = new Member(Member.B, broker.url(), Map.of())) {
                assertThat(Recorder.next(b.ear.met)).isEqualTo(a.place());
                assertThat(Recorder.next(b.ear.frames))
                        .isEqualTo(new Recorder.Heard(a.place(), hello(Member.A)));
                assertThat(Recorder.next(a.ear.met)).isEqualTo(b.place());
                assertThat(Recorder.next(a.ear.frames).frame()).isEqualTo(hello(Member.B));

                exchange(a, b);
            }
        }
    }

    private static Bytes hello(String node) {
        return Bytes.utf8("hello of " + node);
    }

    private static void exchange(Member a, Member b) throws InterruptedException {
        var random = new Random(1);
        var sent = new ArrayList<Bytes>();
        var back = new ArrayList<Bytes>();
        long start = System.nanoTime();
        for (int i = 0; i < FRAMES; i++) {
            var bytes = new byte[1 + random.nextInt(i == 0 ? 1 : i % 10 == 0 ? 16_384 : 1_024)];
            random.nextBytes(bytes);
            sent.add(Bytes.wrap(bytes));
            a.link.send(b.place(), sent.get(i));
            if (i >= 16) {
                back.add(echoed(a, b));
            }
        }
        while (back.size() < FRAMES) {
            back.add(echoed(a, b));
        }
        long millis = (System.nanoTime() - start) / 1_000_000;
        System.out.println(FRAMES + " frames there and back by a broker in " + millis + " ms");

        assertThat(back).containsExactlyInAnyOrderElementsOf(sent);
    }

    private static Bytes echoed(Member a, Member b) throws InterruptedException {
        var there = Recorder.next(b.ear.frames);
        assertThat(there.from()).isEqualTo(a.place());
        b.link.send(there.from(), there.frame());
        return Recorder.next(a.ear.frames).frame();
    }

    @Test
    void saysGoodbyeAndIsMissedWhenItVanishes() throws Exception {
        try (var broker = new Mosquitto(folder, OPEN);
                var a = new Member(Member.A, broker.url(), Map.of());
                var ups = broker.subscribe("ipvm/1/n/" + Member.B + "/up")) {
            a.awaitUp();
            var b = new Member(Member.B, broker.url(), Map.of());
            b.awaitUp();
            ups.awaitLine("/up 1");
            b.close();
            ups.awaitLine("/up 0");

            assertThat(Recorder.next(a.ear.lost).place()).isEqualTo(b.place());
        }
    }

    @Test
    void answersToTheTopicThatAStrangerNames() throws Exception {
        try (var broker = new Mosquitto(folder, OPEN);
                var a = new Member(Member.A, broker.url(), Map.of());
                var answers = broker.subscribe("my/answers", "-F", "%t %D %x")) {
            a.awaitUp();
            var in = "ipvm/1/n/" + Member.A + "/in";
            for (int tries = 0; a.ear.frames.isEmpty() && tries < 50; tries++) {
                broker.publish(
                        in,
                        "ask",
                        "-D",
                        "publish",
                        "response-topic",
                        "my/answers",
                        "-D",
                        "publish",
                        "correlation-data",
                        "42");
            }
            var heard = Recorder.next(a.ear.frames);
            a.link.send(heard.from(), Bytes.of(1, 2, 3));

            assertThat(answers.awaitLine("my/answers")).contains("42").contains("010203");
        }
    }

    @Test
    void neverAnswersToTopicsOfTheBroker() throws Exception {
        try (var broker = new Mosquitto(folder, OPEN);
                var a = new Member(Member.A, broker.url(), Map.of())) {
            a.awaitUp();
            var in = "ipvm/1/n/" + Member.A + "/in";
            broker.publish(in, "ask", "-D", "publish", "response-topic", "$SYS/x");
            var heard = Recorder.next(a.ear.frames);
            a.link.send(heard.from(), Bytes.of(1));

            assertThat(heard.from()).isEqualTo(new Place("mqtt", "-"));
        }
    }

    @Test
    void sharesWorkAmongWorkers() throws Exception {
        var work = Map.of("mqtt.work", "true");
        try (var broker = new Mosquitto(folder, OPEN);
                var a = new Member(Member.A, broker.url(), work);
                var b = new Member(Member.B, broker.url(), work)) {
            a.awaitUp();
            b.awaitUp();
            Recorder.next(b.ear.met);
            Recorder.next(a.ear.met);
            a.ear.frames.clear();
            b.ear.frames.clear();
            var seen = new HashSet<Bytes>();
            for (int i = 0; i < 20; i++) {
                var frame = DagCbor.encode(Ipld.list(Ipld.of(1), Ipld.of(4), Ipld.of(Bytes.of(i))));
                a.link.send(new Place("mqtt", "work"), frame);
                seen.add(frame);
            }
            var heard = new ArrayList<Bytes>();
            while (heard.size() < 20) {
                var next = a.ear.frames.poll(10, TimeUnit.MILLISECONDS);
                next = next == null ? b.ear.frames.poll(10, TimeUnit.MILLISECONDS) : next;
                if (next != null && seen.contains(next.frame())) {
                    heard.add(next.frame());
                }
            }

            assertThat(heard).doesNotHaveDuplicates().hasSize(20);
        }
    }

    @Test
    void showsResultsAndDescribesThemToHomeAssistant() throws Exception {
        var keys = Map.of("out.fan.homeassistant", "true", "out.fan.unit", "1/min");
        try (var broker = new Mosquitto(folder, OPEN);
                var a = new Member(Member.A, broker.url(), keys)) {
            a.link.show("fan", Ipld.of(900));
            a.awaitUp();
            try (var late = broker.subscribe("ipvm/1/n/+/out/fan");
                    var home = broker.subscribe("homeassistant/#")) {
                assertThat(late.awaitLine("out/fan")).endsWith(" 900");
                a.link.show("fan", Ipld.of(901));
                assertThat(late.awaitLine("out/fan")).endsWith(" 901");
                assertThat(home.awaitLine("homeassistant"))
                        .startsWith("homeassistant/sensor/ipvm_" + Member.A + "/fan/config {")
                        .contains("\"unit_of_measurement\":\"1/min\"")
                        .contains("\"state_topic\":\"ipvm/1/n/" + Member.A + "/out/fan\"");
            }
        }
    }

    @Test
    void saysThatThePasswordIsWrongAndComesBackWhenItIsRight() throws Exception {
        var users = folder.resolve("users");
        var hash = Program.find("mosquitto_passwd");
        Program.run(hash, "-b", "-c", users.toString(), "ipvm", "right");
        var file = Files.writeString(folder.resolve("password"), "wrong\n");
        var keys = Map.of("mqtt.user", "ipvm", "mqtt.password.file", file.toString());
        var closed = new String[] {"allow_anonymous false", "password_file " + users};
        try (var broker = new Mosquitto(folder, closed)) {
            try (var a = new Member(Member.A, broker.url(), keys)) {
                var state = Recorder.next(a.ear.states);
                assertThat(state.isUp()).isFalse();
                assertThat(state.fault())
                        .contains("127.0.0.1:" + broker.port)
                        .contains("not authorized");
            }
            Files.writeString(file, "right\n");
            try (var a = new Member(Member.A, broker.url(), keys)) {
                assertThat(a.awaitUp().address()).isEqualTo(broker.url());
            }
        }
    }

    @Test
    void saysThatThereIsNoBrokerAndFindsItWhenItComes() throws Exception {
        try (var broker = new Mosquitto(folder, OPEN)) {
            broker.stop();
            try (var a = new Member(Member.A, broker.url(), Map.of())) {
                assertThat(Recorder.next(a.ear.states).fault())
                        .contains("127.0.0.1:" + broker.port)
                        .contains("refused");
                broker.startAgain();
                a.awaitUp();
            }
        }
    }

    /// Paho alone would wait for ever.
    @Test
    void givesUpABrokerThatTakesACallAndSaysNothing() throws Exception {
        try (var mute = new ServerSocket(0);
                var a = new Member(Member.A, "mqtt://127.0.0.1:" + mute.getLocalPort(), Map.of())) {
            var state = Recorder.next(a.ear.states);

            assertThat(state.fault()).contains("no answer");
            assertThat(mute.accept()).isNotNull();
            assertThat(mute.accept()).isNotNull();
        }
    }

    @Test
    void saysThatAHostIsNobodys() throws Exception {
        try (var a = new Member(Member.A, "mqtt://nobody.invalid", Map.of())) {
            assertThat(Recorder.next(a.ear.states).fault()).contains("nobody.invalid");
        }
    }

    @Test
    void speaksTlsOnlyWithWhomJavaTrusts() throws Exception {
        try (var broker = new Mosquitto(folder, OPEN);
                var a = new Member(Member.A, broker.url().replace("mqtt:", "mqtts:"), Map.of())) {
            var state = Recorder.next(a.ear.states);

            assertThat(state.isUp()).isFalse();
            assertThat(state.fault()).startsWith("mqtts://127.0.0.1:" + broker.port);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"x", "http://a", "mqtt://", "mqtt://a:b@c", "mqtt://a/b", "mqtt://a:99999"})
    void refusesAUrlThatIsNone(String url) {
        try (var link = new MqttLink()) {
            var setting = Member.setting(Member.A, Map.of("mqtt.url", url));

            assertThatThrownBy(() -> link.open(setting, new Recorder()))
                    .isInstanceOf(LinkException.class)
                    .hasMessageContaining("'" + url + "'");
        }
    }

    @Test
    void leavesNoThreadBehind() throws Exception {
        var before = threads();
        try (var broker = new Mosquitto(folder, OPEN)) {
            for (int i = 0; i < 2; i++) {
                try (var a = new Member(Member.A, broker.url(), Map.of())) {
                    a.awaitUp();
                    assertThat(threads()).hasSizeGreaterThan(before.size());
                }
            }
            broker.stop();
            try (var a = new Member(Member.A, broker.url(), Map.of())) {
                Recorder.next(a.ear.states);
            }
        }
        var left = Set.<String>of("?");
        for (int tries = 0; tries < 100 && !left.isEmpty(); tries++) {
            Thread.sleep(50);
            left = threads();
            left.removeAll(before);
        }
        assertThat(left).isEmpty();
    }

    private static Set<String> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith("mqtt") || name.startsWith("MQTT"))
                .collect(Collectors.toCollection(HashSet::new));
    }
}
