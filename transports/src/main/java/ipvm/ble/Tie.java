package ipvm.ble;

import ipvm.data.Bytes;
import ipvm.data.MalformedException;
import ipvm.dbus.Bus;
import ipvm.dbus.Datum;
import ipvm.dbus.Reply;
import ipvm.link.Ear;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Queue;

/// A neighbour that we have called: we write into its inbox, one packet after the other, and listen
/// to its outbox for frames that bear our mark.
final class Tie implements Visit.Host {

    private static final Datum COMMAND = Datum.options("type", Datum.of("command"));

    private final Bus bus;
    private final Home home;
    private final Visit visit;
    private final Assembly assembly;
    private final Packets cutter = new Packets();
    private final Queue<Bytes> frames = new ArrayDeque<>();
    private final Queue<Bytes> packets = new ArrayDeque<>();
    private String inbox = "";
    private String outbox = "";
    private int packetBytes = Packets.bytes(0);
    private boolean isReady;
    private boolean wasReady;
    private boolean isWriting;
    private int ageSeconds;

    /// Where it belongs.
    record Home(Mark mark, Ear ear, Limits limits, Runnable ended) {}

    Tie(Bus bus, String path, Home home) {
        this.bus = bus;
        this.home = home;
        visit = new Visit(bus, path, this);
        assembly = new Assembly(Mark.BYTES + home.limits().frameBytesMax());
    }

    Visit visit() {
        return visit;
    }

    boolean isReady() {
        return isReady;
    }

    boolean wasReady() {
        return wasReady;
    }

    /// A second has passed.
    void tick() {
        ageSeconds++;
        if (!isReady && ageSeconds > home.limits().connectSeconds()) {
            visit.end("it does not answer");
        }
    }

    @Override
    public void found(Map<String, Visit.Characteristic> byUuid) {
        var in = byUuid.get(Contract.INBOX);
        var out = byUuid.get(Contract.OUTBOX);
        if (in == null || out == null) {
            visit.end("it is no neighbour any more");
            return;
        }
        inbox = in.path();
        outbox = out.path();
        packetBytes = in.packetBytes();
        bus.call(
                BlueZ.about(outbox, BlueZ.CHARACTERISTIC, "StartNotify"),
                List.of(),
                reply -> {
                    switch (reply) {
                        case Reply.Done done -> ready();
                        case Reply.Failed failed -> visit.end("it cannot be heard: " + failed);
                    }
                });
    }

    private void ready() {
        isReady = true;
        wasReady = true;
        home.ear().met(Device.place(visit.address()));
        pump();
    }

    @Override
    public void ended(String why) {
        frames.clear();
        packets.clear();
        if (isReady) {
            home.ear().lost(Device.place(visit.address()), why);
        }
        isReady = false;
        home.ended().run();
    }

    /// A characteristic of it changed: it notified us, or packets have another size from now on.
    void changed(String path, Map<String, Datum> properties) throws MalformedException {
        var value = properties.get("Value");
        if (path.equals(outbox) && value != null) {
            heard(value.bytes().orElse(Bytes.EMPTY));
        }
        var mtu = properties.get("MTU");
        if (path.equals(inbox) && mtu != null) {
            packetBytes = Packets.bytes(mtu.whole().orElse(0));
        }
    }

    private void heard(Bytes packet) throws MalformedException {
        assembly.take(packet)
                .filter(frame -> frame.startsWith(home.mark().bytes()) && frame.size() > Mark.BYTES)
                .ifPresent(frame ->
                        home.ear().heard(Device.place(visit.address()), frame.from(Mark.BYTES)));
    }

    void send(Bytes frame) {
        if (frames.size() < home.limits().framesMax()) {
            frames.add(frame);
            pump();
        }
    }

    private void pump() {
        if (!isReady || isWriting) {
            return;
        }
        if (packets.isEmpty() && !frames.isEmpty()) {
            var frame = Bytes.concat(home.mark().bytes(), frames.remove());
            packets.addAll(cutter.cut(frame, packetBytes));
        }
        var packet = packets.poll();
        if (packet != null) {
            isWriting = true;
            write(packet);
        }
    }

    private void write(Bytes packet) {
        bus.call(
                BlueZ.about(inbox, BlueZ.CHARACTERISTIC, "WriteValue"),
                List.of(Datum.of(packet), COMMAND),
                reply -> {
                    isWriting = false;
                    if (reply instanceof Reply.Failed) {
                        packets.clear(); // the frame is sent again above
                    }
                    pump();
                });
    }
}
