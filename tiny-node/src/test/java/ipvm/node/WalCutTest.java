package ipvm.node;

import static org.assertj.core.api.Assertions.assertThat;

import ipvm.data.Bytes;
import ipvm.data.Cid;
import ipvm.data.UnixFsWriter;
import ipvm.data.Vectors;
import ipvm.effect.Effect;
import ipvm.effect.Effects;
import ipvm.key.KeyKind;
import ipvm.key.PrivateKey;
import ipvm.schedule.Bounds;
import ipvm.sim.SimulatedEffects;
import ipvm.sim.SimulatedWorld;
import ipvm.store.Change;
import ipvm.store.SqliteStore;
import ipvm.task.Limits;
import ipvm.task.Receipt;
import ipvm.task.Workflow;
import ipvm.testkit.Seeds;
import ipvm.wasm.Modules;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What SQLite's log looks like at each write of a run, cut off there: whole frames, a torn one,
/// one whose bytes never got to the platter. A node goes on from what is left.
class WalCutTest {

    private static final int TASKS = 200;
    private static final int HEADER = 32;
    private static final Bytes NONE = Bytes.of(0, 0, 0, 0);
    private static final int FRAME = 24 + 4_096;
    private static final Bounds BOUNDS = new Bounds(1_000_000, 1 << 20, 60_000);
    private static final PrivateKey KEY =
            PrivateKey.generate(KeyKind.ED25519, Bytes.wrap(new byte[32]));

    @TempDir Path folder;

    private static String job(int i, Cid module) {
        return "\"t%d\":{%s}"
                .formatted(
                        i,
                        i % 20 == 0
                                ? "\"cmd\":\"/sim/tell\",\"args\":{\"n\":%1$d},\"nonce\":\"n%1$d\""
                                        .formatted(i)
                                : "\"cmd\":\"/wasm/run\",\"args\":{\"mod\":\"ipfs://%s\",\"fun\":\"add_one\",\"params\":[%d]},\"nonce\":\"\""
                                        .formatted(module, i));
    }

    private static Workflow workflow(Cid module) throws Exception {
        var jobs = new ArrayList<String>();
        for (int i = 0; i < TASKS; i++) {
            jobs.add(job(i, module));
        }
        var text = "{\"v\":\"0.1.0\",\"tasks\":{" + String.join(",", jobs) + "}}";
        return Workflow.read(Bytes.utf8(text), Limits.DEFAULT, cid -> true);
    }

    /// One life of a node over a store in a folder.
    private static final class Life implements AutoCloseable {

        final SqliteStore store;
        final LiveNode node;
        final Rights rights;

        Life(Path folder, SimulatedEffects effects) throws IOException {
            store = SqliteStore.open(folder.resolve("ipvm.db"), 1 << 26, 1);
            rights =
                    new Rights(
                            KEY.did(),
                            Effects.of(List.of(effects)),
                            Set.of(),
                            ipvm.node.Limits.DEFAULT);
            var clock = InstantSource.fixed(Instant.ofEpochSecond(1_800_000_000));
            var modules = new Modules(ipvm.wasm.Limits.DEFAULT, Modules.BYTES_MAX);
            node =
                    new LiveNode(
                            new LiveNode.Means(
                                    KEY,
                                    store,
                                    rights,
                                    modules,
                                    new SimulatedWorld(Seeds.random(1)).around(),
                                    clock,
                                    (level, context, message) -> {},
                                    BOUNDS,
                                    2));
        }

        @Override
        public void close() {
            node.close();
            store.close();
        }
    }

    /// What was told when the log was so long.
    private record Told(Cid receipt, long logBytes) {}

    private record Fired(Cid intent, long logBytes) {}

    private final List<Told> told = new ArrayList<>();
    private final List<Fired> fired = new ArrayList<>();
    private Bytes database = Bytes.EMPTY;
    private Bytes log = Bytes.EMPTY;
    private @org.jspecify.annotations.Nullable Workflow plan;

    private SimulatedEffects effects() {
        var effects = new SimulatedEffects(Effect.command("/sim/tell", 1 << 10, 1_000));
        effects.remembers = true;
        return effects;
    }

