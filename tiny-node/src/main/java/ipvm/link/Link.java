package ipvm.link;

import ipvm.data.Bytes;
import ipvm.data.Ipld;
import java.util.List;

/// A way to neighbours: CoAP, MQTT, Bluetooth; found by `ServiceLoader`, so that a jar that is not
/// there is a link that is not there.
///
/// It carries frames whole or not at all, in any order, twice if it must, and may vanish at any
/// time: everything that is owed beyond that is settled above. No call blocks, and none throws
/// because of what the wire does; what happens is told to the [Ear].
public interface Link extends AutoCloseable {

    /// The first word of its addresses: `coap` of `coap://10.0.0.7:5683`.
    String name();

    /// Begins to serve and to look for neighbours, and goes on trying until it is closed.
    ///
    /// @return false where the configuration has no use for this link
    boolean open(Setting setting, Ear ear) throws LinkException;

    /// A place as frames from there will name it: host names looked up, ports filled in. It may
    /// take as long as that takes.
    default Place resolved(Place place) throws LinkException {
        return place;
    }

    /// What a frame may hold, and what it costs to send one, as well as can be told.
    Cost cost(Place to);

    /// Sends a frame, or drops it where that cannot be done now.
    void send(Place to, Bytes frame);

    /// Looks for neighbours now, because somebody waits for one.
    void look();

    /// Brings in readings of these devices, and of no others, from now on.
    default void watch(List<Inlet> inlets) {}

    /// Shows the last result of an outlet to whoever looks.
    default void show(String outlet, Ipld value) {}

    /// Says goodbye, and lets go of the wire; nothing is asked of it afterwards.
    @Override
    void close();
}
