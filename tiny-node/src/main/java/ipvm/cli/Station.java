package ipvm.cli;

import ipvm.effect.Answer;
import ipvm.effect.Ask;
import ipvm.effect.Effects;
import ipvm.effect.Settlement;
import ipvm.effect.Surroundings;
import ipvm.key.Did;
import ipvm.key.PrivateKey;
import ipvm.node.Limits;
import ipvm.node.LiveNode;
import ipvm.node.Rights;
import ipvm.schedule.Bounds;
import ipvm.store.SqliteStore;
import ipvm.store.Store;
import ipvm.store.StoreException;
import ipvm.wasm.Modules;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Optional;

/// A home at work in this process: its key, its store, and a node between them.
final class Station implements AutoCloseable {

    private static final long LOCK_WAIT_MILLIS = 5_000;
    private static final long LOCK_PAUSE_MILLIS = 50;

    private final Call call;
    private final Settings settings;
    private final PrivateKey key;
    private final Store store;
    private final Rights rights;
    private final Modules modules;
    private final LiveNode node;

    private Station(Call call, Settings settings, PrivateKey key, Store store) throws Stop {
        this.call = call;
        this.settings = settings;
        this.key = key;
        this.store = store;
        this.rights =
                new Rights(key.did(), Effects.installed(), settings.dids("trust"), Limits.DEFAULT);
        this.modules = new Modules(ipvm.wasm.Limits.DEFAULT, Modules.BYTES_MAX, settings.machine());
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
                settings.count("workers", Runtime.getRuntime().availableProcessors()));
    }

    private Surroundings surroundings() throws Stop {
        var host = call.world().host();
        return new Surroundings(
                clock()::millis,
                count -> host.chance().bytes(count),
                new Lines(call.out())::ofTask,
                new Nobody(),
                settings::find,
                settings.find("file.root").map(host.folder()::resolve),
                settings.truth("http.private"),
                ipvm.effect.Limits.DEFAULT);
    }

    /// Where no workflow can be taken on yet.
    private static final class Nobody implements Surroundings.Tasks {

        @Override
        public Answer enqueue(Ask ask, ipvm.data.Ipld workflow) {
            return new Answer.NotFired("nobody takes workflows on here");
        }

        @Override
        public Settlement enqueued(Ask ask) {
            return new Settlement.NotFired("nobody takes workflows on here");
        }
    }

    /// Opens a home; whoever has its store is waited for, for some seconds.
    static Station open(Home home, Call call, Settings settings) throws Stop, IOException {
        var key = new Keyring(home, call.world()).open(Home.DEVICE, Passphrase.of(call));
        Optional<Store> store = Optional.empty();
        try {
            store = Optional.of(store(home, settings));
            return new Station(call, settings, key, store.get());
        } catch (Stop | IOException e) {
            key.close();
            store.ifPresent(Store::close);
            throw e;
        }
    }

    private static Store store(Home home, Settings settings) throws Stop, IOException {
        long bytesMax = settings.number("disk.max", Quantity.SIZE);
        long pid = ProcessHandle.current().pid();
        for (long waited = 0; ; waited += LOCK_PAUSE_MILLIS) {
            try {
                return SqliteStore.open(home.store(), bytesMax, pid);
            } catch (StoreException e) {
                if (e.kind() != StoreException.Kind.LOCKED || waited >= LOCK_WAIT_MILLIS) {
                    throw e;
                }
                pause();
            }
        }
    }

    private static void pause() throws StoreException {
        try {
            Thread.sleep(LOCK_PAUSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreException(StoreException.Kind.LOCKED, "interrupted while it waited");
        }
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

    Store store() {
        return store;
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

    InstantSource clock() {
        return call.world().host().clock();
    }

    long nowMillis() {
        return clock().millis();
    }

    /// What any task gets at most here.
    Bounds most() throws Stop {
        return new Bounds(
                settings.number("fuel.max", Quantity.AMOUNT),
                settings.number("memory.max", Quantity.SIZE),
                settings.number("time.max", Quantity.MILLIS));
    }

    @Override
    public void close() {
        node.close();
        store.close();
        key.close();
    }
}
