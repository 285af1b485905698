package ipvm.node;

import ipvm.data.Bytes;
import ipvm.data.Cid;
import ipvm.data.Ipld;
import ipvm.key.Did;
import ipvm.key.KeyKind;
import ipvm.key.PrivateKey;
import ipvm.key.Signer;
import ipvm.link.Act;
import ipvm.link.Ear;
import ipvm.link.Frame;
import ipvm.link.Inlet;
import ipvm.link.Link;
import ipvm.link.Place;
import ipvm.link.Reading;
import ipvm.link.Sessions;
import ipvm.link.Setting;
import ipvm.mesh.Deed;
import ipvm.mesh.Limits;
import ipvm.mesh.Mesh;
import ipvm.store.Store;
import ipvm.ucan.Invocation;
import ipvm.ucan.Token;
import java.util.ArrayList;
import java.util.HashMap;
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
/// the thread that steps the node. Its timers follow the monotonic clock, which nobody sets.
public final class Neighbourhood implements AutoCloseable {

    private static final long REST_MILLIS = 60_000;

    private final Means means;
    private final Wires wires;
    private final Sessions sessions;
    private final Mesh mesh;
    private final PostOffice post;
    private final StepThread thread;
    private final Map<Place, List<CompletableFuture<Optional<Did>>>> sought = new HashMap<>();
    private final Map<Did, String> faults = new HashMap<>();
    private final Map<Did, Long> sinceMillis = new HashMap<>();

    /// What it needs of the world.
    ///
    /// @param chance 32 bytes that nobody foresees, each time
    /// @param office answers neighbours what is no task
    /// @param says takes a link or a neighbour, and a line
    public record Means(
            Signer signer,
            LiveNode node,
            Store store,
            Office office,
            List<Link> links,
            Supplier<Bytes> chance,
            BiConsumer<String, String> says) {

        public Means {
            links = List.copyOf(links);
        }
    }

    public Neighbourhood(Means means) {
        this.means = means;
        this.wires = new Wires(means.links(), hearer(), means.says());
        var agreement = PrivateKey.generate(KeyKind.X25519, means.chance().get());
        var self =
                new Sessions.Self(
                        means.signer(),
                        agreement,
                        means.chance(),
                        () -> means.node().nowMillis() / 1_000,
                        wires.names());
        this.sessions = new Sessions(self, ipvm.link.Limits.DEFAULT);
        var start = means.chance().get();
        int number = start.at(0) << 8 | start.at(1);
        this.mesh = new Mesh(means.signer().did(), number, Limits.DEFAULT, wires::cost);
        this.post = new PostOffice(means, mesh, counter());
        this.thread = new StepThread("neighbours", work(), Neighbourhood::now);
        thread.start();
    }

    private static long now() {
        return System.nanoTime() / 1_000_000;
    }

    /// Opens every link that the configuration has a use for, and takes up what was cut off.
    public void open(String version, Map<String, String> keys) {
        wires.open(new Setting(means.signer().did(), version, keys, List.of(), sessions::greeting));
        thread.post(() -> post.takeUp(means.store()));
    }

    /// Lets in the readings of these devices, and of no others, from now on.
    public void watch(List<Inlet> inlets) {
        wires.watch(inlets);
    }

    /// Shows the last result of an outlet over every link that has a place for it.
    public void show(String outlet, Ipld value) {
        wires.show(outlet, value);
    }

    private Wires.Hearer hearer() {
        return new Wires.Hearer() {
            @Override
            public void heard(Place from, Bytes frame) {
                thread.post(() -> act(sessions.hear(from, frame, now())));
            }

            @Override
            public void met(Place place) {
                thread.post(() -> {
                    if (mesh.who(place).isEmpty()) {
                        act(sessions.meet(place, now()));
                    }
                });
            }

            @Override
            public void lost(Place place, String why) {
                thread.post(() -> {
                    mesh.who(place).ifPresent(who -> faults.put(who, why));
                    perform(mesh.lost(place, now()));
                });
            }

            @Override
            public void read(Reading reading, Ear.Answer answer) {
                var node = means.node();
                var unused =
                        node.rule(new RuleOrder.Read(reading))
                                .thenAccept(reply -> {
                                    Wires.answer(reply, answer);
                                    node.readings().ring();
                                });
            }
        };
    }

    // --- what sessions and mesh want done ----------------------------------------------------

    private void act(List<Act> acts) {
        for (var act : acts) {
            switch (act) {
                case Act.Send(var to, var frame) -> wires.send(to, frame);
                case Act.Greeted greeted -> {}
                case Act.Up(var peer, var at) -> up(peer, at);
                case Act.Said(var peer, var from, var inner) ->
                        perform(mesh.said(peer, from, inner, now()));
                case Act.Failed(var at, var why) -> failed(at, why);
                case Act.Refused(var from, var why, var text) -> refused(from, why);
                case Act.Opened opened -> {}
                case Act.Twin(var who, var at) -> {
                    faults.put(who, "two nodes hold this key, one at " + at);
                    means.says().accept("neighbour " + who, "two nodes hold this key");
                }
            }
        }
    }

