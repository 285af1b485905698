package ipvm.cli;

import ipvm.effect.Effects;
import ipvm.effect.Surroundings;
import ipvm.key.Did;
import ipvm.key.PrivateKey;
import ipvm.node.InletTerms;
import ipvm.node.Limits;
import ipvm.node.LiveNode;
import ipvm.node.Rights;
import ipvm.node.RuleOrder;
import ipvm.node.Sharing;
import ipvm.node.Upkeep;
import ipvm.schedule.Bounds;
import ipvm.store.SqliteStore;
import ipvm.store.Store;
import ipvm.store.StoreException;
import ipvm.task.Receipt;
import ipvm.task.Report;
import ipvm.wasm.Modules;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;

/// A home at work in this process: its key, its store, and a node between them.
final class Station implements AutoCloseable {

    private final Home home;
    private final Call call;
    private final Settings settings;
    private final PrivateKey key;
    private final SqliteStore store;
    private final Rights rights;
    private final Modules modules;
    private final Showcase showcase = new Showcase();
    private final LiveNode node;
    private final long startNanos = System.nanoTime();
    private final CountDownLatch stopping = new CountDownLatch(1);
    private Optional<Neighbours> neighbours = Optional.empty();

    private Station(Home home, Call call, Settings settings, PrivateKey key, SqliteStore store)
            throws Stop, IOException {
        this.home = home;
        this.call = call;
        this.settings = settings;
        this.key = key;
        this.store = store;
        this.rights =
                new Rights(
                        key.did(),
                        Effects.installed(),
                        settings.dids("trust"),
                        sharing(),
                        LimitKeys.read(settings, "node", Limits.DEFAULT));
        var wasm = LimitKeys.read(settings, "wasm", ipvm.wasm.Limits.DEFAULT);
        this.modules = new Modules(wasm, Modules.BYTES_MAX, settings.machine());
        this.node = new LiveNode(means());
    }

    private LiveNode.Means means() throws Stop {
        return new LiveNode.Means(
                key,
                store,
                rights,
                modules,
                surroundings(),
                clock(),
                new Lines(call.out())::ofModule,
                most(),
                new RuleStance(() -> Home.of(call), call, settings).stance(most(), showcase),
                new Upkeep(
                        settings.number("receipts.keep", Quantity.MILLIS),
                        settings.number("flush.interval", Quantity.MILLIS)),
                settings.count("workers", Runtime.getRuntime().availableProcessors()));
    }

    private Sharing sharing() throws Stop, IOException {
        var owners = new Owner(home, call.world()).find();
        long fuel = settings.number("share.fuelPerHour", Quantity.AMOUNT);
        return new Sharing(owners.map(Set::of).orElse(Set.of()), fuel);
    }

    private Surroundings surroundings() throws Stop {
        var host = call.world().host();
        return new Surroundings(
                clock()::millis,
                count -> host.chance().bytes(count),
                new Lines(call.out())::ofTask,
                Surroundings.Tasks.NOBODY,
                settings::find,
                settings.find("file.root").map(host.folder()::resolve),
                settings.truth("http.private"),
                LimitKeys.read(settings, "effect", ipvm.effect.Limits.DEFAULT));
    }

    /// Opens a home that nobody else has open.
    static Station open(Home home, Call call, Settings settings) throws Stop, IOException {
        var store = store(home, settings);
        Optional<PrivateKey> key = Optional.empty();
        try {
            key =
                    Optional.of(
                            new Keyring(home, call.world()).open(Home.DEVICE, Passphrase.of(call)));
            return new Station(home, call, settings, key.get(), store);
        } catch (Stop | IOException e) {
            key.ifPresent(PrivateKey::close);
            store.close();
            throw e;
        }
    }

    private static SqliteStore store(Home home, Settings settings) throws Stop, IOException {
        long bytesMax = settings.number("disk.max", Quantity.SIZE);
        return SqliteStore.open(home.store(), bytesMax, ProcessHandle.current().pid());
    }

    Home home() {
        return home;
    }

    /// On a clock that nobody sets.
    long upMillis() {
        return (System.nanoTime() - startNanos) / 1_000_000;
    }

    /// Counted down when the daemon is asked to stop.
    CountDownLatch stopping() {
        return stopping;
    }

    Call call() {
        return call;
    }

    Settings settings() {
        return settings;
    }

    Did did() {
        return key.did();
    }

    /// Says something in the node's own name.
    Receipt sign(Report report) {
        return Receipt.sign(key, report);
    }

    Store store() {
        return store;
    }

    /// What is wrong with the store, as far as reading all of it shows.
    List<String> faults() throws StoreException {
        return store.faults();
    }

    Rights rights() {
        return rights;
    }

    Modules modules() {
        return modules;
    }

    LiveNode node() {
        return node;
    }

    /// The neighbours; a command that asks for one makes their acquaintance now.
    synchronized Neighbours neighbours() {
        if (neighbours.isEmpty()) {
            neighbours = Optional.of(Neighbours.open(this, key, node, false));
        }
        return neighbours.get();
    }

    /// Serves neighbours from now on, and devices that have an inlet here.
    synchronized void welcome() throws Stop {
        var all = Neighbours.open(this, key, node, true);
        neighbours = Optional.of(all);
        showcase.showAt(all.all()::show);
        openInlets(settings);
    }

    /// Lets in the readings that a configuration names, and no others, from now on.
    synchronized void openInlets(Settings settings) throws Stop {
        var terms = Inlets.read(settings);
        node.rule(new RuleOrder.Inlets(terms)).join();
        neighbours().all().watch(terms.stream().map(InletTerms::inlet).toList());
    }

    InstantSource clock() {
        return call.world().host().clock();
    }

    long nowMillis() {
        return node.nowMillis();
    }

    /// What any task gets at most here.
    Bounds most() throws Stop {
        return most(settings);
    }

    static Bounds most(Settings settings) throws Stop {
        return new Bounds(
                settings.number("fuel.max", Quantity.AMOUNT),
                settings.number("memory.max", Quantity.SIZE),
                settings.number("time.max", Quantity.MILLIS));
    }

    @Override
    public void close() {
        neighbours.ifPresent(Neighbours::close);
        node.close();
        store.close();
        key.close();
    }
}
