package ipvm.mqtt;

import ipvm.data.Bytes;
import ipvm.data.Ipld;
import ipvm.effect.Answer;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.client.MqttCallback;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.MqttDisconnectResponse;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.eclipse.paho.mqttv5.common.packet.UserProperty;

/// One thing asked of the broker, in a connection that lives for it alone.
final class Errand {

    private static final long CONNECT_MILLIS_MAX = 10_000;
    private static final long LAST_MILLIS_MAX = 2_000;
    private static final long LEAVE_MILLIS = 500;

    private final Broker broker;
    private final String intent;
    private final long millis;
    private final Direct sockets = new Direct();

    /// @param intent what names it everywhere
    /// @param millis how long it may take: half of it to connect, half for the rest
    Errand(Broker broker, String intent, long millis) {
        this.broker = broker;
        this.intent = intent;
        this.millis = Math.max(1, millis / 2);
    }

    Answer publish(Letter letter) {
        boolean isFired = false;
        try {
            var client = connected(new Inbox());
            try {
                var message = letter.message();
                message.getProperties().setUserProperties(List.of(new UserProperty("id", intent)));
                isFired = true;
                var token = client.publish(letter.topic(), message);
                token.waitForCompletion(millis);
                return published(token);
            } finally {
                leave(client);
            }
        } catch (MqttException e) {
            var why = Fault.of(broker, e);
            return isFired ? new Answer.Unknown(why, Ipld.map()) : new Answer.NotFired(why);
        }
    }

    private Answer published(IMqttToken token) {
        if (!token.isComplete()) {
            var why = broker + ": no acknowledgement within " + millis + " ms";
            return new Answer.Unknown(why, Ipld.map());
        }
        var codes = token.getReasonCodes();
        int code = codes == null || codes.length == 0 ? 0 : codes[0];
        var evidence = Ipld.map("broker", Ipld.of(broker.toString()), "reason", Ipld.of(code));
        return code < Fault.FIRST
                ? new Answer.Done(Ipld.ofNull(), evidence)
                : new Answer.Failed("Refused", broker + ": reason " + code, evidence);
    }

    Answer last(String topic) throws InterruptedException {
        var inbox = new Inbox();
        try {
            var client = connected(inbox);
            try {
                client.subscribe(topic, 1).waitForCompletion(millis);
                var wait = Math.min(millis, LAST_MILLIS_MAX);
                var found = inbox.messages.poll(wait, TimeUnit.MILLISECONDS);
                return found == null
                        ? Answer.failed("NotFound", "nothing is kept at " + topic)
                        : Answer.done(value(Bytes.wrap(found.getPayload())));
            } finally {
                leave(client);
            }
        } catch (MqttException e) {
            return Answer.failed("Unreachable", Fault.of(broker, e));
        }
    }

    private static Ipld value(Bytes body) {
        try {
            var text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body.toArray()));
            return Ipld.of(text.toString());
        } catch (CharacterCodingException e) {
            return Ipld.of(body);
        }
    }

    private MqttAsyncClient connected(Inbox inbox) throws MqttException {
        Tie.hush();
        var client =
                new MqttAsyncClient(broker.uri(), "ipvm-fx-" + intent, new MemoryPersistence());
        client.setCallback(inbox);
        var options = new MqttConnectionOptions();
        options.setAutomaticReconnect(false);
        options.setCleanStart(true);
        options.setConnectionTimeout((int) Math.max(1, CONNECT_MILLIS_MAX / 1_000));
        options.setMaximumPacketSize(Limits.DEFAULT.packetBytesMax());
        options.setSocketFactory(broker.isTls() ? new DirectTls(sockets) : sockets);
        broker.user().ifPresent(options::setUserName);
        broker.password().ifPresent(password -> options.setPassword(password.toArray()));
        try {
            var token = client.connect(options);
            token.waitForCompletion(Math.min(millis, CONNECT_MILLIS_MAX));
            return client;
        } catch (MqttException e) {
            leave(client);
            throw e;
        }
    }

    /// On a thread of its own: who asked has his answer already.
    private void leave(MqttAsyncClient client) {
        Thread.ofPlatform()
                .daemon()
                .name("mqtt-end")
                .start(() -> {
                    try {
                        client.disconnectForcibly(0, LEAVE_MILLIS, client.isConnected());
                        client.close(true);
                    } catch (MqttException e) {
                        sockets.close();
                    }
                    sockets.close();
                });
    }

    /// Takes the first message that comes.
    private static final class Inbox implements MqttCallback {

        private final BlockingQueue<MqttMessage> messages = new ArrayBlockingQueue<>(1);

        @Override
        public void messageArrived(String topic, MqttMessage message) {
            var unused = message.isRetained() && messages.offer(message);
        }

        @Override
        public void disconnected(MqttDisconnectResponse response) {}

        @Override
        public void mqttErrorOccurred(MqttException exception) {}

        @Override
        public void deliveryComplete(IMqttToken token) {}

        @Override
        public void connectComplete(boolean reconnect, String uri) {}

        @Override
        public void authPacketArrived(int code, MqttProperties properties) {}
    }
}
