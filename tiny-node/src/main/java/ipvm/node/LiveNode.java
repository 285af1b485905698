package ipvm.node;

import ipvm.data.Cid;
import ipvm.effect.Surroundings;
import ipvm.key.Signer;
import ipvm.rule.Outlet;
import ipvm.rule.Rule;
import ipvm.schedule.Bounds;
import ipvm.store.Change;
import ipvm.store.Store;
import ipvm.store.StoreException;
import ipvm.ucan.Grant;
import ipvm.ucan.Invocation;
import ipvm.ucan.Proofs;
import ipvm.wasm.Modules;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import java.util.function.Supplier;

/// A node with hands: one thread steps it, and whoever asks is told when the answer is durable.
public final class LiveNode implements AutoCloseable {

    private static final long PAUSE_MILLIS = 20;
    private static final Reply STOPPED = new Reply.Cancelled();

    /// Where systemd says that it has set the clock.
    private static final Path SYNCED = Path.of("/run/systemd/timesync/synchronized");

    private final Node node;
    final Admission admission;
    private final Floor floor;
    private final InstantSource clock;
    private final Store store;
    private final Bounds most;
    private final Stance stance;
    private final SignHand signHand;
    private final StoreHand storeHand;
    private final WasmHand wasmHand;
    private final EffectHand effectHand;
    private final Map<Long, Consumer<Reply>> calls = new ConcurrentHashMap<>();
    private final AtomicLong lastCall = new AtomicLong();
    private final StepThread thread;
    private final Bell readings = new Bell();
    private final List<Action> actions = new ArrayList<>();

    /// What a node needs of the world.
    ///
    /// @param modules compiled ones, which are shared with whoever looked at one before
    /// @param around what effects are given
    /// @param most what no task gets more of
    /// @param workers runs at once
    public record Means(
            Signer signer,
            Store store,
            Rights rights,
            Modules modules,
            Surroundings around,
            InstantSource clock,
            ipvm.wasm.Host.Log lines,
            Bounds most,
            Stance stance,
            Upkeep upkeep,
            int workers) {

        /// A node whose rules have nobody to show anything to.
        public Means(
                Signer signer,
                Store store,
                Rights rights,
                Modules modules,
                Surroundings around,
                InstantSource clock,
                ipvm.wasm.Host.Log lines,
                Bounds most,
                int workers) {
            this(
                    signer,
                    store,
                    rights,
                    modules,
                    around,
                    clock,
                    lines,
                    most,
                    Stance.NONE,
                    Upkeep.NORMAL,
                    workers);
        }
    }

    /// Where rules stand: on what terms, who shows their results, and who hears what is said.
    ///
    /// @param says takes what is spoken of, a rule or a task, and a line
    public record Stance(RuleTerms terms, List<Outlet> outlets, BiConsumer<String, String> says) {

        static final Stance NONE =
                new Stance(RuleTerms.plain(Rights.ANY), List.of(), (rule, text) -> {});

        public Stance {
            outlets = List.copyOf(outlets);
        }
    }

    public LiveNode(Means means) {
        this.clock = means.clock();
        this.store = means.store();
        this.floor = floor(means.store());
        this.most = means.most();
        this.stance = means.stance();
        this.node =
                new Node(
                        new Node.Self(means.signer(), means.rights(), means.upkeep()),
                        means.store(),
                        stance.terms(),
                        means.workers());
        this.admission = new Admission(means.rights(), stance.terms());
        this.signHand = new SignHand(means.signer(), this::postDone);
        this.storeHand = new StoreHand(means.store(), means.upkeep().flushMillis());
        var settings = new WasmHand.Settings(means.clock(), means.around().chance(), means.lines());
        this.wasmHand = new WasmHand(means.store(), means.modules(), means.workers(), settings);
        this.effectHand = new EffectHand(means.rights().effects(), means.around(), this::post);
        this.thread = new StepThread("node", work(), LiveNode::monotonicMillis);
        thread.start();
    }

    private static Floor floor(Store store) {
        try {
            return Floor.of(store, monotonicMillis());
        } catch (StoreException e) {
            return new Floor(0, monotonicMillis()); // whoever reads more of it will say so
        }
    }

