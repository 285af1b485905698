package ipvm.ble;

import ipvm.data.Bytes;
import ipvm.dbus.Datum;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Our GATT service and our advertisement, as BlueZ asks for them.
///
/// The inbox is written to, the outbox notifies; nothing of it wants a pairing, because what is
/// said there is sealed above.
final class Contract {

    static final String SERVICE = "6970766d-0001-4000-8000-00805f9b34fb";
    static final String INBOX = "6970766d-0002-4000-8000-00805f9b34fb";
    static final String OUTBOX = "6970766d-0003-4000-8000-00805f9b34fb";

    static final String ROOT = "/ipvm";
    static final String SERVICE_PATH = ROOT + "/service";
    static final String INBOX_PATH = SERVICE_PATH + "/inbox";
    static final String OUTBOX_PATH = SERVICE_PATH + "/outbox";
    static final String ADVERTISEMENT_PATH = ROOT + "/advertisement";

    /// What reading the inbox answers.
    static final Bytes VERSION = Bytes.utf8("ipvm/1");

    private Contract() {}

    /// The objects of the service with their interfaces, as an object manager lists them.
    static Datum objects() {
        var objects = new LinkedHashMap<String, Datum>();
        objects.put(SERVICE_PATH, faces(BlueZ.GATT_SERVICE, service()));
        objects.put(INBOX_PATH, faces(BlueZ.CHARACTERISTIC, inbox()));
        objects.put(OUTBOX_PATH, faces(BlueZ.CHARACTERISTIC, outbox()));
        return new Datum.Table('o', "a{sa{sv}}", objects);
    }

    private static Datum faces(String type, Datum properties) {
        return new Datum.Table('s', "a{sv}", Map.of(type, properties));
    }

    private static Datum service() {
        return Datum.options("UUID", Datum.of(SERVICE), "Primary", Datum.of(true));
    }

    private static Datum inbox() {
        return characteristic(INBOX, List.of("read", "write", "write-without-response"));
    }

    private static Datum outbox() {
        return characteristic(OUTBOX, List.of("notify"));
    }

    private static Datum characteristic(String uuid, List<String> flags) {
        return Datum.options(
                "UUID", Datum.of(uuid),
                "Service", Datum.path(SERVICE_PATH),
                "Flags", Datum.words(flags));
    }

    /// The properties of one of our objects; none where there is no such object.
    static Datum properties(String path, String name) {
        return switch (path) {
            case SERVICE_PATH -> service();
            case INBOX_PATH -> inbox();
            case OUTBOX_PATH -> outbox();
            case ADVERTISEMENT_PATH -> advertisement(name);
            default -> Datum.options();
        };
    }

    private static Datum advertisement(String name) {
        return Datum.options(
                "Type", Datum.of("peripheral"),
                "ServiceUUIDs", Datum.words(List.of(SERVICE)),
                "LocalName", Datum.of(name));
    }
}
