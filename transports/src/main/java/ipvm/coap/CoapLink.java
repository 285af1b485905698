package ipvm.coap;

import ipvm.data.Bytes;
import ipvm.data.Ipld;
import ipvm.data.MalformedException;
import ipvm.link.Cost;
import ipvm.link.Ear;
import ipvm.link.Inlet;
import ipvm.link.Link;
import ipvm.link.LinkException;
import ipvm.link.Place;
import ipvm.link.Setting;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Neighbours and devices that speak CoAP over UDP.
///
/// `coap.port` is where it listens: 0 is not at all, `any` a port that is free; `coap.bind` is the
/// address, `::` for all of them.
public final class CoapLink implements Link {

    static final String NAME = "coap";

    /// A guess that suits Ethernet and Wi-Fi: what counts is that radio is dearer.
    private static final Cost COST = new Cost(Limits.DEFAULT.frameBytesMax(), 1_000_000, 5);

    private static final Pattern PORT = Pattern.compile("\\d{1,5}");

    private volatile @Nullable Station station;

    /// For `ServiceLoader`.
    public CoapLink() {}

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public boolean open(Setting setting, Ear ear) throws LinkException {
        var port = setting.key("coap.port").orElse(String.valueOf(Ways.PORT));
        if (port.equals("0")) {
            return false;
        }
        var address = new InetSocketAddress(bind(setting), port(port));
        var opened = new Station(setting, ear, address);
        try {
            opened.start();
        } catch (IOException e) {
            opened.close();
            var where = port.equals("any") ? "any port" : Ways.text(address);
            throw new LinkException(
                    "CoAP cannot listen on "
                            + where
                            + " (coap.bind, coap.port): "
                            + e.getMessage());
        }
        station = opened;
        opened.watch(setting.inlets());
        return true;
    }

    private static int port(String text) throws LinkException {
        if (text.equals("any")) {
            return 0;
        }
        int port = PORT.matcher(text).matches() ? Integer.parseInt(text) : -1;
        if (port < 1 || port > 65_535) {
            throw new LinkException("coap.port is 0 to 65535 or 'any': found '" + text + "'");
        }
        return port;
    }

    private static InetAddress bind(Setting setting) throws LinkException {
        var text = setting.key("coap.bind").orElse("::");
        try {
            return InetAddress.getByName(text);
        } catch (UnknownHostException e) {
            throw new LinkException(
                    "coap.bind is an address of this machine: found '" + text + "'");
        }
    }

    @Override
    public Place resolved(Place place) throws LinkException {
        try {
            return Ways.place(Ways.parse(place.address()).find());
        } catch (MalformedException | UnknownHostException e) {
            throw new LinkException(place + ": " + e.getMessage());
        }
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
        var open = station;
        if (open != null) {
            open.send(to, frame);
        }
    }

    @Override
    public void look() {
        var open = station;
        if (open != null) {
            open.look();
        }
    }

    @Override
    public void watch(List<Inlet> inlets) {
        var open = station;
        if (open != null) {
            open.watch(inlets);
        }
    }

    @Override
    public void show(String outlet, Ipld value) {
        var open = station;
        if (open != null) {
            open.show(outlet, value);
        }
    }

    @Override
    public void close() {
        var open = station;
        station = null;
        if (open != null) {
            open.close();
        }
    }
}
