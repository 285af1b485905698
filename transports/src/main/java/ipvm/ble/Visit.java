package ipvm.ble;

import ipvm.dbus.Bus;
import ipvm.dbus.Datum;
import ipvm.dbus.Reply;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// A connection that we open: called, looked over, and then used by whoever wanted it.
///
/// Every way to fail ends in one place, and the other side is let go of.
final class Visit {

    private final Bus bus;
    private final String path;
    private final Host host;
    private boolean isExploring;
    private boolean isOver;

    /// Who wanted it.
    interface Host {

        /// The services are known: for each characteristic its path and its properties.
        void found(Map<String, Characteristic> byUuid);

        /// It came to nothing, or it is over.
        void ended(String why);
    }

    /// Something that can be read or written.
    ///
    /// @param packetBytes what fits into one write
    record Characteristic(String path, int packetBytes) {

        static Characteristic of(String path, Datum properties) {
            long mtu = properties.find("MTU").map(each -> each.whole().orElse(0)).orElse(0L);
            return new Characteristic(path, Packets.bytes(mtu));
        }
    }

    Visit(Bus bus, String path, Host host) {
        this.bus = bus;
        this.path = path;
        this.host = host;
    }

    String path() {
        return path;
    }

    void begin() {
        call(
                "Connect",
                reply -> {
                    switch (reply) {
                        case Reply.Done done -> lookOver();
                        case Reply.Failed failed -> end("it cannot be connected: " + failed);
                    }
                });
    }

    /// It may be known from an earlier time, in which case nobody says so again.
    private void lookOver() {
        BlueZ.objects(
                bus,
                reply -> {
                    switch (reply) {
                        case Reply.Done done -> {
                            var device =
                                    done.first()
                                            .find(path)
                                            .flatMap(face -> face.find(BlueZ.DEVICE));
                            if (device.flatMap(face -> face.find("ServicesResolved"))
                                    .filter(Datum::isTrue)
                                    .isPresent()) {
                                explore(done.first());
                            }
                        }
                        case Reply.Failed failed -> end(failed.toString());
                    }
                });
    }

    /// Its properties changed.
    void changed(Device device) {
        if (device.isResolved() && !isExploring) {
            BlueZ.objects(
                    bus,
                    reply -> {
                        if (reply instanceof Reply.Done done) {
                            explore(done.first());
                        }
                    });
        }
    }

    private void explore(Datum objects) {
        if (isExploring || isOver) {
            return;
        }
        isExploring = true;
        var byUuid = new HashMap<String, Characteristic>();
        objects.entries()
                .forEach((where, faces) -> {
                    var face = faces.find(BlueZ.CHARACTERISTIC);
                    var uuid = face.flatMap(each -> each.find("UUID")).flatMap(Datum::text);
                    if (where.startsWith(path + "/") && uuid.isPresent()) {
                        byUuid.put(uuid.get(), Characteristic.of(where, face.orElseThrow()));
                    }
                });
        host.found(byUuid);
    }

    /// Ends it, and tells so once.
    void end(String why) {
        if (!isOver) {
            isOver = true;
            call("Disconnect", reply -> {});
            host.ended(why);
        }
    }

    private void call(String member, Consumer<Reply> then) {
        bus.call(
                BlueZ.about(path, BlueZ.DEVICE, member),
                List.of(),
                reply -> {
                    if (!isOver) {
                        then.accept(reply);
                    }
                });
    }

    /// Who is at the other end.
    String address() {
        return Device.address(path).orElseThrow();
    }
}
