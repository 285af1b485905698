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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/// What becomes of parcels: those that come are opened and kept, those that go are followed until
/// they are safe.
final class PostOffice implements Street {

    private static final long LIFE_MILLIS = 24 * 3_600_000L;

    /// How long a block that is asked for once more is believed to be on its way.
    private static final long HANDED_MILLIS = 600_000;

    private final Neighbourhood.Means means;
    private final Mesh mesh;
    private final Counter counter;
    private final Larder larder;
    private final Service service;
    private final Requests requests;
    private final Pulls pulls;
    private final Map<Long, Consumer<Boolean>> fates = new HashMap<>();
    private final Map<Handed, Long> handed = new HashMap<>();
    private final Map<Long, CompletableFuture<Optional<Reply>>> fetching = new HashMap<>();
    private final Map<Did, Long> movedBytes = new ConcurrentHashMap<>();
    private long lastTicket;

    /// A block on its way to somebody, which need not be sent again.
    private record Handed(Did to, Cid block) {}

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
        this.pulls = new Pulls(this, means.store());
        this.service = new Service(this, means.signer().did(), means.store(), pulls);
        this.requests = new Requests(this);
    }

    /// Fetches all of some content.
    void fetch(Pulls.Load load, CompletableFuture<Optional<Reply>> over) {
        long number = ++lastTicket;
        fetching.put(number, over);
        pulls.begin(
                load,
                fault -> {
                    fetching.remove(number);
                    over.complete(fault);
                });
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
        if (!pulls.waitsFor(block.cid())) {
            took(from, parcel);
            return;
        }
        var unused =
                means.node()
                        .keeping(List.of(new Change.Put(block, false)))
                        .thenAccept(fault ->
                                counter.post(() -> kept(new Came(from, parcel, block), fault)));
    }

    /// A block, and how it came.
    private record Came(Did from, Parcel parcel, Block block) {}

    /// What cannot be kept now may be later, unless there is no room for it.
    private void kept(Came came, Optional<StoreException> fault) {
        var name = came.block.cid();
        if (fault.isEmpty()) {
            took(came.from, came.parcel);
            movedBytes.merge(came.from, (long) came.parcel.bytes().size(), Long::sum);
            pulls.came(name);
        } else if (fault.get().kind() == StoreException.Kind.FULL) {
            took(came.from, came.parcel);
            pulls.failed(name, fault.get());
        } else {
            busy(came.from, came.parcel);
        }
    }

    void wanted(Did by, Cid cid) {
        var name = new Handed(by, cid.toV1());
        if (nowMillis() - handed.getOrDefault(name, -HANDED_MILLIS) < HANDED_MILLIS) {
            return;
        }
        try {
            var parcel = larder.take(by, cid);
            if (parcel.isPresent()) {
                handed.put(name, nowMillis());
                send(by, parcel.get(), isSafe -> handedOver(name, parcel.get(), isSafe));
                return;
            }
        } catch (StoreException e) {
            counter.blame(by, String.valueOf(e.getMessage()));
        }
        counter.perform(mesh.have(by, cid, 0, nowMillis()));
    }

    private void handedOver(Handed name, Parcel parcel, boolean isSafe) {
        handed.remove(name);
        if (isSafe) {
            movedBytes.merge(name.to, (long) parcel.bytes().size(), Long::sum);
            requests.touched(name.to);
        }
    }

    /// The bytes of all blocks that went to a neighbour, or came from it.
    long movedBytes(Did with) {
        return movedBytes.getOrDefault(with, 0L);
    }

    void had(Did by, Cid block, int size) {
        if (size == 0) {
            pulls.lacks(by, block);
        }
    }

    void delivered(long ticket) {
        Optional.ofNullable(fates.remove(ticket)).ifPresent(fate -> fate.accept(true));
    }

    void undelivered(Did to, long ticket, String why) {
        counter.blame(to, why);
        Optional.ofNullable(fates.remove(ticket)).ifPresent(fate -> fate.accept(false));
    }

    // --- what goes ---------------------------------------------------------------------------

    @Override
    public void send(Did to, Parcel parcel, Consumer<Boolean> fate) {
        long ticket = ++lastTicket;
        fates.put(ticket, fate);
        counter.perform(mesh.send(to, ticket, parcel, LIFE_MILLIS, nowMillis()));
    }

    @Override
    public Favour favour(Outward.Petition petition) {
        var node = means.node();
        return node.admission.favour(
                petition.request(), petition.given(), this::isPublic, node.nowMillis());
    }

    private boolean isPublic(Cid root) {
        try {
            var name = root.toV1().toString();
            return means.store().value(Change.Purpose.PUBLIC, name).isPresent();
        } catch (StoreException e) {
            return false;
        }
    }

    @Override
    public void answer(Office.Question question, Office.Ear ear) {
        means.office().answer(question, ear);
    }

    @Override
    public void post(Runnable step) {
        counter.post(step);
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
    public Distant distant(Did who, Office.End end) {
        return counter.distant(who, Optional.empty()).ended(end);
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
        pulls.tick();
        requests.tick();
    }

    long wakeMillis() {
        return Math.min(pulls.wakeMillis(), requests.wakeMillis());
    }

    void close() {
        var stopped = Optional.<Reply>of(new Reply.Broken("it was stopped"));
        List.copyOf(fetching.values()).forEach(over -> over.complete(stopped));
        requests.close();
    }
}
