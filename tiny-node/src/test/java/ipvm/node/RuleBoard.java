package ipvm.node;

import ipvm.data.Bytes;
import ipvm.data.Ipld;
import ipvm.data.MalformedException;
import ipvm.effect.Effect;
import ipvm.effect.Effects;
import ipvm.key.KeyKind;
import ipvm.key.PrivateKey;
import ipvm.rule.InletTrigger;
import ipvm.rule.RuleState;
import ipvm.schedule.Bounds;
import ipvm.schedule.Memo;
import ipvm.sim.SimulatedEffects;
import ipvm.sim.SimulatedWorld;
import ipvm.store.MemoryStore;
import ipvm.store.Store;
import ipvm.store.StoreException;
import ipvm.task.Outcome;
import ipvm.task.Receipt;
import ipvm.task.Task;
import ipvm.testkit.Seeds;
import ipvm.wasm.Ended;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/// A board on which rules stand: its disk and the world stay when the power fails, its memory and
/// its monotonic clock do not. Time passes when there is nothing else to do.
final class RuleBoard {

    static final long START = 1_772_323_200_000L;
    static final PrivateKey KEY = PrivateKey.generate(KeyKind.ED25519, Bytes.wrap(new byte[32]));

    /// What happens at a write.
    enum Fault {
        LOST,
        WRITTEN,
        FULL
    }

    static final class PowerCut extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    final MemoryStore platter = new MemoryStore(1 << 26);
    final SimulatedEffects effects =
            new SimulatedEffects(
                    Effect.command("/sim/tell", 1 << 10, 1_000),
                    Effect.query("/sim/look", 1 << 10, 1_000));
    final SimulatedWorld world;
    final Map<String, String> rules = new LinkedHashMap<>();
    final List<Action.Show> shown = new ArrayList<>();
    final List<Action.Say> said = new ArrayList<>();
    final List<Action.Tell> told = new ArrayList<>();
    final List<Action.Run> runs = new ArrayList<>();

    private final RandomGenerator random;
    private final Function<Action.Run, Ended> modules;
    private final Queue<Action.Keep> writes = new ArrayDeque<>();
    private final List<Action> others = new ArrayList<>();
    private Node node;
    private Rights rights;
    RuleTerms.Delegations delegations;
    long wall = START;
    long monotonic = 77;
    boolean isSet = true;
    int readingsMax = 1_000;
    private long wake = Long.MAX_VALUE;
    private long lastCall;
    long writesDone;
    long faultAt = -1;
    Fault fault = Fault.LOST;

    RuleBoard(long seed, Function<Action.Run, Ended> modules) {
        this.random = Seeds.random(seed);
        this.world = new SimulatedWorld(random);
        this.modules = modules;
        this.rights = rights();
        this.delegations = (cid, now) -> rights.own();
        this.node = fresh();
    }

    private Rights rights() {
        var normal = Limits.DEFAULT;
        var limits =
                new Limits(
                        normal.queueDepthMax(),
                        normal.queueShareMax(),
                        normal.effectsMax(),
                        normal.waitersMax(),
                        readingsMax);
        return new Rights(KEY.did(), Effects.of(List.of(effects)), Set.of(), limits);
    }

    private Node fresh() {
        rights = rights();
        var bounds = new Bounds(1_000_000, 1 << 20, 60_000);
        var terms =
                new RuleTerms(
                        bounds,
                        bounds,
                        (cid, now) -> delegations.judge(cid, now),
                        ipvm.rule.Limits.DEFAULT,
                        List.of(new InletTrigger()));
        return new Node(new Node.Self(KEY, rights), platter, terms, 2);
    }

    RuleBoard rule(String name, String more) {
        rules.put(name, ("{'name':'" + name + "'," + more + "}").replace('\'', '"'));
        return this;
    }

    /// The power comes on: a node that knows only what is on the disk.
    RuleBoard boot() {
        writes.clear();
        others.clear();
        wake = Long.MAX_VALUE;
        monotonic = 1L + random.nextInt(100_000);
        node = fresh();
        post(new Event.Started());
        stand();
        return this;
    }

    long stand() {
        var texts = new LinkedHashMap<String, Bytes>();
        rules.forEach((name, text) -> texts.put(name, Bytes.utf8(text)));
        return order(new RuleOrder.Stand(texts, Set.of()));
    }

    long order(RuleOrder order) {
        long call = ++lastCall;
        post(new Event.Ruled(call, order));
        return call;
    }

    long arrive(String rule, Ipld event) {
        return order(new RuleOrder.Arrive(rule, event));
    }

    List<InletCount> inlets() {
        return node.inlets();
    }

    boolean isAccepted(long call) {
        return told.stream()
                .anyMatch(tell -> tell.call() == call && tell.reply() instanceof Reply.Accepted);
    }

    Reply reply(long call) {
        return told.stream().filter(tell -> tell.call() == call).findFirst().orElseThrow().reply();
    }

