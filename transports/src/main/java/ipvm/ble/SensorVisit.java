package ipvm.ble;

import ipvm.data.Bytes;
import ipvm.dbus.Bus;
import ipvm.dbus.Datum;
import ipvm.dbus.Reply;
import java.util.ArrayDeque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.function.Consumer;

/// Asks a sensor for everything that it measures, one after the other, and leaves.
final class SensorVisit implements Visit.Host {

    private final Bus bus;
    private final Visit visit;
    private final Consumer<Map<Environment, Bytes>> then;
    private final Map<Environment, Bytes> values = new EnumMap<>(Environment.class);
    private final Queue<Map.Entry<Environment, String>> open = new ArrayDeque<>();
    private int ageSeconds;

    /// @param then takes what was found out, which may be nothing
    SensorVisit(Bus bus, String path, Consumer<Map<Environment, Bytes>> then) {
        this.bus = bus;
        this.then = then;
        visit = new Visit(bus, path, this);
    }

    Visit visit() {
        return visit;
    }

    void tick(int secondsMax) {
        ageSeconds++;
        if (ageSeconds > secondsMax) {
            visit.end("it does not answer");
        }
    }

    @Override
    public void found(Map<String, Visit.Characteristic> byUuid) {
        byUuid.forEach((uuid, where) ->
                Environment.of(uuid).ifPresent(kind -> open.add(Map.entry(kind, where.path()))));
        next();
    }

    private void next() {
        var one = open.poll();
        if (one == null) {
            visit.end("");
            return;
        }
        bus.call(
                BlueZ.about(one.getValue(), BlueZ.CHARACTERISTIC, "ReadValue"),
                List.of(Datum.options()),
                reply -> {
                    if (reply instanceof Reply.Done done) {
                        done.first().bytes().ifPresent(value -> values.put(one.getKey(), value));
                    }
                    next();
                });
    }

    @Override
    public void ended(String why) {
        then.accept(values);
    }
}
