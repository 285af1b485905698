package ipvm.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import ipvm.data.Bytes;
import ipvm.data.Ipld;
import ipvm.effect.Answer;
import ipvm.effect.EffectProvider;
import ipvm.foreign.Tasks;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.Map;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class MqttProviderIT {

    @TempDir Path folder;

    private static Answer perform(String url, long millis, String command, Object... args)
            throws Exception {
        try (var provider = new MqttProvider()) {
            return provider.perform(
                    Tasks.ask(millis, command, args), Tasks.around(Map.of("mqtt.url", url)));
        }
    }

    @Test
    void isFoundByItsService() {
        assertThat(
                        ServiceLoader.load(EffectProvider.class).stream()
                                .map(each -> each.type().getSimpleName()))
                .contains("MqttProvider");
    }

    @Test
    void publishesWithTheIntentAndTheBrokersWordForIt() throws Exception {
        try (var broker = new Mosquitto(folder, "allow_anonymous true");
                var reader = broker.subscribe("fan/#", "-F", "%t %p %P", "-q", "1")) {
            broker.publish("fan/other", "0", "-r");
            reader.awaitLine("fan/other");
            var answer =
                    perform(
                            broker.url(),
                            20_000,
                            "/mqtt/publish",
                            "topic",
                            Ipld.of("fan/set"),
                            "body",
                            Ipld.map("on", Ipld.of(true)),
                            "retain",
                            Ipld.of(true));

            assertThat(((Answer.Done) answer).evidence().find("broker"))
                    .contains(Ipld.of(broker.url()));
            assertThat(reader.awaitLine("fan/set")).contains("{\"on\":true}").contains("id:baf");
            var last = perform(broker.url(), 20_000, "/mqtt/last", "topic", Ipld.of("fan/set"));
            assertThat(((Answer.Done) last).value()).isEqualTo(Ipld.of("{\"on\":true}"));
            var none = perform(broker.url(), 20_000, "/mqtt/last", "topic", Ipld.of("fan/none"));
            assertThat(((Answer.Failed) none).name()).isEqualTo("NotFound");
        }
    }

    @Test
    void saysThatNothingWasPublishedWithoutABroker() throws Exception {
        int port;
        try (var free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        var topic = Ipld.of("a");
        var body = Ipld.of(Bytes.of(1));
        var url = "mqtt://127.0.0.1:" + port;

        assertThat(perform(url, 9_000, "/mqtt/publish", "topic", topic, "body", body))
                .isInstanceOf(Answer.NotFired.class);
        assertThat(perform(url, 9_000, "/mqtt/last", "topic", topic))
                .isInstanceOf(Answer.Failed.class);
        assertThat(perform("", 9_000, "/mqtt/publish", "topic", topic, "body", body))
                .isInstanceOf(Answer.NotFired.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a/#", "+/a", "$SYS/x"})
    void refusesATopicThatIsNone(String topic) throws Exception {
        var answer = (Answer.Failed) perform("", 9, "/mqtt/last", "topic", Ipld.of(topic));

        assertThat(answer.message()).contains("'" + topic + "'");
    }
}
