package ipvm.node;

import ipvm.data.Block;
import ipvm.data.Bytes;
import ipvm.data.Cid;
import ipvm.data.MalformedException;
import ipvm.key.Did;
import ipvm.key.KeyKind;
import ipvm.key.PrivateKey;
import ipvm.key.Signer;
import ipvm.link.Act;
import ipvm.link.Cost;
import ipvm.link.Ear;
import ipvm.link.Frame;
import ipvm.link.Link;
import ipvm.link.LinkException;
import ipvm.link.Place;
import ipvm.link.Reading;
import ipvm.link.Sessions;
import ipvm.link.Setting;
import ipvm.mesh.Deed;
import ipvm.mesh.Limits;
import ipvm.mesh.Mesh;
import ipvm.mesh.Parcel;
import ipvm.store.Change;
import ipvm.store.Store;
import ipvm.store.StoreException;
import ipvm.ucan.Invocation;
import ipvm.ucan.Token;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// The neighbours of a live node: its links, the sessions above them, and what is asked over them.
///
/// One thread of its own steps sessions and mesh, so that frames and their seals take nothing from
/// the thread that steps the node.
public final class Neighbourhood implements AutoCloseable {

    private static final Cost UNKNOWN = new Cost(1_024, 100_000, 100);
    private static final long LIFE_MILLIS = 24 * 3_600_000L;
    private static final long AGAIN_MILLIS = 3_000;

    private final Means means;
    private final Sessions sessions;
    private final Mesh mesh;
    private final Larder larder;
    private final Service service;
    private final Requests requests;
    private final StepThread thread;
    private final Map<String, Ear.State> states = new LinkedHashMap<>();
    private final Map<Long, Runnable> safe = new HashMap<>();
    private final Map<Place, List<CompletableFuture<Optional<Did>>>> sought = new HashMap<>();
    private final Map<Did, String> faults = new HashMap<>();
    private final Map<Did, Long> sinceMillis = new HashMap<>();
    private long lastTicket;
    private long againMillis = Long.MAX_VALUE;

    /// What it needs of the world.
    ///
    /// @param chance 32 bytes that nobody foresees, each time
    /// @param says takes a link or a neighbour, and a line
    public record Means(
            Signer signer,
            LiveNode node,
            Store store,
            List<Link> links,
            Supplier<Bytes> chance,
            InstantSource clock,
            BiConsumer<String, String> says) {

        public Means {
            links = List.copyOf(links);
        }
    }

    public Neighbourhood(Means means) {
        this.means = means;
        var names = means.links().stream().map(Link::name).toList();
        var agreement = PrivateKey.generate(KeyKind.X25519, means.chance().get());
        var self = new Sessions.Self(means.signer(), agreement, means.chance(), names);
        this.sessions = new Sessions(self, ipvm.link.Limits.DEFAULT);
        var start = means.chance().get();
        int number = start.at(0) << 8 | start.at(1);
        this.mesh = new Mesh(means.signer().did(), number, Limits.DEFAULT, this::cost);
        this.larder = new Larder(means.store());
        this.service = new Service(street(), means.signer().did(), means.store());
        this.requests = new Requests(street());
        this.thread = new StepThread("neighbours", work(), Neighbourhood::monotonicMillis);
        thread.start();
    }

    private static long monotonicMillis() {
        return System.nanoTime() / 1_000_000;
    }

    private long now() {
        return means.clock().millis();
    }

    // --- links -------------------------------------------------------------------------------

    /// Opens every link that the configuration has a use for, and takes up what was cut off.
    public void open(String version, Map<String, String> keys) throws LinkException {
        var setting =
                new Setting(
                        means.signer().did(),
                        version,
                        keys,
                        List.of(),
                        () -> sessions.greeting(now()));
        for (var link : means.links()) {
            link.open(setting, ear());
        }
        thread.post(this::takeUp);
    }

    private Ear ear() {
        return new Ear() {
            @Override
            public void heard(Place from, Bytes frame) {
                thread.post(() -> act(sessions.hear(from, frame, now())));
            }

            @Override
            public void met(Place place) {
                thread.post(() -> Neighbourhood.this.met(place));
            }

            @Override
            public void lost(Place place, String why) {
                thread.post(() -> {
                    mesh.who(place).ifPresent(who -> faults.put(who, why));
                    perform(mesh.lost(place, now()));
                });
            }

            @Override
            public void changed(String link, State state) {
                thread.post(() -> {
                    states.put(link, state);
                    var text = state.isUp() ? "up at " + state.address() : state.fault();
                    means.says().accept("link " + link, text);
                });
            }

            @Override
            public void read(Reading reading, Answer answer) {
                answer.refused("no inlet is called '" + reading.inlet() + "'");
            }
        };
    }

    private void met(Place place) {
        if (mesh.who(place).isEmpty()) {
            act(sessions.meet(place, now()));
        }
    }

    private Optional<Link> link(String name) {
        return means.links().stream().filter(link -> link.name().equals(name)).findFirst();
    }

