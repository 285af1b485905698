package ipvm.mqtt;

import java.util.List;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttActionListener;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.client.MqttCallback;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.MqttDisconnectResponse;
import org.eclipse.paho.mqttv5.client.logging.LoggerFactory;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.MqttSubscription;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;

/// One connection to the broker, from its first byte to its last: a Paho client that is used once.
///
/// A client that connects again resends by alias what it has no topic for any more, for ever.
final class Tie implements MqttCallback {

    private static final int SESSION_SECONDS = 3_600;
    private static final int KEEP_ALIVE_SECONDS = 20;
    private static final long WILL_SECONDS = 5;
    private static final long GOODBYE_MILLIS = 1_000;
    private static final int RECEIVE_MAX_UNSAID = 65_535;

    static {
        hush();
    }

    /// Before the first class of Paho that would log.
    static void hush() {
        LoggerFactory.setLogger(Quiet.class.getName());
    }

    /// What the broker grants.
    ///
    /// @param receiveMax how much may be under way to it
    /// @param isResumed whether it still knew us
    /// @param isNumbering whether it tells by which subscription a message comes
    record Terms(int receiveMax, boolean isResumed, boolean isNumbering) {}

    /// Who is told, on threads of Paho: to be queued, not to be dealt with.
    interface Listener {

        void connected(Tie tie, Terms terms);

        void ended(Tie tie, String why);

        void arrived(Tie tie, Arrival arrival);

        void delivered(Tie tie);

        void refused(Tie tie, String what);
    }

    private final Broker broker;
    private final Limits limits;
    private final Listener listener;
    private final Direct sockets;
    private final MqttAsyncClient client;

    Tie(Broker broker, String clientId, Limits limits, Listener listener) throws MqttException {
        this.broker = broker;
        this.limits = limits;
        this.listener = listener;
        sockets = new Direct();
        client = new MqttAsyncClient(broker.uri(), clientId, new MemoryPersistence());
        client.setManualAcks(true);
        client.setCallback(this);
    }

    /// @param will what the broker says of us when we are gone
    void connect(Letter will) throws MqttException {
        var options = new MqttConnectionOptions();
        options.setAutomaticReconnect(false);
        options.setCleanStart(false);
        options.setSessionExpiryInterval((long) SESSION_SECONDS);
        options.setKeepAliveInterval(KEEP_ALIVE_SECONDS);
        options.setConnectionTimeout(limits.connectSeconds());
        options.setMaximumPacketSize(limits.packetBytesMax());
        options.setReceiveMaximum(limits.inFlightMax());
        options.setSocketFactory(broker.isTls() ? new DirectTls(sockets) : sockets);
        broker.user().ifPresent(options::setUserName);
        broker.password().ifPresent(password -> options.setPassword(password.toArray()));
        options.setWill(will.topic(), will.message());
        var properties = new MqttProperties();
        properties.setWillDelayInterval(WILL_SECONDS);
        options.setWillMessageProperties(properties);
        client.connect(options, null, new Connecting());
    }

    private final class Connecting implements MqttActionListener {

        @Override
        public void onSuccess(IMqttToken token) {
            var said = token.getResponseProperties();
            var most = said == null ? null : said.getReceiveMaximum();
            int receiveMax = most == null ? RECEIVE_MAX_UNSAID : most;
            boolean isNumbering = said == null || said.isSubscriptionIdentifiersAvailable();
            listener.connected(
                    Tie.this, new Terms(receiveMax, token.getSessionPresent(), isNumbering));
        }

        @Override
        public void onFailure(IMqttToken token, Throwable cause) {
            listener.ended(Tie.this, Fault.of(broker, cause));
        }
    }

    /// @param number that messages bear which come by these; 0 is none
    void subscribe(List<MqttSubscription> all, int number) throws MqttException {
        var properties = new MqttProperties();
        if (number > 0) {
            properties.setSubscriptionIdentifier(number);
        }
        client.subscribe(
                all.toArray(new MqttSubscription[0]), null, new Subscribing(all), properties);
    }

    private final class Subscribing implements MqttActionListener {

        private final List<MqttSubscription> all;

        Subscribing(List<MqttSubscription> all) {
            this.all = all;
        }

        @Override
        public void onSuccess(IMqttToken token) {
            var codes = token.getReasonCodes();
            for (int i = 0; codes != null && i < codes.length && i < all.size(); i++) {
                if (codes[i] >= Fault.FIRST) {
                    listener.refused(Tie.this, all.get(i).getTopic());
                }
            }
        }

        @Override
        public void onFailure(IMqttToken token, Throwable cause) {
            listener.refused(Tie.this, all.get(0).getTopic());
        }
    }

    void unsubscribe(List<String> filters) throws MqttException {
        client.unsubscribe(filters.toArray(new String[0]), null, null, new MqttProperties());
    }

    void publish(Letter letter) throws MqttException {
        var unused = client.publish(letter.topic(), letter.message());
    }

    void acknowledge(Arrival arrival) {
        try {
            if (arrival.qos() > 0) {
                client.messageArrivedComplete(arrival.packet(), arrival.qos());
            }
        } catch (MqttException gone) {
            return; // the broker sends it again, and then it is known
        }
    }

    @Override
    public void messageArrived(String topic, MqttMessage message) {
        listener.arrived(this, Arrival.of(topic, message));
    }

    @Override
    public void deliveryComplete(IMqttToken token) {
        listener.delivered(this);
    }

    @Override
    public void disconnected(MqttDisconnectResponse response) {
        listener.ended(this, Fault.of(broker, response));
    }

    @Override
    public void mqttErrorOccurred(MqttException exception) {
        listener.ended(this, Fault.of(broker, exception));
    }

    @Override
    public void connectComplete(boolean reconnect, String uri) {}

    @Override
    public void authPacketArrived(int code, MqttProperties properties) {}

    /// Lets go of it on a thread of its own: Paho may wait for itself here.
    void end() {
        sockets.close();
        Thread.ofPlatform().daemon().name("mqtt-end").start(() -> disconnect(false));
    }

    /// Says the last word and leaves, within a second or two.
    void leave(Letter goodbye) {
        try {
            client.publish(goodbye.topic(), goodbye.message()).waitForCompletion(GOODBYE_MILLIS);
        } catch (MqttException e) {
            sockets.close(); // the will says it for us
        }
        disconnect(true);
        sockets.close();
    }

    private void disconnect(boolean isPolite) {
        try {
            client.disconnectForcibly(0, GOODBYE_MILLIS, isPolite);
            client.close(true);
        } catch (MqttException e) {
            sockets.close();
        }
    }
}
