package ipvm.sim;

import ipvm.effect.Effects;
import ipvm.key.Signer;
import ipvm.node.Action;
import ipvm.node.Event;
import ipvm.node.Limits;
import ipvm.node.Node;
import ipvm.node.Order;
import ipvm.node.Plan;
import ipvm.node.Reply;
import ipvm.node.Rights;
import ipvm.store.Store;
import ipvm.store.StoreException;
import ipvm.wasm.Ended;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/// A node on one thread, whose hands do what it wants in an order that a seed decides.
///
/// Writes stay in their order, as on a disk; everything else overtakes everything else.
public final class SimulatedNode {

    private static final int WORKERS = 2;

    private final Node node;
    private final Signer signer;
    private final Rights rights;
    private final SimulatedDisk disk;
    private final SimulatedWorld world;
    private final Function<Action.Run, Ended> modules;
    private final RandomGenerator random;
    private final Queue<Action.Keep> writes = new ArrayDeque<>();
    private final List<Action> others = new ArrayList<>();
    private long lastCall;
    private long runs;

    /// What was said of tasks.
    public final List<Action.Note> notes = new ArrayList<>();

    /// What was told, by call.
    public final List<Action.Tell> told = new ArrayList<>();

    /// @param modules what a run comes to
    public SimulatedNode(
            Signer signer,
            SimulatedDisk disk,
            Surrounding surrounding,
            Function<Action.Run, Ended> modules) {
        this.signer = signer;
        this.rights =
                new Rights(
                        signer.did(),
                        Effects.of(surrounding.providers()),
                        Set.of(),
                        Limits.DEFAULT);
        this.node = new Node(signer, disk, rights, WORKERS);
        this.disk = disk;
        this.world = surrounding.world();
        this.modules = modules;
        this.random = surrounding.random();
    }

    /// The world around a node, which stays when its power fails.
    public record Surrounding(
            SimulatedWorld world, List<SimulatedEffects> providers, RandomGenerator random) {}

    public Rights rights() {
        return rights;
    }

    public long runs() {
        return runs;
    }

    /// Time passes, and somebody looks at the clock.
    public SimulatedNode pass(long millis) {
        world.nowMillis += millis;
        post(new Event.Tick());
        return this;
    }

    public SimulatedNode start() {
        post(new Event.Started());
        return this;
    }

    public long ask(Order order) {
        long call = ++lastCall;
        post(new Event.Asked(call, order));
        return call;
    }

    public long entrust(Order order) {
        long call = ++lastCall;
        post(new Event.Entrusted(call, order));
        return call;
    }

    public long submit(Plan plan) {
        long call = ++lastCall;
        post(new Event.Submitted(call, plan));
        return call;
    }

    public long withdraw(ipvm.data.Cid task) {
        long call = ++lastCall;
        post(new Event.Withdrawn(call, task));
        return call;
    }

    /// What a call was told, the steps of workflows included.
    public List<Reply> told(long call) {
        return told.stream().filter(tell -> tell.call() == call).map(Action.Tell::reply).toList();
    }

    private void post(Event event) {
        for (var action : node.step(event, world.nowMillis)) {
            switch (action) {
                case Action.Tell tell -> told.add(tell);
                case Action.Keep keep -> writes.add(keep);
                case Action.Run run -> others.add(run);
                case Action.Sign sign -> others.add(sign);
                case Action.Halt halt -> others.add(halt);
                case Action.Fire fire -> others.add(fire);
                case Action.Settle settle -> others.add(settle);
                case Action.Wake wake -> {} // no rule stands in it
                case Action.Show show -> {}
                case Action.Say say -> {}
                case Action.Note note -> notes.add(note);
            }
        }
    }

    /// Does one of the things that are to be done; nothing is left when it could not.
    public boolean go() {
        int choices = others.size() + (writes.isEmpty() ? 0 : 1);
        if (choices == 0) {
            return false;
        }
        world.nowMillis++;
        int chosen = random.nextInt(choices);
        if (chosen == others.size()) {
            write(writes.remove());
        } else {
            var last = others.removeLast();
            var action = chosen == others.size() ? last : others.set(chosen, last);
            perform(action);
        }
        return true;
    }

    public SimulatedNode untilQuiet() {
        while (go()) {
            // one by one
        }
        return this;
    }

    private void write(Action.Keep keep) {
        try {
            disk.commit(keep.changes());
            post(new Event.Kept(keep.batch()));
            keep.durable().ifPresent(durable -> post(new Event.Kept(durable)));
        } catch (StoreException e) {
            post(new Event.NotKept(keep.batch(), e));
            keep.durable().ifPresent(durable -> post(new Event.NotKept(durable, e)));
        }
    }

    private void perform(Action action) {
        switch (action) {
            case Action.Run run -> {
                runs++;
                post(new Event.Ran(run.work(), modules.apply(run), List.of(), 1));
            }
            case Action.Sign sign -> post(new Event.Signed(sign.work(), sign.by(signer)));
            case Action.Fire(var work, var ask, var grant) -> {
                try {
                    var answer = rights.effects().perform(ask, world.around());
                    post(new Event.Fired(work, answer, 1));
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            }
            case Action.Settle(var work, var ask, var grant) -> {
                var settlement = rights.effects().settle(ask, world.around());
                post(new Event.Settled(work, settlement));
            }
            case Action.Halt halt -> {}
            case Action.Tell tell -> throw new IllegalStateException("told at once");
            case Action.Keep keep -> throw new IllegalStateException("written in its order");
            case Action.Wake wake -> throw new IllegalStateException("no rule stands in it");
            case Action.Show show -> throw new IllegalStateException("no rule stands in it");
            case Action.Say say -> throw new IllegalStateException("no rule stands in it");
            case Action.Note note -> throw new IllegalStateException("said at once");
        }
    }

    /// What lies on the disk.
    public Store store() {
        return disk;
    }
}
