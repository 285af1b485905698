package ipvm.mqtt;

import ipvm.data.Bytes;
import ipvm.data.DagJson;
import ipvm.data.Ipld;
import ipvm.data.MalformedException;
import ipvm.effect.Answer;
import ipvm.effect.Arguments;
import ipvm.effect.Ask;
import ipvm.effect.Effect;
import ipvm.effect.EffectProvider;
import ipvm.effect.Surroundings;
import ipvm.link.LinkException;
import java.util.List;
import java.util.Optional;

/// `/mqtt/publish {topic, body, retain?}` and `/mqtt/last {topic}` at the node's broker,
/// `mqtt.url`.
///
/// What is published bears the intent as its user property `id`, by which whoever cares knows a
/// copy. The broker's acknowledgement is the evidence; without it nobody can know.
public final class MqttProvider implements EffectProvider {

    private static final int BODY_BYTES_MAX = 16 << 10;
    private static final int TOPIC_CHARS_MAX = 512;
    private static final int MILLIS_MAX = 30_000;

    private static final Effect PUBLISH = Effect.command("/mqtt/publish", 1_024, MILLIS_MAX);
    private static final Effect LAST = Effect.query("/mqtt/last", 32 << 10, MILLIS_MAX);

    /// For `ServiceLoader`; it connects when it is asked for something.
    public MqttProvider() {}

    @Override
    public List<Effect> effects() {
        return List.of(PUBLISH, LAST);
    }

    @Override
    public Answer perform(Ask ask, Surroundings around) throws InterruptedException {
        boolean isQuery = ask.command().equals(LAST.command());
        try {
            var letter = isQuery ? Optional.<Letter>empty() : Optional.of(letter(ask));
            var topic = topic(isQuery ? Arguments.of(ask.args(), "topic") : all(ask));
            long millis = ask.millisLeft(around.clock().nowMillis(), MILLIS_MAX);
            var errand = new Errand(broker(around), ask.intent().toString(), millis);
            return letter.isPresent() ? errand.publish(letter.get()) : errand.last(topic);
        } catch (MalformedException e) {
            return Answer.badArgument(e);
        } catch (LinkException e) {
            return isQuery
                    ? Answer.failed("NoBroker", String.valueOf(e.getMessage()))
                    : new Answer.NotFired(String.valueOf(e.getMessage()));
        }
    }

    private static Arguments all(Ask ask) throws MalformedException {
        return Arguments.of(ask.args(), "topic", "body", "retain");
    }

    private static Letter letter(Ask ask) throws MalformedException {
        var args = all(ask);
        var body = args.any("body");
        var bytes = content(body);
        if (bytes.size() > BODY_BYTES_MAX) {
            throw Arguments.bad(
                    "body", "at most " + BODY_BYTES_MAX + " bytes", bytes.size() + " bytes");
        }
        var retain = args.find("retain").orElse(Ipld.of(false));
        if (!(retain instanceof Ipld.Bool(var isRetained))) {
            throw Arguments.bad("retain", "true or false", retain.kind());
        }
        return new Letter(topic(args), bytes, isRetained, 0, "", Optional.empty());
    }

    private static Bytes content(Ipld body) throws MalformedException {
        if (body instanceof Ipld.Binary(var bytes)) {
            return bytes;
        }
        return body instanceof Ipld.Text(var text) ? Bytes.utf8(text) : DagJson.encode(body);
    }

    private static String topic(Arguments args) throws MalformedException {
        var topic = args.text("topic", TOPIC_CHARS_MAX);
        boolean isOne =
                Filter.isOne(topic)
                        && topic.indexOf('+') < 0
                        && topic.indexOf('#') < 0
                        && !topic.startsWith("$");
        if (!isOne) {
            throw Arguments.bad("topic", "a topic that is not the broker's own", "'" + topic + "'");
        }
        return topic;
    }

    private static Broker broker(Surroundings around) throws LinkException {
        if (around.settings().find("mqtt.url").isEmpty()) {
            throw new LinkException("there is no broker: mqtt.url is not set");
        }
        return Broker.of(around.settings()::find);
    }
}