    private Cost cost(Place place) {
        return link(place.link()).map(link -> link.cost(place)).orElse(UNKNOWN);
    }

    // --- what sessions and mesh want done ----------------------------------------------------

    private void act(List<Act> acts) {
        for (var act : acts) {
            switch (act) {
                case Act.Send(var to, var frame) ->
                        link(to.link()).ifPresent(link -> link.send(to, frame));
                case Act.Greeted greeted -> {}
                case Act.Up(var peer, var at) -> up(peer, at);
                case Act.Said(var peer, var from, var inner) ->
                        perform(mesh.said(peer, from, inner, now()));
                case Act.Failed(var at, var why) -> failed(at, why);
                case Act.Refused(var from, var why, var text) -> refused(from, why);
                case Act.Opened opened -> {}
                case Act.Twin(var who, var at) -> {
                    faults.put(who, "two nodes hold this key");
                    means.says().accept("neighbour " + who, "two nodes hold this key, one at " + at);
                }
            }
        }
    }

    private void up(Did peer, Place at) {
        faults.remove(peer);
        sinceMillis.putIfAbsent(peer, now());
        perform(mesh.up(peer, at, now()));
        means.says().accept("neighbour " + peer, "here over " + at);
        found(at, Optional.of(peer));
    }

    private void failed(Place at, String why) {
        mesh.who(at).ifPresent(who -> faults.put(who, why));
        found(at, Optional.empty());
    }

    private void found(Place at, Optional<Did> who) {
        var waiting = sought.remove(at);
        if (waiting != null) {
            waiting.forEach(future -> future.complete(who));
        }
    }

    /// A neighbour that was started anew knows our session no longer.
    private void refused(Place from, Frame.Why why) {
        if (why == Frame.Why.UNKNOWN_SESSION) {
            mesh.who(from).ifPresent(who -> act(sessions.renew(who, from, now())));
        }
    }

    private void perform(List<Deed> deeds) {
        for (var deed : deeds) {
            switch (deed) {
                case Deed.Say(var to, var at, var inner) -> say(to, at, inner);
                case Deed.Arrived(var from, var parcel) -> arrived(from, parcel);
                case Deed.Delivered(var to, var ticket) ->
                        Optional.ofNullable(safe.remove(ticket)).ifPresent(Runnable::run);
                case Deed.Undelivered(var to, var ticket, var why) -> {
                    safe.remove(ticket);
                    faults.put(to, why);
                }
                case Deed.Wanted(var by, var block) -> wanted(by, block);
                case Deed.Had(var by, var block, var size) -> {
                    if (size == 0) {
                        service.lacks(by, block);
                    }
                }
                case Deed.Silent(var who, var isSilent) ->
                        means.says().accept("neighbour " + who, isSilent ? "silent" : "heard again");
            }
        }
    }

    private void say(Did to, Place at, Bytes inner) {
        var frame = sessions.seal(to, inner);
        if (frame.isPresent()) {
            link(at.link()).ifPresent(link -> link.send(at, frame.get()));
            if (sessions.isWorn(to, now())) {
                act(sessions.renew(to, at, now()));
            }
        } else {
            act(sessions.approach(at, now()));
        }
    }

    // --- parcels -----------------------------------------------------------------------------

    private void arrived(Did from, Parcel parcel) {
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
        perform(mesh.took(from, parcel.digest(), now()));
    }

    private void busy(Did from, Parcel parcel) {
        perform(mesh.busy(from, parcel.digest(), 1, now()));
    }

    private void send(Did to, Parcel parcel, Runnable whenSafe) {
        long ticket = ++lastTicket;
        safe.put(ticket, whenSafe);
        perform(mesh.send(to, ticket, parcel, LIFE_MILLIS, now()));
        againMillis = Math.min(againMillis, now() + AGAIN_MILLIS);
    }

    private void wanted(Did by, Cid cid) {
        try {
            var parcel = larder.take(by, cid);
            if (parcel.isPresent()) {
                send(by, parcel.get(), () -> {});
            } else {
                perform(mesh.have(by, cid, 0, now()));
            }
        } catch (StoreException e) {
            perform(mesh.have(by, cid, 0, now()));
        }
    }

