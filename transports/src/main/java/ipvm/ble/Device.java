package ipvm.ble;

import ipvm.dbus.Datum;
import ipvm.link.Place;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// Something in range, as BlueZ tells of it.
///
/// @param path its object on the bus
/// @param properties what is known of it
record Device(String path, Map<String, Datum> properties) {

    private static final Pattern PATH =
            Pattern.compile("(/org/bluez/\\w+)/dev_([0-9A-F]{2}(?:_[0-9A-F]{2}){5})");

    Device {
        properties = Map.copyOf(properties);
    }

    static boolean isOne(String path) {
        return PATH.matcher(path).matches();
    }

    /// The address in a path, such as `AA:BB:CC:DD:EE:FF`; nothing where it is no device's.
    static Optional<String> address(String path) {
        var match = PATH.matcher(path);
        return match.matches() ? Optional.of(match.group(2).replace('_', ':')) : Optional.empty();
    }

    static String path(String adapter, String address) {
        return adapter + "/dev_" + address.replace(':', '_');
    }

    static Place place(String address) {
        return new Place(BleLink.NAME, address);
    }

    Device with(Map<String, Datum> changed) {
        var all = new HashMap<>(properties);
        all.putAll(changed);
        return new Device(path, all);
    }

    String address() {
        return address(path).orElseThrow();
    }

    boolean isConnected() {
        return find("Connected").filter(Datum::isTrue).isPresent();
    }

    boolean isResolved() {
        return find("ServicesResolved").filter(Datum::isTrue).isPresent();
    }

    /// Whether it says that it has a service, in the advertisement or after a visit.
    boolean has(String uuid) {
        return services().contains(uuid);
    }

    private List<String> services() {
        return find("UUIDs").map(Datum::texts).orElse(List.of());
    }

    Optional<Mark> mark() {
        return find("Name").flatMap(Datum::text).flatMap(Mark::in);
    }

    private Optional<Datum> find(String property) {
        return Optional.ofNullable(properties.get(property));
    }
}
