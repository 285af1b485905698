package ipvm.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import ipvm.data.Ipld;
import ipvm.foreign.Recorder;
import ipvm.link.Inlet;
import ipvm.link.Reading;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Readings of devices at mosquitto: read once each, acknowledged when they are taken.
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class MqttReadingsIT {

    private static final String OPEN = "allow_anonymous true";

    @TempDir Path folder;

    @Test
    void readsDevicesByTheirTopics() throws Exception {
        var kitchen = new Inlet("kitchen", Map.of("mqtt", "zigbee2mqtt/+/state"));
        var all = new Inlet("all", Map.of("mqtt", "zigbee2mqtt/#"));
        try (var broker = new Mosquitto(folder, OPEN)) {
            broker.publish("zigbee2mqtt/old/state", "{\"temperature\":1}", "-r");
            try (var a = new Member(Member.A, broker.url(), Map.of(), kitchen, all)) {
                a.awaitUp();
                subscribed(broker, a);
                broker.publish("zigbee2mqtt/kitchen/state", "{\"temperature\":21.5}");
                var read = List.of(reading(a), reading(a));
                var sen = "[{\"bn\":\"x/\",\"n\":\"t\",\"u\":\"Cel\",\"v\":3}]";
                broker.publish(
                        "zigbee2mqtt/x", sen, "-D", "publish", "user-property", "id", "seven");
                var senml = Recorder.next(a.ear.readings).reading();

                var warm = Ipld.map("temperature", Ipld.of(21.5));
                assertThat(read)
                        .extracting(each -> each.inlet())
                        .containsExactlyInAnyOrder("kitchen", "all");
                assertThat(read).extracting(each -> each.value()).containsOnly(warm);
                assertThat(read)
                        .extracting(each -> each.from())
                        .containsOnly("zigbee2mqtt/kitchen/state");
                assertThat(senml.unit()).contains("Cel");
                assertThat(senml.mark()).contains("seven");
                assertThat(a.ear.readings).isEmpty();
            }
        }
    }

    private static Reading reading(Member of) throws InterruptedException {
        return Recorder.next(of.ear.readings).reading();
    }

    /// The state comes before the broker has heard all subscriptions: a reading tells that it has.
    private static void subscribed(Mosquitto broker, Member member) throws Exception {
        var in = "ipvm/1/n/" + member.node + "/in";
        for (int tries = 0; member.ear.frames.isEmpty() && tries < 50; tries++) {
            broker.publish(in, "x");
        }
        Recorder.next(member.ear.frames);
    }

    @Test
    void acknowledgesAReadingOnlyWhenItIsTaken() throws Exception {
        var inlet = new Inlet("kitchen", Map.of("mqtt", "kitchen"));
        try (var broker = new Mosquitto(folder, OPEN)) {
            var a = new Member(Member.A, broker.url(), Map.of(), inlet);
            a.awaitUp();
            subscribed(broker, a);
            a.ear.isSilent = true;
            broker.publish("kitchen", "1");
            broker.publish("kitchen", "2");
            var first = Recorder.next(a.ear.readings);
            Recorder.next(a.ear.readings);
            first.answer().taken();
            Thread.sleep(300);
            a.close();
            try (var again = new Member(Member.A, broker.url(), Map.of(), inlet)) {
                assertThat(reading(again).value()).isEqualTo(Ipld.of(2));
                again.awaitUp();
                assertThat(again.ear.readings).isEmpty();
            }
        }
    }

    @Test
    void followsInletsWithoutARestart() throws Exception {
        try (var broker = new Mosquitto(folder, OPEN);
                var a = new Member(Member.A, broker.url(), Map.of())) {
            a.awaitUp();
            a.link.watch(List.of(new Inlet("kitchen", Map.of("mqtt", "kitchen"))));
            for (int tries = 0; a.ear.readings.isEmpty() && tries < 50; tries++) {
                broker.publish("kitchen", "1");
            }
            assertThat(reading(a).inlet()).isEqualTo("kitchen");
            a.link.watch(List.of());
            subscribed(broker, a);
            a.ear.readings.clear();
            broker.publish("kitchen", "2");
            broker.publish("ipvm/1/n/" + Member.A + "/in", "x");
            Recorder.next(a.ear.frames);

            assertThat(a.ear.readings).isEmpty();
        }
    }

    @Test
    void losesNothingThatWasAcknowledgedWhileTheBrokerComesAndGoes() throws Exception {
        var inlet = new Inlet("kitchen", Map.of("mqtt", "kitchen"));
        try (var broker = new Mosquitto(folder, OPEN);
                var a = new Member(Member.A, broker.url(), Map.of(), inlet)) {
            a.awaitUp();
            subscribed(broker, a);
            var restarts = Thread.ofPlatform().daemon().start(() -> comeAndGo(broker));
            var acknowledged = new HashSet<Ipld>();
            for (int i = 0; restarts.isAlive(); i++) {
                if (broker.publish("kitchen", String.valueOf(i)) == 0) {
                    acknowledged.add(Ipld.of(i));
                }
            }
            var read = new ArrayList<Ipld>();
            while (!read.containsAll(acknowledged)) {
                read.add(reading(a).value());
            }
            var twice = read.size() - new HashSet<>(read).size();
            System.out.println(
                    acknowledged.size() + " readings over 4 restarts, " + twice + " came twice");

            assertThat(acknowledged).hasSizeGreaterThan(20);
            assertThat(twice).isZero();
        }
    }

    private static void comeAndGo(Mosquitto broker) {
        try {
            for (int i = 0; i < 4; i++) {
                Thread.sleep(2_000);
                broker.stop();
                Thread.sleep(200);
                broker.startAgain();
            }
            Thread.sleep(2_000);
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
