package ipvm.mqtt;

import ipvm.data.Bytes;
import ipvm.data.Ipld;
import ipvm.link.Cost;
import ipvm.link.Ear;
import ipvm.link.Inlet;
import ipvm.link.Link;
import ipvm.link.LinkException;
import ipvm.link.Place;
import ipvm.link.Setting;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Neighbours and devices at one MQTT 5 broker, `mqtt.url`; without that key there is none.
///
/// A neighbour's place is its DID without `did:key:`. Whoever asked with a response topic of his
/// own is at that topic, with what names his question behind a `#`; `work` is whoever takes it
/// first.
public final class MqttLink implements Link {

    private static final String KEY = "did:key:";

    static final String NAME = "mqtt";

    /// Two hops and a broker in between, which may be far away.
    private static final Cost COST = new Cost(Limits.DEFAULT.frameBytesMax(), 200_000, 20);

    private volatile @Nullable Loop loop;

    /// For `ServiceLoader`.
    public MqttLink() {}

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public boolean open(Setting setting, Ear ear) throws LinkException {
        if (setting.key("mqtt.url").isEmpty()) {
            return false;
        }
        var opened = new Loop(Broker.of(setting::key), setting, ear);
        opened.watch(setting.inlets());
        opened.start();
        loop = opened;
        return true;
    }

    /// `mqtt://HOST:PORT/DID`, as people write it, names a neighbour at the broker of this node.
    @Override
    public Place resolved(Place place) {
        var who = place.address().substring(place.address().lastIndexOf('/') + 1);
        return new Place(place.link(), who.startsWith(KEY) ? who.substring(KEY.length()) : who);
    }

    @Override
    public Cost cost(Place to) {
        return COST;
    }

    @Override
    public void send(Place to, Bytes frame) {
        if (frame.size() > COST.frameBytesMax()) {
            throw new IllegalArgumentException("a frame of " + frame.size() + " bytes");
        }
        var open = loop;
        if (open != null) {
            open.send(to, frame);
        }
    }

    @Override
    public void look() {
        var open = loop;
        if (open != null) {
            open.look();
        }
    }

    @Override
    public void watch(List<Inlet> inlets) {
        var open = loop;
        if (open != null) {
            open.watch(inlets);
        }
    }

    @Override
    public void show(String outlet, Ipld value) {
        var open = loop;
        if (open != null) {
            open.show(outlet, value);
        }
    }

    @Override
    public void close() {
        var open = loop;
        loop = null;
        if (open != null) {
            open.close();
        }
    }
}
