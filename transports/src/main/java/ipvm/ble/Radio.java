package ipvm.ble;

import ipvm.data.Bytes;
import ipvm.dbus.Bus;
import ipvm.dbus.Datum;
import ipvm.dbus.Message;
import ipvm.dbus.Reply;
import ipvm.link.Ear;
import ipvm.link.Inlet;
import ipvm.link.Place;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// One adapter of BlueZ, for as long as there is one: our service is registered there, and again
/// whenever BlueZ, the adapter or the bus itself was gone.
///
/// One thread does it all; a second goes by between two looks at what has to be done next.
final class Radio implements Bus.Listener {

    static final Path SYSTEM_BUS = Path.of("/run/dbus/system_bus_socket");

    private static final int AGAIN_SECONDS = 2;
    private static final int CLOSE_SECONDS = 2;
    private static final String BUS = "org.freedesktop.DBus";

    private final Path socket;
    private final Wish wish;
    private final Ear ear;
    private final Sensors sensors;
    private final ScheduledThreadPoolExecutor one;

    private @Nullable Bus bus;
    private boolean isJoined;
    private String owner = "";
    private @Nullable Station station;
    private boolean isBeginning;
    private boolean isSwitchedOff;
    private int seconds;
    private String told = "?";
    private volatile boolean isClosed;

    Radio(Path socket, Wish wish, Ear ear) {
        this.socket = socket;
        this.wish = wish;
        this.ear = ear;
        sensors = new Sensors(ear, wish.limits());
        one =
                new ScheduledThreadPoolExecutor(
                        1, work -> Thread.ofPlatform().daemon().name("ble").unstarted(work));
        one.setRemoveOnCancelPolicy(true);
        one.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        one.setContinueExistingPeriodicTasksAfterShutdownPolicy(false);
    }

    void start() {
        var unused = one.scheduleWithFixedDelay(this::tick, 0, 1, TimeUnit.SECONDS);
    }

    private void tick() {
        var open = station;
        if (open != null) {
            open.search().tick();
        } else if (seconds++ % AGAIN_SECONDS == 0) {
            begin();
        }
    }

    // --- from nothing to an adapter that serves ----------------------------------------------

    private void begin() {
        if (bus == null) {
            var fresh = new Bus(socket, one, this);
            bus = fresh;
            fresh.start();
        } else if (isJoined && !isBeginning && !isSwitchedOff) {
            isBeginning = true;
            var asked = new Message.About(BUS, "/org/freedesktop/DBus", BUS, "GetNameOwner");
            bus.call(asked, List.of(Datum.of(BlueZ.NAME)), this::owned);
        }
    }

    @Override
    public void joined() {
        isJoined = true;
        var open = bus();
        open.listen("type='signal',sender='" + BlueZ.NAME + "'");
        open.listen(
                "type='signal',sender='"
                        + BUS
                        + "',member='NameOwnerChanged',arg0='"
                        + BlueZ.NAME
                        + "'");
        begin();
    }

    private Bus bus() {
        var open = bus;
        if (open == null) {
            throw new IllegalStateException("no bus");
        }
        return open;
    }

    private void owned(Reply reply) {
        switch (reply) {
            case Reply.Done done -> {
                owner = done.first().text().orElse("");
                BlueZ.objects(bus(), this::choose);
            }
            case Reply.Failed failed -> fail("BlueZ is not running (bluetoothd)");
        }
    }

    private void fail(String why) {
        isBeginning = false;
        tell("", why);
    }

    private void choose(Reply reply) {
        switch (reply) {
            case Reply.Done done -> {
                var found =
                        done.first().entries().entrySet().stream()
                                .filter(each -> isAdapter(each.getKey(), each.getValue()))
                                .sorted(Map.Entry.comparingByKey())
                                .findFirst();
                found.ifPresentOrElse(
                        each -> power(each.getKey(), done.first()),
                        () -> fail("there is no Bluetooth adapter" + wish.named()));
            }
            case Reply.Failed failed -> fail("BlueZ does not answer: " + failed);
        }
    }

    private boolean isAdapter(String path, Datum faces) {
        return wish.isFor(path)
                && faces.find(BlueZ.ADAPTER).isPresent()
                && faces.find(BlueZ.GATT_MANAGER).isPresent()
                && faces.find(BlueZ.ADVERTISING_MANAGER).isPresent();
    }

    private void power(String adapter, Datum objects) {
        var face = objects.find(adapter).flatMap(faces -> faces.find(BlueZ.ADAPTER)).orElseThrow();
        var address = face.find("Address").flatMap(Datum::text).orElse(adapter);
        if (face.find("Powered").filter(Datum::isTrue).isPresent()) {
            register(adapter, address, objects);
            return;
        }
        BlueZ.set(
                bus(),
                adapter,
                Map.entry("Powered", Datum.of(true)),
                reply -> {
                    switch (reply) {
                        case Reply.Done done -> register(adapter, address, objects);
                        case Reply.Failed failed ->
                                fail(name(adapter) + " cannot be switched on: " + failed);
                    }
                });
    }

    private static String name(String adapter) {
        return adapter.substring(adapter.lastIndexOf('/') + 1);
    }

    /// What is left of an earlier registration is taken back first.
    private void register(String adapter, String address, Datum objects) {
        var root = Datum.path(Contract.ROOT);
        var advertisement = Datum.path(Contract.ADVERTISEMENT_PATH);
        var fresh = station(adapter);
        var open = bus();
        open.call(gatt(adapter, "UnregisterApplication"), List.of(root), reply -> {});
        open.call(
                advertising(adapter, "UnregisterAdvertisement"),
                List.of(advertisement),
                reply -> {});
        open.call(
                gatt(adapter, "RegisterApplication"),
                List.of(root, Datum.options()),
                reply -> {
                    if (reply instanceof Reply.Failed failed) {
                        over("our service is refused: " + failed);
                    }
                });
        open.call(
                advertising(adapter, "RegisterAdvertisement"),
                List.of(advertisement, Datum.options()),
                reply -> {
                    switch (reply) {
                        case Reply.Done done -> up(fresh, address, objects);
                        case Reply.Failed failed ->
                                over(name(adapter) + " does not advertise: " + failed);
                    }
                });
    }

