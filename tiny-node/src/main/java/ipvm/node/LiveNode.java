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
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A node with hands: one thread steps it, and whoever asks is told when the answer is durable.
public final class LiveNode implements AutoCloseable {

    private static final long PAUSE_MILLIS = 20;

    /// Steps before what they came to is done.
    private static final int STEPS_MAX = 256;

    /// 2026-01-01, in UTC.
    private static final long SET_MILLIS = 1_767_225_600_000L;

    private final Node node;
    private final Admission admission;
    private final InstantSource clock;
    private final Store store;
    private final Bounds most;
    private final Stance stance;
    private final StoreHand storeHand;
    private final WasmHand wasmHand;
    private final EffectHand effectHand;
    private final BlockingQueue<Runnable> queue = new LinkedBlockingQueue<>();
    private final Map<Long, Consumer<Reply>> calls = new ConcurrentHashMap<>();
    private final AtomicLong lastCall = new AtomicLong();
    private final Thread thread;
    private final List<Action> actions = new ArrayList<>();
    private long wakeMillis = Long.MAX_VALUE;
    private volatile boolean isOver;

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
        this.most = means.most();
        this.stance = means.stance();
        this.node =
                new Node(
                        new Node.Self(means.signer(), means.rights(), means.upkeep()),
                        means.store(),
                        stance.terms(),
                        means.workers());
        this.admission = new Admission(means.rights(), stance.terms());
        this.storeHand = new StoreHand(means.store());
        var settings = new WasmHand.Settings(means.clock(), means.around().chance(), means.lines());
        this.wasmHand = new WasmHand(means.store(), means.modules(), means.workers(), settings);
        this.effectHand = new EffectHand(means.rights().effects(), means.around(), this::post);
        this.thread = Thread.ofPlatform().name("node").start(this::loop);
    }

    /// Takes up what was cut off when a node of this store was last stopped.
    public void takeUp() {
        post(new Event.Started());
    }

    /// Lets a signed request in, or says why not; asking for what it orders is the next step.
    ///
    /// @param given the delegations that came with it
    public Admitted admit(Invocation request, Proofs given) {
        return admission.admit(request, given, clock.millis());
    }

    /// Asks for a task; the future ends when the answer is durable. One that is cancelled takes the
    /// task back, unless others wait for it.
    public CompletableFuture<Reply> ask(Order order) {
        return call(() -> order.task().cid(), call -> new Event.Asked(call, order));
    }

    /// Hands in a task that will be done whatever happens; the future ends when that is durable.
    public CompletableFuture<Reply> entrust(Order order) {
        return call(() -> order.task().cid(), call -> new Event.Entrusted(call, order));
    }

    /// Hands in a workflow; its jobs are told as they end, and a last word when all have.
    ///
    /// @return what [#leave] takes
    public long submit(Plan plan, Consumer<Reply> ear) {
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
        var all = new CompletableFuture<List<UnderWay>>();
        queue.add(() -> all.complete(node.underWay()));
        return all;
    }

    /// Begins nothing more and waits for what runs, so long at most.
    public void drain(long millisMax) throws InterruptedException {
        post(new Event.Stopping());
        long pauses = millisMax / PAUSE_MILLIS;
        while (pauses-- > 0 && tally().join().running() > 0) {
            Thread.sleep(PAUSE_MILLIS);
        }
    }

    /// Makes changes durable that nobody decides about: they are when this comes back.
    public void keep(List<Change> changes) throws StoreException {
        var done = new CompletableFuture<Optional<StoreException>>();
        storeHand.keep(changes, done::complete);
        var fault = done.join();
        if (fault.isPresent()) {
            throw fault.get();
        }
    }

    /// What the node has done and what waits.
    public CompletableFuture<Tally.Now> tally() {
        var tally = new CompletableFuture<Tally.Now>();
        queue.add(() -> tally.complete(node.tally()));
        return tally;
    }

    /// Has something done about the rules; the future ends when it is durable.
    public CompletableFuture<Reply> rule(RuleOrder order) {
        var future = new CompletableFuture<Reply>();
        call(call -> new Event.Ruled(call, order), future::complete);
        return future;
    }

    /// The rules that stand, by name; nothing before somebody has said which shall.
    public Optional<Map<String, Rule>> rules() {
        var rules = new CompletableFuture<Optional<Map<String, Rule>>>();
        queue.add(() ->
                rules.complete(node.isStanding() ? Optional.of(node.rules()) : Optional.empty()));
        return rules.join();
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
        calls.put(call, future::complete);
        post(event.apply(call));
        return future;
    }

    private long call(LongFunction<Event> event, Consumer<Reply> ear) {
        long call = lastCall.incrementAndGet();
        calls.put(call, ear);
        post(event.apply(call));
        return call;
    }

    private void post(Event event) {
        queue.add(() -> step(event));
    }

    private void step(Event event) {
        actions.addAll(node.step(event, clocks()));
    }

    /// Has done what the last steps came to.
    private void act() {
        actions.forEach(this::perform);
        actions.clear();
    }

    /// A clock that stands before this software was written has not been set.
    private Clocks clocks() {
        long now = clock.millis();
        return new Clocks(now, now >= SET_MILLIS, monotonicMillis());
    }

    private static long monotonicMillis() {
        return System.nanoTime() / 1_000_000;
    }

    /// What has happened meanwhile is stepped together and then done together: to wake a thread
    /// takes longer than most steps, and one that is awake takes all that it finds.
    private void loop() {
        var others = new ArrayList<Runnable>();
        while (!isOver) {
            try {
                var next = next();
                if (next != null) {
                    next.run();
                    queue.drainTo(others, STEPS_MAX - 1);
                    others.forEach(Runnable::run);
                    others.clear();
                } else {
                    wakeMillis = Long.MAX_VALUE;
                    step(new Event.Tick());
                }
                act();
            } catch (InterruptedException e) {
                isOver = true;
            }
        }
    }

    /// What is to be done next, or nothing when the time has come to look at the clock.
    private @Nullable Runnable next() throws InterruptedException {
        return wakeMillis == Long.MAX_VALUE
                ? queue.take()
                : queue.poll(wakeMillis - monotonicMillis(), TimeUnit.MILLISECONDS);
    }

    private void perform(Action action) {
        switch (action) {
            case Action.Run run -> wasmHand.run(run, this::post);
            case Action.Halt(var work) -> wasmHand.halt(work);
            case Action.Fire fire -> effectHand.fire(fire, tasks(fire.grant()));
            case Action.Settle settle -> effectHand.settle(settle, tasks(settle.grant()));
            case Action.Keep(var batch, var changes) ->
                    storeHand.keep(changes, fault -> post(kept(batch, fault)));
            case Action.Tell(var call, var reply) -> tell(call, reply);
            case Action.Wake(var millis) -> wakeMillis = millis;
            case Action.Show(var out, var value) ->
                    stance.outlets().forEach(outlet -> outlet.show(out, value));
            case Action.Say(var rule, var text) -> stance.says().accept("rule " + rule, text);
            case Action.Note(var task, var text) -> stance.says().accept("task " + task, text);
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

    /// Waits until everything that has happened was stepped, and what came of it was handed on.
    private void settle() {
        var done = new CompletableFuture<Boolean>();
        queue.add(() -> {
            act();
            done.complete(true);
        });
        done.join();
    }

    /// Stops: what runs is halted, what was to be kept is kept, what waits is taken up another
    /// time.
    @Override
    public void close() {
        wasmHand.close();
        effectHand.close();
        settle();
        storeHand.close();
        queue.add(() -> isOver = true);
        StoreHand.join(thread);
        calls.values().forEach(ear -> ear.accept(new Reply.Cancelled()));
    }
}
