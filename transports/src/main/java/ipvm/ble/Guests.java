package ipvm.ble;

import ipvm.data.Bytes;
import ipvm.data.MalformedException;
import ipvm.dbus.Bus;
import ipvm.dbus.Datum;
import ipvm.dbus.Message;
import ipvm.link.Ear;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;

/// Those who have called us: they write into our inbox, and our outbox notifies them all.
///
/// So each frame bears the mark of whom it is for, and one is sent after the other; every so many
/// packets BlueZ is asked something, and no more are sent until it has answered.
final class Guests {

    private static final int PACKETS_AHEAD = 16;

    private final Bus bus;
    private final Ear ear;
    private final Limits limits;
    private final Map<String, Guest> guests = new HashMap<>();
    private final Queue<Frame> waiting = new ArrayDeque<>();
    private final Queue<Bytes> packets = new ArrayDeque<>();
    private final Packets cutter = new Packets();
    private boolean isSending;

    private record Frame(String to, Bytes content) {}

    /// Somebody who wrote to us.
    private static final class Guest {
        final Assembly assembly;
        Bytes mark = Bytes.EMPTY;
        int packetBytes = Packets.bytes(0);

        Guest(Limits limits) {
            assembly = new Assembly(Mark.BYTES + limits.frameBytesMax());
        }
    }

    Guests(Bus bus, Ear ear, Limits limits) {
        this.bus = bus;
        this.ear = ear;
        this.limits = limits;
    }

    boolean has(String address) {
        return guests.containsKey(address);
    }

    int count() {
        return guests.size();
    }

    List<String> addresses() {
        return List.copyOf(guests.keySet());
    }

    /// A packet came into the inbox.
    ///
    /// @param hasRoom whether somebody new may come
    /// @return false where it is refused
    boolean wrote(Message.Call call, boolean hasRoom) throws MalformedException {
        var options = call.body().get(1);
        var address = options.find("device").flatMap(Datum::text).flatMap(Device::address);
        if (address.isEmpty() || (!hasRoom && !has(address.get()))) {
            return false;
        }
        var guest = guests.computeIfAbsent(address.get(), each -> new Guest(limits));
        options.find("mtu")
                .ifPresent(mtu -> guest.packetBytes = Packets.bytes(mtu.whole().orElse(0)));
        var whole = guest.assembly.take(call.body().get(0).bytes().orElse(Bytes.EMPTY));
        whole.filter(frame -> frame.size() > Mark.BYTES)
                .ifPresent(frame -> heard(address.get(), guest, frame));
        return true;
    }

    private void heard(String address, Guest guest, Bytes frame) {
        guest.mark = frame.slice(0, Mark.BYTES);
        ear.heard(Device.place(address), frame.from(Mark.BYTES));
    }

    void left(String address) {
        if (guests.remove(address) != null) {
            waiting.removeIf(frame -> frame.to().equals(address));
            ear.lost(Device.place(address), "it went out of range");
        }
    }

    void send(String address, Bytes frame) {
        if (waiting.size() < limits.framesMax()) {
            waiting.add(new Frame(address, frame));
            pump();
        }
    }

    private void pump() {
        if (isSending || (packets.isEmpty() && !isNext())) {
            return;
        }
        isSending = true;
        for (int i = 0; i < PACKETS_AHEAD && !packets.isEmpty(); i++) {
            bus.tell(changed(), notification(packets.remove()));
        }
        var ping = BlueZ.about("/org/bluez", "org.freedesktop.DBus.Peer", "Ping");
        bus.call(
                ping,
                List.of(),
                reply -> {
                    isSending = false;
                    pump();
                });
    }

    private boolean isNext() {
        for (var next = waiting.poll(); next != null; next = waiting.poll()) {
            var guest = guests.get(next.to());
            if (guest != null && !guest.mark.isEmpty()) {
                var frame = Bytes.concat(guest.mark, next.content());
                packets.addAll(cutter.cut(frame, guest.packetBytes));
                return true;
            }
        }
        return false;
    }

    private static Message.About changed() {
        return BlueZ.about(Contract.OUTBOX_PATH, BlueZ.PROPERTIES, "PropertiesChanged");
    }

    private static List<Datum> notification(Bytes packet) {
        var all = new ArrayList<Datum>();
        all.add(Datum.of(BlueZ.CHARACTERISTIC));
        all.add(Datum.options("Value", Datum.of(packet)));
        all.add(Datum.words(List.of()));
        return all;
    }
}