    /// Takes up what was cut off when a node of this store was last stopped.
    public void takeUp() {
        post(new Event.Started());
    }

    /// Lets a signed request in, or says why not; asking for what it orders is the next step.
    ///
    /// @param given the delegations that came with it
    public Admitted admit(Invocation request, Proofs given) {
        return admission.admit(request, given, clocks().wallMillis());
    }

    /// Asks for a task; the future ends when the answer is durable. One that is cancelled takes the
    /// task back, unless others wait for it.
    public CompletableFuture<Reply> ask(Order order) {
        floor.learn(order.grant());
        return call(() -> order.task().cid(), call -> new Event.Asked(call, order));
    }

    /// Hands in a task that will be done whatever happens; the future ends when that is durable.
    public CompletableFuture<Reply> entrust(Order order) {
        floor.learn(order.grant());
        return call(() -> order.task().cid(), call -> new Event.Entrusted(call, order));
    }

    /// Hands in a workflow; its jobs are told as they end, and a last word when all have.
    ///
    /// @return what [#leave] takes
    public long submit(Plan plan, Consumer<Reply> ear) {
        floor.learn(plan.grant());
        return call(call -> new Event.Submitted(call, plan), ear);
    }

    /// Tells how a task or a workflow ends, or has ended, that somebody else asked for.
    ///
    /// @return what [#leave] takes
    public long listen(Cid name, Consumer<Reply> ear) {
        return call(call -> new Event.Awaited(call, name), ear);
    }

    /// Whoever called for this no longer listens.
    public void leave(long call, Cid name) {
        calls.remove(call);
        post(new Event.Left(call, name));
    }

    /// Takes a task or a workflow back, whoever waits for it.
    public CompletableFuture<Reply> withdraw(Cid name) {
        return call(() -> name, call -> new Event.Withdrawn(call, name));
    }

    /// Tasks and workflows that are under way.
    public CompletableFuture<List<UnderWay>> underWay() {
        return thread.look(node::underWay);
    }

    /// Begins nothing more and waits for what runs, so long at most.
    public void drain(long millisMax) throws InterruptedException {
        post(new Event.Stopping());
        long pauses = millisMax / PAUSE_MILLIS;
        while (pauses-- > 0 && !thread.isOver() && tally().join().running() > 0) {
            Thread.sleep(PAUSE_MILLIS);
        }
        var last = floor.closing();
        if (!last.isEmpty()) {
            storeHand.keep(last, fault -> {}); // without it the last receipt counts
        }
    }

    /// Has changes made durable that nobody decides about; the future ends with what went wrong.
    CompletableFuture<Optional<StoreException>> keeping(List<Change> changes) {
        var done = new CompletableFuture<Optional<StoreException>>();
        storeHand.keep(changes, done::complete);
        return done;
    }

    /// The same for who has to wait: they are durable when this comes back.
    public void keep(List<Change> changes) throws StoreException {
        var fault = keeping(changes).join();
        if (fault.isPresent()) {
            throw fault.get();
        }
    }

    /// What the node has done and what waits.
    public CompletableFuture<Tally.Now> tally() {
        return thread.look(node::tally);
    }

    /// Has something done about the rules; the future ends when it is durable.
    public CompletableFuture<Reply> rule(RuleOrder order) {
        var future = new CompletableFuture<Reply>();
        call(call -> new Event.Ruled(call, order), future::complete);
        return future;
    }

    /// Rings whenever a reading may have been taken.
    public Bell readings() {
        return readings;
    }

    /// The inlets that are open, and what came through each.
    public CompletableFuture<List<InletCount>> inlets() {
        return thread.look(node::inlets);
    }

    /// The rules that stand, by name; nothing before somebody has said which shall.
    public Optional<Map<String, Rule>> rules() {
        return thread.look(() ->
                        node.isStanding()
                                ? Optional.of(node.rules())
                                : Optional.<Map<String, Rule>>empty())
                .join();
    }

