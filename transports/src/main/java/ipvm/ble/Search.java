package ipvm.ble;

import ipvm.data.Bytes;
import ipvm.data.MalformedException;
import ipvm.dbus.Bus;
import ipvm.dbus.Datum;
import ipvm.dbus.Reply;
import ipvm.link.Ear;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Looks for neighbours, calls those that are ours to call, and listens to sensors meanwhile.
///
/// A controller either searches or calls, so one is called at a time, and the search waits. Of two
/// the one with the lower mark calls; where it does not, the other does after a while.
final class Search {

    private static final int LOOK_SECONDS = 30;
    private static final int NAME_SECONDS = 3;
    private static final int AGAIN_SECONDS = 4;
    private static final int AGAIN_SECONDS_MAX = 64;

    private final Bus bus;
    private final String adapter;
    private final Crew crew;
    private final Map<String, Device> devices = new HashMap<>();
    private final Map<String, Tie> ties = new HashMap<>();
    private final Map<String, Memory> memories = new HashMap<>();
    private final Set<String> wanted = new HashSet<>();
    private @Nullable SensorVisit visit;
    private int second;
    private int lookUntil = LOOK_SECONDS;
    private int scanSince;
    private boolean isScanning;

    /// Who works together.
    record Crew(Mark self, Ear ear, Limits limits, Guests guests, Sensors sensors) {}

    /// What is remembered of an address.
    private static final class Memory {
        int firstSecond;
        int restUntil;
        int failures;
    }

    Search(Bus bus, String adapter, Crew crew) {
        this.bus = bus;
        this.adapter = adapter;
        this.crew = crew;
    }

    void look() {
        lookUntil = Math.max(lookUntil, second + LOOK_SECONDS);
    }

    Optional<Tie> tie(String address) {
        return Optional.ofNullable(ties.get(address)).filter(Tie::isReady);
    }

    /// Somebody has something to say to this address, whoever should call.
    void want(String address) {
        if (wanted.size() < crew.limits().linksMax()) {
            wanted.add(address);
        }
        look();
    }

    boolean hasRoom() {
        return ties.size() + crew.guests().count() < crew.limits().linksMax();
    }

    // --- what BlueZ tells --------------------------------------------------------------------

    void appeared(String path, Map<String, Datum> properties) {
        if (!path.startsWith(adapter + "/") || !Device.isOne(path)) {
            return;
        }
        if (devices.size() >= crew.limits().devicesMax()) {
            devices.clear();
        }
        var device = new Device(path, properties);
        devices.put(path, device);
        remember(device);
        crew.sensors().advertised(device.address(), properties, second);
    }

    private void remember(Device device) {
        if (!device.has(Contract.SERVICE)) {
            return;
        }
        if (memories.size() >= crew.limits().devicesMax()) {
            memories.clear();
        }
        memories.computeIfAbsent(
                device.address(),
                address -> {
                    var fresh = new Memory();
                    fresh.firstSecond = second;
                    return fresh;
                });
    }

    void vanished(String path) {
        devices.remove(path);
    }

    void changed(String path, String type, Map<String, Datum> properties) {
        if (type.equals(BlueZ.DEVICE)) {
            changedDevice(path, properties);
        } else if (type.equals(BlueZ.CHARACTERISTIC)) {
            ties.values().stream()
                    .filter(tie -> path.startsWith(tie.visit().path() + "/"))
                    .findFirst()
                    .ifPresent(tie -> hear(tie, path, properties));
        }
    }

    private static void hear(Tie tie, String path, Map<String, Datum> properties) {
        try {
            tie.changed(path, properties);
        } catch (MalformedException e) {
            tie.visit().end("it speaks nonsense: " + e.getMessage());
        }
    }

    private void changedDevice(String path, Map<String, Datum> properties) {
        var known = devices.get(path);
        if (known == null) {
            appeared(path, properties);
            return;
        }
        var device = known.with(properties);
        devices.put(path, device);
        remember(device);
        crew.sensors().advertised(device.address(), properties, second);
        var connected = properties.get("Connected");
        if (connected != null && !connected.isTrue()) {
            gone(device.address());
        }
        visits(device.address()).forEach(each -> each.changed(device));
    }

    private List<Visit> visits(String address) {
        var open = visit;
        if (open != null && open.visit().address().equals(address)) {
            return List.of(open.visit());
        }
        var tie = ties.get(address);
        return tie == null ? List.of() : List.of(tie.visit());
    }

    private void gone(String address) {
        crew.guests().left(address);
        visits(address).forEach(each -> each.end("it went out of range"));
    }

    // --- each second -------------------------------------------------------------------------

