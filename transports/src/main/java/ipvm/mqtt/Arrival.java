package ipvm.mqtt;

import ipvm.data.Bytes;
import java.util.List;
import java.util.Optional;
import org.eclipse.paho.mqttv5.common.MqttMessage;

/// A message as it came, in words of ours.
///
/// @param packet its number in the connection, by which it is acknowledged
/// @param isAgain whether the broker says that it sent it before
/// @param feeds the numbers of the subscriptions that it came by; none where the broker has no such
/// @param name what its sender calls it, in the user property `id`
record Arrival(
        String topic,
        Bytes payload,
        int packet,
        int qos,
        boolean isRetained,
        boolean isAgain,
        Letter.Question question,
        List<Integer> feeds,
        Optional<String> name) {

    private static final int NAME_CHARS_MAX = 128;

    static Arrival of(String topic, MqttMessage message) {
        var properties = message.getProperties();
        var responseTopic = properties.getResponseTopic();
        var correlation = properties.getCorrelationData();
        var name =
                properties.getUserProperties().stream()
                        .filter(each -> each.getKey().equals("id"))
                        .map(each -> each.getValue())
                        .filter(value -> value.length() <= NAME_CHARS_MAX)
                        .findFirst();
        return new Arrival(
                topic,
                Bytes.wrap(message.getPayload()),
                message.getId(),
                message.getQos(),
                message.isRetained(),
                message.isDuplicate(),
                new Letter.Question(
                        responseTopic == null ? "" : responseTopic,
                        correlation == null ? Bytes.EMPTY : Bytes.wrap(correlation)),
                List.copyOf(properties.getSubscriptionIdentifiers()),
                name);
    }
}