    private Station station(String adapter) {
        var guests = new Guests(bus(), ear, wish.limits());
        var crew = new Search.Crew(wish.self(), ear, wish.limits(), guests, sensors);
        return new Station(adapter, guests, new Search(bus(), adapter, crew));
    }

    private static Message.About gatt(String adapter, String member) {
        return BlueZ.about(adapter, BlueZ.GATT_MANAGER, member);
    }

    private static Message.About advertising(String adapter, String member) {
        return BlueZ.about(adapter, BlueZ.ADVERTISING_MANAGER, member);
    }

    private void up(Station fresh, String address, Datum objects) {
        if (!isBeginning) {
            return;
        }
        isBeginning = false;
        station = fresh;
        objects.entries()
                .forEach((path, faces) ->
                        faces.find(BlueZ.DEVICE)
                                .ifPresent(face -> fresh.search().appeared(path, face.entries())));
        tell(name(fresh.adapter()) + " " + address, "");
        fresh.search().tick();
    }

    private void over(String why) {
        isBeginning = false;
        var open = station;
        station = null;
        if (open != null) {
            open.end(why);
        }
        tell("", why);
    }

    private void tell(String address, String fault) {
        if (!isClosed && !told.equals(address + fault)) {
            told = address + fault;
            ear.changed(BleLink.NAME, new Ear.State(address, fault));
        }
    }

    // --- what the bus tells ------------------------------------------------------------------

    @Override
    public void left(String why) {
        bus = null;
        isJoined = false;
        isSwitchedOff = false;
        over("the system's bus is gone: " + why);
    }

    @Override
    public void happened(Message.Signal signal) {
        var about = signal.about();
        var body = signal.body();
        if (about.peer().equals(BUS) && about.member().equals("NameOwnerChanged")) {
            isSwitchedOff = false;
            owner = "";
            over("BlueZ is not running (bluetoothd)");
            begin();
        } else if (about.peer().equals(owner) && body.size() >= 2) {
            switch (about.member()) {
                case "InterfacesAdded" -> added(body.get(0).text().orElse(""), body.get(1));
                case "InterfacesRemoved" ->
                        removed(body.get(0).text().orElse(""), body.get(1).texts());
                case "PropertiesChanged" ->
                        changed(about.path(), body.get(0).text().orElse(""), body.get(1).entries());
                default -> {
                    // of no interest here
                }
            }
        }
    }

    private void added(String path, Datum faces) {
        var open = station;
        if (faces.find(BlueZ.ADAPTER).isPresent()) {
            isSwitchedOff = false;
        } else if (open != null) {
            faces.find(BlueZ.DEVICE)
                    .ifPresent(face -> open.search().appeared(path, face.entries()));
        }
    }

    private void removed(String path, List<String> types) {
        var open = station;
        if (open == null) {
            return;
        }
        if (path.equals(open.adapter()) && types.contains(BlueZ.ADAPTER)) {
            over(name(path) + " was unplugged");
        } else if (types.contains(BlueZ.DEVICE)) {
            open.search().vanished(path);
        }
    }

    /// Whoever switches the adapter off means it; until it is on again it stays off.
    private void changed(String path, String type, Map<String, Datum> properties) {
        var open = station;
        var powered = type.equals(BlueZ.ADAPTER) ? properties.get("Powered") : null;
        if (powered != null && powered.isTrue()) {
            isSwitchedOff = false;
        } else if (powered != null && open != null && path.equals(open.adapter())) {
            isSwitchedOff = true;
            over(name(path) + " is switched off");
        } else if (open != null) {
            open.search().changed(path, type, properties);
        }
    }

    @Override
    public void asked(Message.Call call) {
        var open = bus;
        if (open == null) {
            return;
        }
        var serving = station;
        if (!call.about().peer().equals(owner)) {
            open.refuse(call, "org.freedesktop.DBus.Error.AccessDenied", "only for BlueZ");
        } else if (call.about().member().equals("Release")) {
            open.answer(call, List.of());
            over("BlueZ advertises us no longer");
        } else {
            new Desk(open, wish.self()).answer(call, serving);
        }
    }

    // --- what the node wants -----------------------------------------------------------------

    private void post(Runnable work) {
        try {
            one.execute(work);
        } catch (RejectedExecutionException closed) {
            return;
        }
    }

    void send(Place to, Bytes frame) {
        post(() -> {
            var open = station;
            if (open == null) {
                return;
            }
            var tie = open.search().tie(to.address());
            if (tie.isPresent()) {
                tie.get().send(frame);
            } else if (open.guests().has(to.address())) {
                open.guests().send(to.address(), frame);
            } else {
                open.search().want(to.address());
            }
        });
    }

    void look() {
        post(() -> {
            if (station != null) {
                station.search().look();
            }
        });
    }

    void watch(List<Inlet> inlets) {
        post(() -> sensors.watch(inlets));
    }

    void close() {
        isClosed = true;
        post(this::leave);
        one.shutdown();
        try {
            var unused = one.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        var open = bus;
        if (open != null) {
            open.close();
        }
    }

    /// What was registered goes with the connection; neighbours that we called are let go of.
    private void leave() {
        var open = station;
        if (open != null) {
            open.search().end("this node goes");
        }
    }
}