    /// Runs the workflow once and keeps what the disk held at its end, before SQLite tidies up.
    private void record() throws Exception {
        var original = Files.createDirectory(folder.resolve("original"));
        var wal = original.resolve("ipvm.db-wal");
        var effects = effects();
        try (var life = new Life(original, effects)) {
            var changes = new ArrayList<Change>();
            var module = Vectors.bytes("homestar/core_add.wasm");
            var cid =
                    new UnixFsWriter(block -> changes.add(new Change.Put(block, true)))
                            .file(module.stream())
                            .cid();
            life.node.keep(changes);
            var plan = workflow(cid);
            this.plan = plan;
            var whole = new CompletableFuture<Reply>();
            var own = life.rights.own();
            life.node.submit(
                    new Plan(plan, own, BOUNDS, BOUNDS), reply -> heard(reply, wal, whole));
            assertThat(whole.join()).isEqualTo(new Reply.Whole(plan.cid(), TASKS, 0));
            database = Bytes.wrap(Files.readAllBytes(original.resolve("ipvm.db")));
            log = Bytes.wrap(Files.readAllBytes(wal));
            effects.seen.forEach(intent -> fired.add(new Fired(intent, intentAt(intent))));
        }
        assertThat(told).hasSize(TASKS);
    }

    private void heard(Reply reply, Path wal, CompletableFuture<Reply> whole) {
        if (reply instanceof Reply.Step(var job, Reply.Ended ended, var result)) {
            told.add(new Told(ended.receipt().cid(), wal.toFile().length()));
        } else if (reply instanceof Reply.Whole) {
            whole.complete(reply);
        }
    }

    /// Where the transaction ends in which the log first names an intent: the world was told after
    /// that at the earliest.
    private long intentAt(Cid intent) {
        var needle = intent.encode().toArray();
        var haystack = log.toArray();
        for (int at = 0; at + needle.length <= haystack.length; at++) {
            if (Arrays.equals(haystack, at, at + needle.length, needle, 0, needle.length)) {
                return committed(at);
            }
        }
        throw new IllegalStateException("no intent " + intent + " in the log");
    }

    /// A frame that ends a transaction says how large the database is then.
    private long committed(int at) {
        int frame = (at - HEADER) / FRAME;
        while (log.slice(HEADER + frame * FRAME + 4, HEADER + frame * FRAME + 8).equals(NONE)) {
            frame++;
        }
        return HEADER + (frame + 1L) * FRAME;
    }

    private void goOnFrom(String name, byte[] rest, long whole) throws Exception {
        var cut = Files.createDirectory(folder.resolve(name));
        Files.write(cut.resolve("ipvm.db"), database.toArray());
        Files.write(cut.resolve("ipvm.db-wal"), rest);
        var effects = effects();
        // A command of which the log knows may have been done or not; here it was.
        fired.stream()
                .filter(one -> one.logBytes <= whole)
                .forEach(one -> effects.seen.add(one.intent));
        try (var life = new Life(cut, effects)) {
            assertThat(life.store.faults()).isEmpty();
            for (var one : told) {
                if (one.logBytes <= whole) {
                    var found = life.store.receipts(one.receipt);
                    assertThat(found).hasSize(1);
                    assertThat(Receipt.decode(found.getFirst().token()).isSigned()).isTrue();
                }
            }
            var plan = Objects.requireNonNull(this.plan);
            if (life.store.has(plan.cid())) {
                var end = new CompletableFuture<Reply>();
                life.node.takeUp();
                life.node.submit(
                        new Plan(plan, life.rights.own(), BOUNDS, BOUNDS),
                        reply -> {
                            if (reply instanceof Reply.Whole) {
                                end.complete(reply);
                            }
                        });
                assertThat(end.join()).isEqualTo(new Reply.Whole(plan.cid(), TASKS, 0));
                assertThat(life.store.journal()).isEmpty();
                assertThat(effects.seen).hasSize(TASKS / 20);
                assertThat(new HashSet<>(effects.seen)).hasSize(TASKS / 20);
            }
        }
        for (var file : new String[] {"ipvm.db", "ipvm.db.lock", "ipvm.db-wal", "ipvm.db-shm"}) {
            Files.deleteIfExists(cut.resolve(file));
        }
    }

    private void cutEvery(int stride) throws Exception {
        record();
        int frames = (log.size() - HEADER) / FRAME;
        int cuts = 0;
        for (int frame = 1; frame <= frames; frame += stride) {
            int end = HEADER + frame * FRAME;
            int before = end - FRAME;
            goOnFrom("whole" + frame, log.slice(0, end).toArray(), end);
            int torn = before + 1 + frame * 37 % (FRAME - 1);
            goOnFrom("torn" + frame, log.slice(0, torn).toArray(), before);
            var lost = log.slice(0, end).toArray();
            Arrays.fill(lost, before + 24, end, (byte) 0);
            goOnFrom("lost" + frame, lost, before);
            cuts += 3;
        }
        System.out.println("cuts of the log: " + cuts + " at " + frames + " frames");
    }

    @Test
    void goesOnFromALogThatWasCutOff() throws Exception {
        cutEvery(97);
    }

    @Test
    @Tag("long")
    void goesOnFromALogThatWasCutOffAnywhere() throws Exception {
        cutEvery(1);
    }
}
