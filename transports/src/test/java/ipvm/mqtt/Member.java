package ipvm.mqtt;

import ipvm.data.Bytes;
import ipvm.foreign.Recorder;
import ipvm.key.Did;
import ipvm.link.Ear;
import ipvm.link.Inlet;
import ipvm.link.LinkException;
import ipvm.link.Place;
import ipvm.link.Setting;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// A node as far as its MQTT link knows it.
final class Member implements AutoCloseable {

    static final String A = "z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK";
    static final String B = "z6MkiTBz1ymuepAQ4HEHYSF1H8quG5GLVVQR3djdX3mDooWp";

    final MqttLink link = new MqttLink();
    final Recorder ear = new Recorder();
    final String node;

    Member(String node, String url, Map<String, String> more, Inlet... inlets)
            throws LinkException {
        this.node = node;
        var keys = new HashMap<String, String>(more);
        keys.put("mqtt.url", url);
        link.open(setting(node, keys, inlets), ear);
    }

    static Setting setting(String node, Map<String, String> keys, Inlet... inlets) {
        var self = new Did("did:key:" + node);
        return new Setting(
                self, "0.1.0", keys, List.of(inlets), () -> Bytes.utf8("hello of " + node));
    }

    Place place() {
        return new Place("mqtt", node);
    }

    /// Waits until it is as told; what came before is forgotten.
    Ear.State awaitUp() throws InterruptedException {
        var state = Recorder.next(ear.states);
        while (!state.isUp()) {
            state = Recorder.next(ear.states);
        }
        return state;
    }

    @Override
    public void close() {
        link.close();
    }
}
