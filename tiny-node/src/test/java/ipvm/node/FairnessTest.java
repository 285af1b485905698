package ipvm.node;

import static org.assertj.core.api.Assertions.assertThat;

import ipvm.data.Bytes;
import ipvm.data.Cid;
import ipvm.data.Codec;
import ipvm.data.Ipld;
import ipvm.effect.Effects;
import ipvm.key.KeyKind;
import ipvm.key.PrivateKey;
import ipvm.schedule.Bounds;
import ipvm.store.MemoryStore;
import ipvm.store.Store;
import ipvm.store.StoreException;
import ipvm.task.Call;
import ipvm.task.Task;
import ipvm.ucan.Command;
import ipvm.ucan.Grant;
import ipvm.ucan.Policy;
import ipvm.ucan.Window;
import ipvm.wasm.Bill;
import ipvm.wasm.Ended;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// Time is counted in rounds here: in each, what runs ends, as much as there are workers.
class FairnessTest {

    private static final int WORKERS = 2;
    private static final int OTHERS = 7;
    private static final int TASKS_EACH = 20;
    private static final int FLOOD = 2_000;
    private static final int FLOODER = OTHERS;
    private static final Cid MODULE = Cid.of(Codec.RAW, Bytes.utf8("a module"));
    private static final Bounds BOUNDS = new Bounds(1_000_000, 1 << 20, 60_000);
    private static final PrivateKey KEY = key(100);

    private final Store store = new MemoryStore(1L << 30);
    private final Node node =
            new Node(
                    KEY,
                    store,
                    new Rights(KEY.did(), Effects.of(List.of()), Set.of(), Limits.DEFAULT),
                    WORKERS);
    private final Queue<Action> actions = new ArrayDeque<>();
    private final Queue<Action.Run> running = new ArrayDeque<>();
    private final Map<Long, Asked> asked = new HashMap<>();
    private long lastCall;
    private int round;
    private int longest;

    /// Who waits since when, and for which of its tasks.
    private record Asked(int who, int number, int round) {}

    private static PrivateKey key(int number) {
        var seed = new byte[32];
        seed[0] = (byte) number;
        return PrivateKey.generate(KeyKind.ED25519, Bytes.wrap(seed));
    }

    private static Grant grant(int holder) {
        return new Grant(
                KEY.did(),
                key(holder).did(),
                Command.ALL,
                Policy.ANYTHING,
                Window.ALWAYS,
                List.of(),
                List.of());
    }

    private void ask(int who, int number) {
        long call = ++lastCall;
        asked.put(call, new Asked(who, number, round));
        var argument = Ipld.of(who * 1_000_000L + number);
        var task =
                Task.wasm(
                        KEY.did(), Ipld.of(MODULE), new Call("f", List.of(argument)), Bytes.EMPTY);
        actions.addAll(node.step(new Event.Asked(call, Order.of(task, BOUNDS, grant(who))), round));
    }

    private void settle() throws StoreException {
        while (!actions.isEmpty()) {
            switch (actions.remove()) {
                case Action.Run run -> running.add(run);
                case Action.Sign sign -> {
                    var signed = new Event.Signed(sign.work(), sign.by(KEY));
                    actions.addAll(node.step(signed, round));
                }
                case Action.Keep(var batch, var changes, var durable) -> {
                    store.commit(changes);
                    actions.addAll(node.step(new Event.Kept(batch), round));
                }
                case Action.Tell(var call, var reply) ->
                        told(Objects.requireNonNull(asked.remove(call)), reply);
                case Action.Halt a -> throw new IllegalStateException("nobody leaves");
                case Action.Fire a -> throw new IllegalStateException("no effect");
                case Action.Settle a -> throw new IllegalStateException("no effect");
                case Action.Wake a -> {}
                case Action.Show a -> {}
                case Action.Say a -> {}
                case Action.Note a -> {}
            }
        }
    }

    /// Whoever is not the flooder asks for its next task when the last one is done.
    private void told(Asked by, Reply reply) {
        assertThat(reply).isInstanceOf(Reply.Ended.class);
        if (by.who() != FLOODER) {
            longest = Math.max(longest, round - by.round());
            if (by.number() < TASKS_EACH) {
                ask(by.who(), by.number() + 1);
            }
        }
    }

    /// How many rounds an answer takes at most, for so many who ask one task after another.
    private int longest(int others) throws StoreException {
        for (int who = 0; who < others; who++) {
            ask(who, 1);
        }
        settle();
        while (asked.values().stream().anyMatch(by -> by.who() != FLOODER)) {
            round++;
            var ended = List.copyOf(running);
            running.clear();
            for (var run : ended) {
                var end = new Ended.Ok(Ipld.of(7), new Bill(50_000, 1, false));
                actions.addAll(node.step(new Event.Ran(run.work(), end, List.of(), 1), round));
            }
            settle();
        }
        return longest;
    }

    private void flood() {
        for (int i = 1; i <= FLOOD; i++) {
            ask(FLOODER, i);
        }
    }

    @Test
    void sevenWaitAtMostTwiceAsLongWhenAnEighthFloodsTheQueue() throws StoreException {
        int alone = new FairnessTest().longest(OTHERS);
        flood();

        assertThat(longest(OTHERS)).isLessThanOrEqualTo(2 * alone);
        assertThat(asked).as("the flood is far from over").hasSizeGreaterThan(FLOOD / 2);
    }

    @Test
    void oneWaitsAtMostTwiceAsLongAsAlone() throws StoreException {
        assertThat(new FairnessTest().longest(1)).isEqualTo(1);
        flood();

        assertThat(longest(1)).isLessThanOrEqualTo(2);
    }
}
