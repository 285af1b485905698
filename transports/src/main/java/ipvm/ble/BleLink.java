package ipvm.ble;

import ipvm.data.Bytes;
import ipvm.link.Cost;
import ipvm.link.Ear;
import ipvm.link.Inlet;
import ipvm.link.Link;
import ipvm.link.LinkException;
import ipvm.link.Place;
import ipvm.link.Setting;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Neighbours and devices in range of Bluetooth LE, through BlueZ.
///
/// `ble.adapter` is which adapter, such as `hci0`, or `any`; without that key there is no Bluetooth
/// here. A neighbour's place is its address: `ble:AA:BB:CC:DD:EE:FF`.
public final class BleLink implements Link {

    static final String NAME = "ble";

    /// Some dozens of kilobytes a second at best; every other link is to be preferred.
    private static final Cost COST = new Cost(Limits.DEFAULT.frameBytesMax(), 20_000, 50);

    private static final Pattern ADAPTER = Pattern.compile("any|hci\\d{1,3}");
    private static final Pattern ADDRESS =
            Pattern.compile("[0-9A-F]{2}(:[0-9A-F]{2}){5}", Pattern.CASE_INSENSITIVE);

    private volatile @Nullable Radio radio;

    /// For `ServiceLoader`.
    public BleLink() {}

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public boolean open(Setting setting, Ear ear) throws LinkException {
        var adapter = setting.key("ble.adapter").orElse("");
        if (adapter.isEmpty()) {
            return false;
        }
        if (!ADAPTER.matcher(adapter).matches()) {
            throw new LinkException(
                    "ble.adapter is an adapter such as hci0, or 'any': found '" + adapter + "'");
        }
        var wish = new Wish(adapter, Mark.of(setting.self()), Limits.DEFAULT);
        var opened = new Radio(Radio.SYSTEM_BUS, wish, ear);
        opened.watch(setting.inlets());
        opened.start();
        radio = opened;
        return true;
    }

    @Override
    public Place resolved(Place place) throws LinkException {
        if (!ADDRESS.matcher(place.address()).matches()) {
            throw new LinkException(
                    "an address of Bluetooth is like AA:BB:CC:DD:EE:FF: found '"
                            + place.address()
                            + "'");
        }
        return new Place(NAME, place.address().toUpperCase(Locale.ROOT));
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
        var open = radio;
        if (open != null) {
            open.send(to, frame);
        }
    }

    @Override
    public void look() {
        var open = radio;
        if (open != null) {
            open.look();
        }
    }

    @Override
    public void watch(List<Inlet> inlets) {
        var open = radio;
        if (open != null) {
            open.watch(inlets);
        }
    }

    @Override
    public void close() {
        var open = radio;
        radio = null;
        if (open != null) {
            open.close();
        }
    }
}
