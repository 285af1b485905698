package ipvm.node;

import ipvm.data.Bytes;
import ipvm.effect.Effects;
import ipvm.key.KeyKind;
import ipvm.key.PrivateKey;
import ipvm.link.Link;
import ipvm.link.Place;
import ipvm.schedule.Bounds;
import ipvm.sim.MemoryLink;
import ipvm.sim.SimulatedWorld;
import ipvm.store.MemoryStore;
import ipvm.store.Store;
import ipvm.testkit.Seeds;
import ipvm.wasm.Modules;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/// Nodes with threads of their own, and a link between them that can be cut.
final class Hamlet implements AutoCloseable {

    private static final Bounds MOST = new Bounds(1_000_000, 1 << 22, 60_000);

    final MemoryLink.Hub hub = new MemoryLink.Hub();
    private final List<Corner> corners = new ArrayList<>();

    /// A node on the hub, whose store outlives it.
    final class Corner implements AutoCloseable {
        final String name;
        final PrivateKey key;
        final Store store;
        final LiveNode node;
        final Neighbourhood neighbours;

        private Corner(String name, int number, Store store, Office office) throws Exception {
            this.name = name;
            this.key = key(number);
            this.store = store;
            var rights =
                    new Rights(
                            key.did(),
                            Effects.of(List.of()),
                            Set.of(),
                            Sharing.NOTHING,
                            Limits.DEFAULT);
            var random = Seeds.random(number);
            this.node =
                    new LiveNode(
                            new LiveNode.Means(
                                    key,
                                    store,
                                    rights,
                                    new Modules(ipvm.wasm.Limits.DEFAULT, Modules.BYTES_MAX),
                                    new SimulatedWorld(random).around(),
                                    InstantSource.system(),
                                    (level, context, message) -> {},
                                    MOST,
                                    new LiveNode.Stance(
                                            RuleTerms.plain(MOST), List.of(), (who, what) -> {}),
                                    Upkeep.NORMAL,
                                    1));
            var links = List.<Link>of(new MemoryLink("memory", name, hub));
            this.neighbours =
                    new Neighbourhood(
                            new Neighbourhood.Means(
                                    key,
                                    node,
                                    store,
                                    office,
                                    links,
                                    () -> chance(random),
                                    (who, what) -> {}));
            neighbours.open("test", java.util.Map.of());
            corners.add(this);
        }

        Optional<ipvm.key.Did> seek(Corner other) throws Exception {
            return neighbours.seek(new Place("memory", other.name)).get(20, TimeUnit.SECONDS);
        }

        @Override
        public void close() {
            corners.remove(this);
            neighbours.close();
            node.close();
        }
    }

    @Override
    public void close() {
        List.copyOf(corners).forEach(Corner::close);
    }

    static PrivateKey key(int number) {
        var seed = new byte[32];
        seed[3] = (byte) number;
        return PrivateKey.generate(KeyKind.ED25519, Bytes.wrap(seed));
    }

    private static Bytes chance(RandomGenerator random) {
        var bytes = new byte[32];
        random.nextBytes(bytes);
        return Bytes.wrap(bytes);
    }

    Corner corner(String name, int number) throws Exception {
        return corner(name, number, new MemoryStore(1 << 26));
    }

    Corner corner(String name, int number, Store store) throws Exception {
        return corner(name, number, store, Office.CLOSED);
    }

    Corner corner(String name, int number, Store store, Office office) throws Exception {
        return new Corner(name, number, store, office);
    }
}
