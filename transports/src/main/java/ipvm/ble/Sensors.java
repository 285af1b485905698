package ipvm.ble;

import ipvm.data.Bytes;
import ipvm.data.Ipld;
import ipvm.data.MalformedException;
import ipvm.dbus.Datum;
import ipvm.link.Ear;
import ipvm.link.Inlet;
import ipvm.link.Reading;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/// Devices that advertise what they measure, and those that have to be asked.
///
/// The inlet's key `ble` is the address of one, or the service of all of a kind: `fcd2` or `181a`,
/// also as whole UUIDs.
final class Sensors {

    private static final int SAME_SECONDS = 30;
    private static final Set<String> BTHOME = Set.of("fcd2", BtHome.SERVICE);
    private static final Set<String> ENVIRONMENT = Set.of("181a", Environment.SERVICE);

    private final Ear ear;
    private final Limits limits;
    private final Map<String, Last> last = new HashMap<>();
    private final Map<String, Integer> visited = new HashMap<>();
    private Map<String, String> inlets = Map.of();

    private record Last(Bytes data, int atSecond) {}

    Sensors(Ear ear, Limits limits) {
        this.ear = ear;
        this.limits = limits;
    }

    void watch(List<Inlet> all) {
        var wanted = new LinkedHashMap<String, String>();
        for (var inlet : all) {
            inlet.key("ble")
                    .filter(value -> wanted.size() < limits.devicesMax())
                    .ifPresent(value -> wanted.put(inlet.name(), value.toLowerCase(Locale.ROOT)));
        }
        inlets = Map.copyOf(wanted);
    }

    /// Whether there is anything to listen for.
    boolean isAny() {
        return !inlets.isEmpty();
    }

    private List<String> names(String address, Set<String> kind) {
        var own = address.toLowerCase(Locale.ROOT);
        return inlets.entrySet().stream()
                .filter(inlet -> inlet.getValue().equals(own) || kind.contains(inlet.getValue()))
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
    }

    // --- those that advertise ----------------------------------------------------------------

    /// What a device advertised now, as BlueZ tells it.
    void advertised(String address, Map<String, Datum> properties, int second) {
        var all = properties.get("ServiceData");
        var data = all == null ? Optional.<Datum>empty() : all.find(BtHome.SERVICE);
        var names = names(address, BTHOME);
        if (data.isEmpty() || names.isEmpty()) {
            return;
        }
        try {
            take(address, data.get().bytes().orElse(Bytes.EMPTY), second);
        } catch (MalformedException e) {
            return; // anybody may advertise anything
        }
    }

    /// The same is advertised again and again; without a number it may also have been measured
    /// again, so it counts once in a while.
    private void take(String address, Bytes data, int second) throws MalformedException {
        var said = BtHome.read(data);
        var before = last.get(address);
        if (before != null
                && before.data().equals(data)
                && (said.packet().isPresent() || second - before.atSecond() < SAME_SECONDS)) {
            return;
        }
        if (last.size() >= limits.devicesMax()) {
            last.clear();
        }
        last.put(address, new Last(data, second));
        var mark = said.packet().isPresent() ? address + " " + data.hex() : "";
        for (var name : names(address, BTHOME)) {
            read(name, address, new Value(said.value(), said.atMillis(), mark));
        }
    }

    private record Value(Ipld value, OptionalLong atMillis, String mark) {}

    private void read(String name, String address, Value value) {
        var from = Device.place(address).toString();
        var reading =
                new Reading(
                        name,
                        from,
                        value.value(),
                        Optional.empty(),
                        value.atMillis(),
                        value.mark());
        ear.read(reading, Unheard.ANSWER);
    }

    /// Nobody who advertises waits for an answer.
    private static final class Unheard implements Ear.Answer {

        static final Unheard ANSWER = new Unheard();

        @Override
        public void taken() {}

        @Override
        public void refused(String why) {}
    }

    // --- those that have to be asked ---------------------------------------------------------

    /// Whether a device is to be visited now.
    boolean isDue(Device device, int second) {
        var address = device.address();
        var before = visited.get(address);
        return device.has(Environment.SERVICE)
                && !names(address, ENVIRONMENT).isEmpty()
                && (before == null || second - before >= limits.visitSeconds());
    }

    /// A visit begins, whatever comes of it.
    void visiting(String address, int second) {
        if (visited.size() >= limits.devicesMax()) {
            visited.clear();
        }
        visited.put(address, second);
    }

    /// What a visit found out.
    void asked(String address, Map<Environment, Bytes> values) {
        var entries = new ArrayList<Ipld.Entry>();
        values.forEach((kind, bytes) -> {
            try {
                entries.add(new Ipld.Entry(kind.entry(), kind.read(bytes)));
            } catch (MalformedException e) {
                return; // the others may be well
            }
        });
        if (!entries.isEmpty()) {
            var value = new Value(new Ipld.Map(entries), OptionalLong.empty(), "");
            for (var name : names(address, ENVIRONMENT)) {
                read(name, address, value);
            }
        }
    }
}
