package ipvm.ble;

import ipvm.dbus.Bus;
import ipvm.dbus.Datum;
import ipvm.dbus.Message;
import ipvm.dbus.Reply;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// What BlueZ calls things on the bus, and how it is asked.
final class BlueZ {

    static final String NAME = "org.bluez";
    static final String ADAPTER = "org.bluez.Adapter1";
    static final String DEVICE = "org.bluez.Device1";
    static final String GATT_MANAGER = "org.bluez.GattManager1";
    static final String ADVERTISING_MANAGER = "org.bluez.LEAdvertisingManager1";
    static final String GATT_SERVICE = "org.bluez.GattService1";
    static final String CHARACTERISTIC = "org.bluez.GattCharacteristic1";
    static final String ADVERTISEMENT = "org.bluez.LEAdvertisement1";
    static final String PROPERTIES = "org.freedesktop.DBus.Properties";
    static final String OBJECTS = "org.freedesktop.DBus.ObjectManager";

    private BlueZ() {}

    static Message.About about(String path, String type, String member) {
        return new Message.About(NAME, path, type, member);
    }

    /// All objects of BlueZ: path, interface, property.
    static void objects(Bus bus, Consumer<Reply> then) {
        bus.call(about("/", OBJECTS, "GetManagedObjects"), List.of(), then);
    }

    static void set(Bus bus, String path, Map.Entry<String, Datum> property, Consumer<Reply> then) {
        var body =
                List.of(
                        Datum.of(ADAPTER),
                        Datum.of(property.getKey()),
                        new Datum.Any(property.getValue()));
        bus.call(about(path, PROPERTIES, "Set"), body, then);
    }
}
