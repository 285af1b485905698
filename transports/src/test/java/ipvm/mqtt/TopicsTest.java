package ipvm.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ipvm.key.Did;
import ipvm.link.LinkException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TopicsTest {

    /// From the MQTT 5 specification, 4.7.1 and 4.7.2.
    @ParameterizedTest
    @CsvSource({
        "sport/tennis/player1/#, sport/tennis/player1, true",
        "sport/tennis/player1/#, sport/tennis/player1/ranking, true",
        "sport/#, sport, true",
        "sport/tennis/+, sport/tennis/player1, true",
        "sport/tennis/+, sport/tennis/player1/ranking, false",
        "sport/+, sport, false",
        "sport/+, sport/, true",
        "+/+, /finance, true",
        "/+, /finance, true",
        "+, /finance, false",
        "#, $SYS/uptime, false",
        "+/uptime, $SYS/uptime, false",
        "$SYS/#, $SYS/uptime, true",
        "a/b, a/B, false",
    })
    void matchesAsTheSpecificationSays(String filter, String topic, boolean isMatch) {
        assertThat(new Filter(filter).matches(topic)).isEqualTo(isMatch);
    }

    @ParameterizedTest
    @CsvSource({
        "a/#, true",
        "#, true",
        "+/a, true",
        "a, true",
        "a#, false",
        "a/#/b, false",
        "a+/b, false"
    })
    void knowsAFilterThatABrokerWouldTake(String filter, boolean isOne) {
        assertThat(Filter.isOne(filter)).isEqualTo(isOne);
        assertThat(Filter.isOne("")).isFalse();
    }

    @Test
    void knowsWhoseTopicItIs() {
        var topics = Topics.of(new Did("did:key:" + Member.A));

        assertThat(Topics.nodeOf(topics.in(), "in")).contains(Member.A);
        assertThat(Topics.nodeOf(topics.hello(), "hello")).contains(Member.A);
        assertThat(Topics.nodeOf(topics.up(), "hello")).isEmpty();
        assertThat(Topics.nodeOf("ipvm/1/n/zz/../in", "in")).isEmpty();
        assertThat(Topics.nodeOf("ipvm/1/n/in", "in")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "mqtt://a, a, 1883, false",
        "mqtts://a, a, 8883, true",
        "mqtt://10.0.0.1:1, 10.0.0.1, 1, false",
        "mqtt://a/, a, 1883, false",
    })
    void readsWhereTheBrokerIs(String url, String host, int port, boolean isTls) throws Exception {
        var broker = Broker.at(url);

        assertThat(broker.host()).isEqualTo(host);
        assertThat(broker.port()).isEqualTo(port);
        assertThat(broker.isTls()).isEqualTo(isTls);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "a", "tcp://a", "mqtt://", "mqtt://a:x", "mqtt://u@a", "mqtt://a/x"})
    void refusesAUrlThatIsNone(String url) {
        assertThatThrownBy(() -> Broker.at(url))
                .isInstanceOf(LinkException.class)
                .hasMessageContaining("'" + url + "'");
    }
}