    void tick() {
        second++;
        List.copyOf(ties.values()).forEach(Tie::tick);
        if (visit != null) {
            visit.tick(crew.limits().connectSeconds());
        }
        if (!isCalling()) {
            callSomebody();
        }
        scan(!isCalling() && isToScan());
    }

    private boolean isCalling() {
        return visit != null || ties.values().stream().anyMatch(tie -> !tie.isReady());
    }

    private boolean isToScan() {
        int rest = crew.limits().restSeconds();
        return crew.sensors().isAny()
                || (hasRoom()
                        && (second < lookUntil || second % rest < 2 * crew.limits().scanSeconds()));
    }

    private void callSomebody() {
        for (var device : devices.values()) {
            if (hasRoom() && isToCall(device)) {
                call(device);
                return;
            }
        }
        for (var device : devices.values()) {
            if (crew.sensors().isDue(device, second) && !device.isConnected()) {
                ask(device);
                return;
            }
        }
    }

    private boolean isToCall(Device device) {
        var address = device.address();
        var memory = memories.get(address);
        if (memory == null
                || ties.containsKey(address)
                || crew.guests().has(address)
                || second < memory.restUntil) {
            return false;
        }
        if (wanted.contains(address)) {
            return true;
        }
        int age = second - memory.firstSecond;
        if (device.isConnected()) {
            return age >= crew.limits().yieldSeconds();
        }
        int wait =
                device.mark()
                        .map(mark -> mark.compareTo(crew.self()))
                        .map(order -> order > 0 ? 0 : crew.limits().yieldSeconds())
                        .orElse(NAME_SECONDS);
        boolean isSelf = device.mark().filter(crew.self()::equals).isPresent();
        return !isSelf && age >= wait;
    }

    private void call(Device device) {
        var address = device.address();
        wanted.remove(address);
        scan(false);
        var home = new Tie.Home(crew.self(), crew.ear(), crew.limits(), () -> ended(address));
        var tie = new Tie(bus, device.path(), home);
        ties.put(address, tie);
        tie.visit().begin();
    }

    private void ended(String address) {
        var tie = ties.remove(address);
        var memory = memories.get(address);
        if (memory != null && tie != null) {
            int rest = AGAIN_SECONDS << Math.min(memory.failures, 4);
            memory.restUntil = second + Math.min(rest, AGAIN_SECONDS_MAX);
            memory.failures = tie.wasReady() ? 0 : memory.failures + 1;
        }
        look();
    }

    private void ask(Device device) {
        var address = device.address();
        crew.sensors().visiting(address, second);
        scan(false);
        var asking = new SensorVisit(bus, device.path(), values -> asked(address, values));
        visit = asking;
        asking.visit().begin();
    }

    private void asked(String address, Map<Environment, Bytes> values) {
        visit = null;
        crew.sensors().asked(address, values);
    }

    // --- scanning ----------------------------------------------------------------------------

    /// A search that has gone on for a while is begun anew: now and then one hears nothing.
    private void scan(boolean isWanted) {
        boolean isStale = isScanning && second - scanSince >= crew.limits().scanSeconds();
        if (isScanning && (!isWanted || isStale)) {
            isScanning = false;
            command("StopDiscovery", List.of(), reply -> {});
        }
        if (isWanted && !isScanning) {
            forgetKnown();
            isScanning = true;
            scanSince = second;
            command("SetDiscoveryFilter", List.of(filter()), reply -> {});
            command(
                    "StartDiscovery",
                    List.of(),
                    reply -> {
                        if (reply instanceof Reply.Failed) {
                            isScanning = false;
                        }
                    });
        }
    }

    /// BlueZ tells of a device when it is new to it; so what it remembers is to be forgotten.
    private void forgetKnown() {
        for (var device : List.copyOf(devices.values())) {
            if (device.has(Contract.SERVICE)
                    && !device.isConnected()
                    && !ties.containsKey(device.address())) {
                command("RemoveDevice", List.of(Datum.path(device.path())), reply -> {});
                devices.remove(device.path());
            }
        }
    }

    /// What a sensor advertises is no service of its own, so no filter must be set for services
    /// then. Each search tells once of a device, and it is begun anew often enough.
    private Datum filter() {
        var services = crew.sensors().isAny() ? List.<String>of() : List.of(Contract.SERVICE);
        return Datum.options(
                "Transport", Datum.of("le"),
                "UUIDs", Datum.words(services),
                "DuplicateData", Datum.of(false));
    }

    private void command(String member, List<Datum> body, Consumer<Reply> then) {
        bus.call(BlueZ.about(adapter, BlueZ.ADAPTER, member), body, then);
    }

    /// Lets go of everybody.
    void end(String why) {
        var open = visit;
        if (open != null) {
            open.visit().end(why);
        }
        List.copyOf(ties.values()).forEach(tie -> tie.visit().end(why));
        scan(false);
    }
}