    /// Only what somebody waits for is kept.
    private void block(Did from, Parcel parcel) {
        Block block;
        try {
            block = Larder.unpack(parcel.bytes());
        } catch (MalformedException e) {
            faults.put(from, String.valueOf(e.getMessage()));
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

    private void answered(Did from, Parcel parcel) {
        try {
            requests.answered(from, parcel.bytes(), () -> took(from, parcel));
        } catch (MalformedException e) {
            faults.put(from, String.valueOf(e.getMessage()));
            took(from, parcel);
        }
    }

    private Distant distant(Did who, Optional<Reply> reply) {
        var why =
                sessions.knows(who)
                        ? "no answer in time"
                        : faults.getOrDefault(who, "not to be reached over any link");
        var place = mesh.place(who);
        long rtt =
                mesh.seen().stream()
                        .filter(seen -> seen.did().equals(who))
                        .flatMap(seen -> seen.ways().stream())
                        .filter(way -> Optional.of(way.place()).equals(place))
                        .mapToLong(Mesh.Way::rttMillis)
                        .findFirst()
                        .orElse(-1);
        return new Distant(who, reply, place, rtt, why);
    }

    private void keep(List<Change> changes, Consumer<Boolean> ear) {
        means.node()
                .keeping(changes)
                .thenAccept(fault -> thread.post(() -> ear.accept(fault.isEmpty())));
    }

    private Street street() {
        return new Street() {
            @Override
            public Admitted admit(Outward.Petition petition) {
                return means.node().admit(petition.request(), petition.given());
            }

            @Override
            public void ask(Order order, Consumer<Reply> ear) {
                means.node()
                        .ask(order)
                        .thenAccept(reply -> thread.post(() -> ear.accept(reply)));
            }

            @Override
            public void keep(List<Change> changes, Consumer<Boolean> ear) {
                Neighbourhood.this.keep(changes, ear);
            }

            @Override
            public void want(Did of, Cid block) {
                perform(mesh.want(of, block, now()));
            }

            @Override
            public void send(Did to, Parcel parcel, Runnable whenSafe) {
                Neighbourhood.this.send(to, parcel, whenSafe);
            }

            @Override
            public void give(Did to, List<Cid> blocks) {
                larder.give(to, blocks);
            }

            @Override
            public void look(Did who) {
                Neighbourhood.this.look(who);
            }

            @Override
            public Distant distant(Did who, Optional<Reply> reply) {
                return Neighbourhood.this.distant(who, reply);
            }

            @Override
            public long nowMillis() {
                return now();
            }
        };
    }

    // --- what this node asks of others -------------------------------------------------------

    /// Finds out who is at a place; nobody where none answers.
    public CompletableFuture<Optional<Did>> seek(Place place) {
        var future = new CompletableFuture<Optional<Did>>();
        thread.post(() -> {
            var known = mesh.who(place);
            if (known.isPresent() || link(place.link()).isEmpty()) {
                future.complete(known);
                return;
            }
            sought.computeIfAbsent(place, key -> new ArrayList<>()).add(future);
            act(sessions.approach(place, now()));
        });
        return future;
    }

    /// Asks a neighbour for a task by a signed request; what the request names is given to it.
    ///
    /// @param tokens the request and what backs it
    /// @param isPatient whether it stays asked for when nobody waits any more
    public CompletableFuture<Distant> ask(
            Did of, List<Token> tokens, long waitMillis, boolean isPatient) {
        var answer = new CompletableFuture<Distant>();
        var outward = Outward.of(of, tokens);
        var request = (Invocation) tokens.getLast();
        var wait = new Requests.Wait(answer, now() + waitMillis, isPatient);
        thread.post(() -> requests.ask(outward, request, wait));
        return answer;
    }

    /// Somebody waits for a neighbour that is not here yet.
    private void look(Did who) {
        if (!sessions.knows(who)) {
            means.links().forEach(Link::look);
        }
    }

    /// What was cut off: our requests are made again, and those of others answered.
    private void takeUp() {
        try {
            for (var entry : means.store().values(Change.Purpose.OUTBOX).entrySet()) {
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

    // --- time --------------------------------------------------------------------------------

    private StepThread.Work work() {
        return new StepThread.Work() {
            @Override
            public void tick() {
                Neighbourhood.this.tick();
            }

            @Override
            public void act() {
                thread.wakeAt(wakeMillis() - now() + monotonicMillis());
            }

            @Override
            public void ended() {
                requests.close();
                sought.values().forEach(all -> all.forEach(f -> f.complete(Optional.empty())));
            }
        };
    }

    private void tick() {
        act(sessions.tick(now()));
        perform(mesh.tick(now()));
        service.tick();
        requests.tick();
        againMillis = Long.MAX_VALUE;
    }

    private long wakeMillis() {
        long wake = Math.min(sessions.wakeMillis(), mesh.wakeMillis());
        wake = Math.min(wake, service.wakeMillis().orElse(Long.MAX_VALUE));
        wake = Math.min(wake, requests.wakeMillis());
        return Math.min(Math.min(wake, againMillis), now() + 60_000);
    }

    // --- for people --------------------------------------------------------------------------

    /// @param seen what the mesh knows
    /// @param sinceMillis when it was first heard of
    /// @param fault what went wrong last; empty where nothing
    public record Seen(Mesh.Seen seen, long sinceMillis, String fault) {}

    public List<Seen> seen() {
        return thread.look(() ->
                        mesh.seen().stream()
                                .map(this::seen)
                                .toList())
                .join();
    }

    private Seen seen(Mesh.Seen one) {
        long since = sinceMillis.getOrDefault(one.did(), 0L);
        return new Seen(one, since, faults.getOrDefault(one.did(), ""));
    }

    /// How each link is.
    public Map<String, Ear.State> links() {
        return thread.look(() -> Map.copyOf(states)).join();
    }

    @Override
    public void close() {
        means.links().forEach(Link::close);
        thread.settle();
        thread.end();
    }
}
