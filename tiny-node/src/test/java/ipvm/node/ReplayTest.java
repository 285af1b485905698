package ipvm.node;

import static org.assertj.core.api.Assertions.assertThat;

import ipvm.data.Bytes;
import ipvm.data.Cid;
import ipvm.data.Codec;
import ipvm.data.Ipld;
import ipvm.data.MalformedException;
import ipvm.data.Vectors;
import ipvm.effect.Effects;
import ipvm.key.KeyKind;
import ipvm.key.PrivateKey;
import ipvm.schedule.Bounds;
import ipvm.sim.SimulatedWorld;
import ipvm.store.Change;
import ipvm.store.MemoryStore;
import ipvm.task.Call;
import ipvm.task.Outcome;
import ipvm.task.Receipt;
import ipvm.task.Report;
import ipvm.task.Task;
import ipvm.testkit.Seeds;
import ipvm.wasm.Modules;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A thousand receipts of all ends that a task may come to, run again as they say.
class ReplayTest {

    private static final int RECEIPTS = 1_000;
    private static final Bounds MOST = new Bounds(1_000_000, 1 << 22, 60_000);
    private static final PrivateKey KEY = PrivateKey.generate(KeyKind.ED25519, bytes(7));

    /// `spin` never ends, `grow` asks for 17 pages more and traps if it does not get them.
    private static final String ENDLESS =
            "0061736d0100000001040160000003030200000503010001070f02047370696e0000"
                    + "0467726f7700010a1702070003400c000b0b0d0041114000417f460440000b0b";

    private final MemoryStore store = new MemoryStore(1 << 26);
    private final Modules modules = new Modules(ipvm.wasm.Limits.DEFAULT, Modules.BYTES_MAX);
    private final RandomGenerator random = Seeds.random(1);
    private final Rights rights = rights();
    private final LiveNode node = node();
    private Cid adding = Cid.of(Codec.RAW, Bytes.EMPTY);
    private Cid naming = adding;
    private Cid endless = adding;

    private static Bytes bytes(int first) {
        var seed = new byte[32];
        seed[0] = (byte) first;
        return Bytes.wrap(seed);
    }

    private static Rights rights() {
        return new Rights(KEY.did(), Effects.of(List.of()), Set.of(), Limits.DEFAULT);
    }

    private LiveNode node() {
        return new LiveNode(
                new LiveNode.Means(
                        KEY,
                        store,
                        rights,
                        modules,
                        new SimulatedWorld(Seeds.random(2)).around(),
                        InstantSource.fixed(Instant.ofEpochSecond(1_800_000_000)),
                        (level, context, message) -> {},
                        MOST,
                        2));
    }

    @BeforeEach
    void put() throws Exception {
        adding = put(Vectors.bytes("homestar/core_add.wasm"));
        naming = put(Vectors.bytes("homestar/ids.wasm"));
        endless = put(Bytes.fromHex(ENDLESS));
    }

    private Cid put(Bytes module) throws IOException {
        var cid = Cid.of(Codec.RAW, module);
        store.commit(List.of(new Change.Put(new ipvm.data.Block(cid, module), true)));
        return cid;
    }

    @AfterEach
    void stop() {
        node.close();
    }

    /// Values, faults of the caller, traps, too little fuel, memory that was refused.
    private Order order(int number) {
        var own = rights.own();
        return switch (random.nextInt(6)) {
            case 0 -> Order.of(task(adding, "add_one", Ipld.of(number)), MOST, own);
            case 1 -> Order.of(task(naming, "id-string", Ipld.of("text " + number)), MOST, own);
            case 2 -> Order.of(task(adding, "add_one", Ipld.of("no " + number)), MOST, own);
            case 3 -> Order.of(task(adding, "no_such_" + number), MOST, own);
            case 4 -> Order.of(nonce(endless, "spin", number), MOST.withFuel(1 + number), own);
            default ->
                    Order.of(
                            nonce(endless, "grow", number),
                            new Bounds(1_000, (1 + random.nextInt(30)) << 16, 60_000),
                            own);
        };
    }

    private static Task task(Cid module, String function, Ipld... args) {
        var call = new Call(function, List.of(args));
        return Task.wasm(KEY.did(), Ipld.of(module), call, Bytes.EMPTY);
    }

    private static Task nonce(Cid module, String function, int number) {
        var call = new Call(function, List.of());
        return Task.wasm(KEY.did(), Ipld.of(module), call, Bytes.utf8("n" + number));
    }

    @Test
    void saysOfAThousandReceiptsThatTheyAreTrueAndOfNoneThatWasAltered() throws Exception {
        var replay = new Replay(store, modules, MOST);
        Map<String, Integer> ends = new TreeMap<>();
        int altered = 0;
        for (int i = 0; i < RECEIPTS; i++) {
            var order = order(i);
            var reply = node.ask(order).get();
            assertThat(reply).as(order.task().toString()).isInstanceOf(Reply.Ended.class);
            var receipt = ((Reply.Ended) reply).receipt();
            ends.merge(receipt.outcome().getClass().getSimpleName(), 1, Integer::sum);

            assertThat(replay.of(order.task(), receipt.report()))
                    .as(receipt.outcome().toString())
                    .isInstanceOf(Replay.Verdict.Same.class);
            assertThat(replay.of(order.task(), lie(receipt.report())))
                    .isInstanceOf(Replay.Verdict.Different.class);
            altered += isRefused(flipped(receipt.bytes())) ? 1 : 0;
        }
        System.out.println("replayed: " + RECEIPTS + " the same, " + altered + " altered " + ends);
        assertThat(altered).isEqualTo(RECEIPTS);
        assertThat(ends).containsKeys("Ok", "Failed", "Trapped", "OutOfFuel");
    }

    /// Signed by somebody who says that it came out otherwise.
    private static Report lie(Report told) {
        var other = new Outcome.Ok(Ipld.of("something else"));
        return Report.of(told.ran(), other, told.meter());
    }

    private Bytes flipped(Bytes token) {
        var bytes = token.toArray();
        bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
        return Bytes.wrap(bytes);
    }

    private static boolean isRefused(Bytes token) {
        try {
            return !Receipt.decode(token).isSigned();
        } catch (MalformedException e) {
            return true;
        }
    }
}
