package ipvm.node;

import ipvm.data.Cid;
import ipvm.effect.Surroundings;
import ipvm.key.Signer;
import ipvm.schedule.Bounds;
import ipvm.store.Change;
import ipvm.store.Store;
import ipvm.store.StoreException;
import ipvm.ucan.Grant;
import ipvm.wasm.Modules;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.LongFunction;

/// A node with hands: one thread steps it, and whoever asks is told when the answer is durable.
public final class LiveNode implements AutoCloseable {

    private static final long PAUSE_MILLIS = 20;

    private final Node node;
    private final InstantSource clock;
    private final Store store;
    private final Bounds most;
    private final StoreHand storeHand;
    private final WasmHand wasmHand;
    private final EffectHand effectHand;
    private final BlockingQueue<Runnable> queue = new LinkedBlockingQueue<>();
    private final Map<Long, Consumer<Reply>> calls = new ConcurrentHashMap<>();
    private final AtomicLong lastCall = new AtomicLong();
    private final Thread thread;
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
            int workers) {}

    public LiveNode(Means means) {
        this.clock = means.clock();
        this.store = means.store();
        this.most = means.most();
        this.node = new Node(means.signer(), means.store(), means.rights(), means.workers());
        this.storeHand = new StoreHand(means.store());
        var settings = new WasmHand.Settings(means.clock(), means.lines());
        this.wasmHand = new WasmHand(means.store(), means.modules(), means.workers(), settings);
        this.effectHand = new EffectHand(means.rights().effects(), means.around(), this::post);
        this.thread = Thread.ofPlatform().name("node").start(this::loop);
    }

    /// Takes up what was cut off when a node of this store was last stopped.
    public void takeUp() {
        post(new Event.Started());
    }

    /// Asks for a task; the future ends when the answer is durable. One that is cancelled takes the
    /// task back, unless others wait for it.
    public CompletableFuture<Reply> ask(Order order) {
        return call(order.task().cid(), call -> new Event.Asked(call, order));
    }

    /// Hands in a task that will be done whatever happens; the future ends when that is durable.
    public CompletableFuture<Reply> entrust(Order order) {
        return call(order.task().cid(), call -> new Event.Entrusted(call, order));
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
        return call(name, call -> new Event.Withdrawn(call, name));
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

    private CompletableFuture<Reply> call(Cid name, LongFunction<Event> event) {
        long call = lastCall.incrementAndGet();
        var future =
                new CompletableFuture<Reply>() {
                    @Override
                    public boolean cancel(boolean mayInterrupt) {
                        leave(call, name);
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
        queue.add(() -> node.step(event, clock.millis()).forEach(this::perform));
    }

    private void loop() {
        while (!isOver) {
            try {
                queue.take().run();
            } catch (InterruptedException e) {
                isOver = true;
            }
        }
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

    /// Waits until everything that has happened was stepped.
    private void settle() {
        var done = new CompletableFuture<Boolean>();
        queue.add(() -> done.complete(true));
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