    long ask(Task task) {
        long call = ++lastCall;
        var bounds = new Bounds(1_000, 1 << 20, 60_000);
        post(new Event.Asked(call, Order.of(task, bounds, rights.own())));
        return call;
    }

    private void post(Event event) {
        for (var action : node.step(event, new Clocks(wall, isSet, monotonic))) {
            switch (action) {
                case Action.Tell tell -> told.add(tell);
                case Action.Keep keep -> writes.add(keep);
                case Action.Run run -> others.add(run);
                case Action.Sign sign -> others.add(sign);
                case Action.Halt halt -> others.add(halt);
                case Action.Fire fire -> others.add(fire);
                case Action.Settle settle -> others.add(settle);
                case Action.Wake(var millis) -> wake = millis;
                case Action.Show show -> shown.add(show);
                case Action.Say say -> said.add(say);
                case Action.Note note -> throw new IllegalStateException("nothing was left out");
            }
        }
    }

    /// Does one of the things that are to be done.
    boolean go() {
        int choices = others.size() + (writes.isEmpty() ? 0 : 1);
        if (choices == 0) {
            return false;
        }
        pass(1);
        int chosen = random.nextInt(choices);
        if (chosen == others.size()) {
            write(writes.remove());
        } else {
            perform(others.remove(chosen));
        }
        return true;
    }

    RuleBoard untilQuiet() {
        while (go()) {
            // one by one
        }
        return this;
    }

    /// Works and waits until the clock on the wall shows a time.
    RuleBoard until(long millis) {
        while (true) {
            untilQuiet();
            long left = wake == Long.MAX_VALUE ? Long.MAX_VALUE : Math.max(0, wake - monotonic);
            if (wall + Math.min(left, Long.MAX_VALUE / 2) > millis) {
                pass(Math.max(0, millis - wall));
                return this;
            }
            pass(left);
            wake = Long.MAX_VALUE;
            post(new Event.Tick());
        }
    }

    void pass(long millis) {
        wall += millis;
        monotonic += millis;
        world.nowMillis = wall;
    }

    private void write(Action.Keep keep) {
        writesDone++;
        boolean isFault = writesDone == faultAt;
        if (isFault && fault == Fault.FULL) {
            var full = new StoreException(StoreException.Kind.FULL, "StorageFull: simulated");
            post(new Event.NotKept(keep.batch(), full));
            keep.durable().ifPresent(durable -> post(new Event.NotKept(durable, full)));
            return;
        }
        if (!isFault || fault == Fault.WRITTEN) {
            try {
                platter.commit(keep.changes());
            } catch (StoreException e) {
                throw new IllegalStateException(e);
            }
        }
        if (isFault) {
            throw new PowerCut();
        }
        post(new Event.Kept(keep.batch()));
        keep.durable().ifPresent(durable -> post(new Event.Kept(durable)));
    }

    private void perform(Action action) {
        switch (action) {
            case Action.Run run -> {
                runs.add(run);
                post(new Event.Ran(run.work(), modules.apply(run), List.of(), 1));
            }
            case Action.Sign sign -> post(new Event.Signed(sign.work(), sign.by(KEY)));
            case Action.Fire(var work, var ask, var grant) -> {
                try {
                    var answer = rights.effects().perform(ask, world.around());
                    post(new Event.Fired(work, answer, 1));
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            }
            case Action.Settle(var work, var ask, var grant) ->
                    post(new Event.Settled(work, rights.effects().settle(ask, world.around())));
            case Action.Halt halt -> {}
            case Action.Tell t -> throw new IllegalStateException("told at once");
            case Action.Keep k -> throw new IllegalStateException("written in its order");
            case Action.Wake w -> throw new IllegalStateException("one clock");
            case Action.Show s -> throw new IllegalStateException("shown at once");
            case Action.Note n -> throw new IllegalStateException("said at once");
            case Action.Say s -> throw new IllegalStateException("said at once");
        }
    }

    StoredRule stored(String rule) {
        try {
            return StoredRule.find(platter, rule, ipvm.rule.Limits.DEFAULT).orElseThrow();
        } catch (StoreException | MalformedException e) {
            throw new IllegalStateException(e);
        }
    }

    RuleState state(String rule) {
        return stored(rule).state();
    }

    boolean isStored(String rule) {
        var keys = new Store.Between(ipvm.store.Change.Purpose.RULE, "", Store.LAST);
        return platter.values(keys, new Store.Cut(1_000, false)).keySet().stream()
                .anyMatch(key -> key.startsWith(rule));
    }

    /// The tasks of the receipts that lie on the disk, but for those that certainly did not happen.
    List<Task> done() {
        var tasks = new ArrayList<Task>();
        for (var one : platter.lastReceipts(100_000)) {
            try {
                var outcome = Receipt.decode(one.filed().token()).outcome();
                if (!(outcome instanceof Outcome.Failed(var name, var why)
                        && name.equals(Memo.NOT_FIRED))) {
                    tasks.add(Task.decode(one.filed().taskBytes()));
                }
            } catch (MalformedException e) {
                throw new IllegalStateException(e);
            }
        }
        return tasks;
    }
}
