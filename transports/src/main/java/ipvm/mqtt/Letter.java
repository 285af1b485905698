package ipvm.mqtt;

import ipvm.data.Bytes;
import java.util.Optional;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;

/// One message to be published.
///
/// @param seconds after which nobody wants it any more; 0 is never
/// @param answerTo where an answer goes, with what names the question
record Letter(
        String topic,
        Bytes payload,
        boolean isRetained,
        long seconds,
        String contentType,
        Optional<Question> answerTo) {

    static final String CBOR = "application/cbor";
    static final String JSON = "application/json";

    /// A topic for answers and the eight bytes or so that tell which question.
    record Question(String topic, Bytes correlation) {}

    static Letter retained(String topic, Bytes payload) {
        return new Letter(topic, payload, true, 0, "", Optional.empty());
    }

    MqttMessage message() {
        var properties = new MqttProperties();
        if (seconds > 0) {
            properties.setMessageExpiryInterval(seconds);
        }
        if (!contentType.isEmpty()) {
            properties.setContentType(contentType);
        }
        answerTo.ifPresent(question -> {
            if (!question.topic().isEmpty()) {
                properties.setResponseTopic(question.topic());
            }
            properties.setCorrelationData(question.correlation().toArray());
        });
        return new MqttMessage(payload.toArray(), 1, isRetained, properties);
    }
}