    /// @param name what is taken back when the future is cancelled
    private CompletableFuture<Reply> call(Supplier<Cid> name, LongFunction<Event> event) {
        long call = lastCall.incrementAndGet();
        var future =
                new CompletableFuture<Reply>() {
                    @Override
                    public boolean cancel(boolean mayInterrupt) {
                        leave(call, name.get());
                        return super.cancel(mayInterrupt);
                    }
                };
        begin(call, event, future::complete);
        return future;
    }

    private long call(LongFunction<Event> event, Consumer<Reply> ear) {
        long call = lastCall.incrementAndGet();
        begin(call, event, ear);
        return call;
    }

    private void begin(long call, LongFunction<Event> event, Consumer<Reply> ear) {
        calls.put(call, ear);
        post(event.apply(call));
        if (thread.isOver()) {
            tell(call, STOPPED);
        }
    }

    private void post(Event event) {
        thread.post(() -> step(event));
    }

    private void postDone(Supplier<Event> event) {
        thread.post(() -> step(event.get()));
    }

    private void step(Event event) {
        actions.addAll(node.step(event, clocks()));
    }

    private Clocks clocks() {
        var clocks = floor.clocks(clock.millis(), monotonicMillis(), () -> Files.exists(SYNCED));
        var news = floor.news();
        if (!news.isEmpty()) {
            storeHand.keep(news, fault -> {}); // without it this start counts, and no other
        }
        return clocks;
    }

    /// The time, as far as it is known: what the clock shows, or what it is at least.
    public long nowMillis() {
        return clocks().wallMillis();
    }

    /// How far the clock is believed.
    public Floor.Trust trust() {
        return floor.trust(clocks());
    }

    private static long monotonicMillis() {
        return System.nanoTime() / 1_000_000;
    }

    private StepThread.Work work() {
        return new StepThread.Work() {
            @Override
            public void tick() {
                step(new Event.Tick());
            }

            @Override
            public void act() {
                actions.forEach(LiveNode.this::perform);
                actions.clear();
            }

            @Override
            public void ended() {
                calls.keySet().forEach(call -> tell(call, STOPPED));
            }
        };
    }

    private void perform(Action action) {
        switch (action) {
            case Action.Run run -> wasmHand.run(run, this::post);
            case Action.Halt(var work) -> wasmHand.halt(work);
            case Action.Fire fire -> effectHand.fire(fire, tasks(fire.grant()));
            case Action.Settle settle -> effectHand.settle(settle, tasks(settle.grant()));
            case Action.Sign sign -> signHand.sign(sign);
            case Action.Keep keep -> keep(keep);
            case Action.Tell(var call, var reply) -> tell(call, reply);
            case Action.Wake(var millis) -> thread.wakeAt(millis);
            case Action.Show(var out, var value) ->
                    stance.outlets().forEach(outlet -> outlet.show(out, value));
            case Action.Say(var rule, var text) -> stance.says().accept("rule " + rule, text);
            case Action.Note(var task, var text) -> stance.says().accept("task " + task, text);
        }
    }

    private void keep(Action.Keep keep) {
        Consumer<Optional<StoreException>> told = fault -> post(kept(keep.batch(), fault));
        if (keep.durable().isPresent()) {
            long durable = keep.durable().getAsLong();
            storeHand.keepSoon(keep.changes(), told, fault -> post(kept(durable, fault)));
        } else {
            storeHand.keep(keep.changes(), told);
        }
    }

    private Enqueue tasks(Grant grant) {
        return new Enqueue(store, grant, most, this::submit);
    }

    private void tell(long call, Reply reply) {
        boolean isFirst = reply instanceof Reply.Step || reply instanceof Reply.Begun;
        var ear = isFirst ? calls.get(call) : calls.remove(call);
        if (ear != null) {
            ear.accept(reply);
        }
    }

    private static Event kept(long batch, Optional<StoreException> fault) {
        return fault.isPresent() ? new Event.NotKept(batch, fault.get()) : new Event.Kept(batch);
    }

    /// Stops: what runs is halted, what was to be kept is signed and kept, what waits is taken up
    /// another time.
    @Override
    public void close() {
        wasmHand.close();
        effectHand.close();
        thread.settle();
        signHand.close();
        thread.settle();
        storeHand.close();
        thread.end();
    }
}
