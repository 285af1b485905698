package ipvm.node;

import ipvm.data.Block;
import ipvm.data.Bytes;
import ipvm.data.Cid;
import ipvm.data.MalformedException;
import ipvm.key.Did;
import ipvm.mesh.Deed;
import ipvm.mesh.Mesh;
import ipvm.mesh.Parcel;
import ipvm.store.Change;
import ipvm.store.Store;
import ipvm.store.StoreException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// What becomes of parcels: those that come are opened and kept, those that go are followed until
/// they are safe.
final class PostOffice implements Street {

    private static final long LIFE_MILLIS = 24 * 3_600_000L;

    private final Neighbourhood.Means means;
    private final Mesh mesh;
    private final Counter counter;
    private final Larder larder;
    private final Service service;
    private final Requests requests;
    private final Map<Long, Runnable> safe = new HashMap<>();
    private long lastTicket;

    /// The one thread that all this happens on, and what it knows of neighbours.
    interface Counter {

        void post(Runnable step);

        void perform(List<Deed> deeds);

        void look(Did who);

        /// What went wrong with a neighbour last.
        void blame(Did who, String why);

        Distant distant(Did who, Optional<Reply> reply);

        /// On the clock that no one sets.
        long nowMillis();
    }

    PostOffice(Neighbourhood.Means means, Mesh mesh, Counter counter) {
        this.means = means;
        this.mesh = mesh;
        this.counter = counter;
        this.larder = new Larder(means.store());
        this.service = new Service(this, means.signer().did(), means.store());
        this.requests = new Requests(this);
    }

    Requests requests() {
        return requests;
    }

    // --- what comes --------------------------------------------------------------------------

    void arrived(Did from, Parcel parcel) {
        switch (parcel.kind()) {
            case REQUEST ->
                    service.asked(
                            new Outward(from, parcel.bytes()),
                            () -> took(from, parcel),
                            () -> busy(from, parcel));
            case WORD -> answered(from, parcel);
            case BLOCK, OTHERS_BLOCK -> block(from, parcel);
            case REVOCATION, RECEIPT, DELEGATION -> took(from, parcel); // nobody asked for one
        }
    }

    private void took(Did from, Parcel parcel) {
        counter.perform(mesh.took(from, parcel.digest(), nowMillis()));
    }

    private void busy(Did from, Parcel parcel) {
        counter.perform(mesh.busy(from, parcel.digest(), 1, nowMillis()));
    }

    private void answered(Did from, Parcel parcel) {
        try {
            requests.answered(
                    from, parcel.bytes(), () -> took(from, parcel), () -> busy(from, parcel));
        } catch (MalformedException e) {
            counter.blame(from, String.valueOf(e.getMessage()));
            took(from, parcel);
        }
    }

    /// Only what somebody waits for is kept.
    private void block(Did from, Parcel parcel) {
        Block block;
        try {
            block = Larder.unpack(parcel.bytes());
        } catch (MalformedException e) {
            counter.blame(from, String.valueOf(e.getMessage()));
            took(from, parcel);
            return;
        }
        if (!service.waitsFor(block.cid())) {
            took(from, parcel);
            return;
        }
        keep(
                List.of(new Change.Put(block, false)),
                isKept -> {
                    if (isKept) {
                        took(from, parcel);
                        service.came(block.cid());
                    } else {
                        busy(from, parcel);
                    }
                });
    }

    void wanted(Did by, Cid cid) {
        try {
            var parcel = larder.take(by, cid);
            if (parcel.isPresent()) {
                send(by, parcel.get(), () -> {});
                return;
            }
        } catch (StoreException e) {
            counter.blame(by, String.valueOf(e.getMessage()));
        }
        counter.perform(mesh.have(by, cid, 0, nowMillis()));
    }

    void had(Did by, Cid block, int size) {
        if (size == 0) {
            service.lacks(by, block);
        }
    }

    void delivered(long ticket) {
        Optional.ofNullable(safe.remove(ticket)).ifPresent(Runnable::run);
    }

    void undelivered(Did to, long ticket, String why) {
        safe.remove(ticket);
        counter.blame(to, why);
    }

    // --- what goes ---------------------------------------------------------------------------

    @Override
    public void send(Did to, Parcel parcel, Runnable whenSafe) {
        long ticket = ++lastTicket;
        safe.put(ticket, whenSafe);
        counter.perform(mesh.send(to, ticket, parcel, LIFE_MILLIS, nowMillis()));
    }

    @Override
    public Admitted admit(Outward.Petition petition) {
        return means.node().admit(petition.request(), petition.given());
    }

    @Override
    public void ask(Order order, Consumer<Reply> ear) {
        var unused =
                means.node().ask(order).thenAccept(reply -> counter.post(() -> ear.accept(reply)));
    }

    @Override
    public void keep(List<Change> changes, Consumer<Boolean> ear) {
        var unused =
                means.node()
                        .keeping(changes)
                        .thenAccept(fault -> counter.post(() -> ear.accept(fault.isEmpty())));
    }

    @Override
    public void want(Did of, Cid block) {
        counter.perform(mesh.want(of, block, nowMillis()));
    }

    @Override
    public void give(Did to, List<Cid> blocks) {
        larder.give(to, blocks);
    }

    @Override
    public void look(Did who) {
        counter.look(who);
    }

    @Override
    public Distant distant(Did who, Optional<Reply> reply) {
        return counter.distant(who, reply);
    }

    @Override
    public long nowMillis() {
        return counter.nowMillis();
    }

    @Override
    public long wallMillis() {
        return means.node().nowMillis();
    }

    // --- time --------------------------------------------------------------------------------

    /// What was cut off: our requests are made again, and those of others answered.
    void takeUp(Store store) {
        try {
            for (var entry : store.values(Change.Purpose.OUTBOX).entrySet()) {
                takeUp(entry.getKey(), entry.getValue());
            }
        } catch (StoreException e) {
            means.says().accept("neighbours", String.valueOf(e.getMessage()));
        }
    }

    private void takeUp(String key, Bytes value) {
        try {
            var outward = Outward.decode(value);
            var name = Cid.parse(key.substring(key.indexOf('/') + 1));
            if (Outward.Way.IN.is(key)) {
                service.takeUp(name, outward);
            } else {
                requests.takeUp(name, outward);
            }
        } catch (MalformedException e) {
            means.says().accept("neighbours", "a kept request: " + e.getMessage());
        }
    }

    void tick() {
        service.tick();
        requests.tick();
    }

    long wakeMillis() {
        return Math.min(service.wakeMillis().orElse(Long.MAX_VALUE), requests.wakeMillis());
    }

    void close() {
        requests.close();
    }
}