    private void up(Did peer, Place at) {
        faults.remove(peer);
        sinceMillis.putIfAbsent(peer, means.node().nowMillis());
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
                case Deed.Arrived(var from, var parcel) -> post.arrived(from, parcel);
                case Deed.Delivered(var to, var ticket) -> post.delivered(ticket);
                case Deed.Undelivered(var to, var ticket, var why) ->
                        post.undelivered(to, ticket, why);
                case Deed.Wanted(var by, var block) -> post.wanted(by, block);
                case Deed.Had(var by, var block, var size) -> post.had(by, block, size);
                case Deed.Silent(var who, var isSilent) ->
                        means.says()
                                .accept("neighbour " + who, isSilent ? "silent" : "heard again");
            }
        }
    }

    private void say(Did to, Place at, Bytes inner) {
        var frame = sessions.seal(to, inner);
        if (frame.isEmpty()) {
            act(sessions.approach(at, now()));
            return;
        }
        wires.send(at, frame.get());
        if (sessions.isWorn(to, now())) {
            act(sessions.renew(to, at, now()));
        }
    }

    private PostOffice.Counter counter() {
        return new PostOffice.Counter() {
            @Override
            public void post(Runnable step) {
                thread.post(step);
            }

            @Override
            public void perform(List<Deed> deeds) {
                Neighbourhood.this.perform(deeds);
            }

            @Override
            public void look(Did who) {
                if (!sessions.knows(who)) {
                    wires.look();
                }
            }

            @Override
            public void blame(Did who, String why) {
                faults.put(who, why);
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

    private Distant distant(Did who, Optional<Reply> reply) {
        var why =
                sessions.knows(who)
                        ? "no answer in time"
                        : faults.getOrDefault(who, "not to be reached over any link");
        var way = mesh.best(who);
        long rtt = way.map(Mesh.Way::rttMillis).orElse(-1L);
        return new Distant(who, reply, way.map(Mesh.Way::place), rtt, why, Optional.empty());
    }

    // --- what this node asks of others -------------------------------------------------------

    /// Finds out who is at a place; nobody where none answers.
    public CompletableFuture<Optional<Did>> seek(Place place) {
        var future = new CompletableFuture<Optional<Did>>();
        thread.post(() -> {
            var known = mesh.who(place);
            if (known.isPresent() || !wires.hasLinkTo(place)) {
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
    /// @param tokens the request, behind what backs it
    public CompletableFuture<Distant> ask(Did of, List<Token> tokens, long waitMillis) {
        return ask(of, tokens, Requests.Wait.of(Optional.empty(), waitMillis)).answer();
    }

    /// Asks for what is answered in lines; the future ends after the last of them.
    public CompletableFuture<Distant> ask(
            Did of, List<Token> tokens, long waitMillis, Consumer<Ipld.Map> ear) {
        boolean isLasting = Favour.lasts(((Invocation) tokens.getLast()).request().command());
        var lines = Optional.of(new Listening(ear, isLasting));
        return ask(of, tokens, Requests.Wait.of(lines, waitMillis)).answer();
    }

    /// The same for somebody who does not wait: it is asked for until it is answered, whatever
    /// happens; the future says whether that is durable.
    public CompletableFuture<Boolean> entrust(Did of, List<Token> tokens) {
        return ask(of, tokens, Requests.Wait.forNobody(false)).kept();
    }

    /// Fetches all of some content that a neighbour gives; nothing is said once it is here.
    public CompletableFuture<Optional<Reply>> fetch(Did from, Cid root) {
        var over = new CompletableFuture<Optional<Reply>>();
        thread.post(() -> post.fetch(new Pulls.Load(from, List.of(root), false), over));
        return over;
    }

    /// The bytes of content that went to a neighbour, or came from it, since the start.
    public long movedBytes(Did with) {
        return post.movedBytes(with);
    }

    private Requests.Wait ask(Did of, List<Token> tokens, Requests.Wait wait) {
        var outward = Outward.of(of, tokens);
        var request = (Invocation) tokens.getLast();
        thread.post(() -> post.requests().ask(outward, request, wait));
        return wait;
    }

    // --- time --------------------------------------------------------------------------------

    private StepThread.Work work() {
        return new StepThread.Work() {
            @Override
            public void tick() {
                Neighbourhood.this.act(sessions.tick(now()));
                perform(mesh.tick(now()));
                post.tick();
            }

            @Override
            public void act() {
                thread.wakeAt(wakeMillis());
            }

            @Override
            public void ended() {
                post.close();
                sought.values().forEach(all -> all.forEach(one -> one.complete(Optional.empty())));
            }
        };
    }

    private long wakeMillis() {
        long wake = Math.min(sessions.wakeMillis(), mesh.wakeMillis());
        return Math.min(Math.min(wake, post.wakeMillis()), now() + REST_MILLIS);
    }

    // --- for people --------------------------------------------------------------------------

    /// A neighbour as people see it.
    ///
    /// @param seen what the mesh knows
    /// @param sinceMillis when it was first heard of
    /// @param fault what went wrong last; empty where nothing
    public record Seen(Mesh.Seen seen, long sinceMillis, String fault) {}

    /// Everybody that was heard of since the start.
    public List<Seen> seen() {
        return thread.look(() -> mesh.seen().stream().map(this::seen).toList()).join();
    }

    private Seen seen(Mesh.Seen one) {
        long since = sinceMillis.getOrDefault(one.did(), 0L);
        return new Seen(one, since, faults.getOrDefault(one.did(), ""));
    }

    /// How far away somebody is.
    public Distant distance(Did who) {
        return thread.look(() -> distant(who, Optional.empty())).join();
    }

    /// How each link is.
    public Map<String, Ear.State> links() {
        return wires.states();
    }

    @Override
    public void close() {
        wires.close();
        thread.settle();
        thread.end();
    }
}
