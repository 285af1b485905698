package ipvm.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import ipvm.data.Bytes;
import ipvm.data.DagCbor;
import ipvm.data.Ipld;
import ipvm.foreign.Npm;
import ipvm.foreign.Program;
import ipvm.foreign.Recorder;
import ipvm.link.Place;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// npm's `mqtt` against ours: properties of MQTT 5, shared subscriptions, the will.
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class NodeMqttIT {

    @TempDir Path folder;

    @Test
    void asksUsAndTakesItsShareOfTheWork() throws Exception {
        try (var broker = new Mosquitto(folder, "allow_anonymous true");
                var peer = Npm.start("mqtt", broker.url())) {
            peer.awaitLine("ready");
            talk(broker, peer);
        }
    }

    private static void talk(Mosquitto broker, Program peer) throws Exception {
        try (var us = new Member(Member.A, broker.url(), Map.of())) {
            us.awaitUp();
            peer.awaitLine("/up");
            var in = "ipvm/1/n/" + Member.A + "/in";
            for (int tries = 0; us.ear.frames.isEmpty() && tries < 50; tries++) {
                peer.say(
                        "{\"topic\":\"%s\",\"hex\":\"01\",\"answerTo\":\"my/answers\",\"correlation\":\"abcd\"}"
                                .formatted(in));
                Thread.sleep(50);
            }
            var heard = Recorder.next(us.ear.frames);
            us.link.send(heard.from(), Bytes.of(2, 3));
            assertThat(peer.awaitLine("my/answers"))
                    .contains("\"payload\":\"0203\"")
                    .contains("\"correlation\":\"abcd\"")
                    .contains("\"type\":\"application/cbor\"");

            var work = Ipld.list(Ipld.of(1), Ipld.of(4), Ipld.of(Bytes.of(7)));
            us.link.send(new Place("mqtt", "work"), DagCbor.encode(work));
            assertThat(peer.awaitLine("ipvm/1/work")).contains("\"payload\":\"07\"");
        }
    }
}
