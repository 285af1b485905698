package ipvm.node;

import static org.assertj.core.api.Assertions.assertThat;

import ipvm.data.Block;
import ipvm.data.Bytes;
import ipvm.data.Cid;
import ipvm.data.Codec;
import ipvm.data.DagCbor;
import ipvm.data.Ipld;
import ipvm.store.Change;
import ipvm.store.MemoryStore;
import ipvm.store.Store;
import ipvm.testkit.Seeds;
import ipvm.ucan.Command;
import ipvm.ucan.Delegation;
import ipvm.ucan.Invocation;
import ipvm.ucan.Request;
import ipvm.ucan.Terms;
import ipvm.ucan.Token;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What a neighbour answers beside tasks: lines, and content that moves.
@Timeout(60)
class OfficeTest {

    private static final Office.End GOOD = new Office.End(0, "");
    private static final long WAIT_MILLIS = 30_000;

    private final Hamlet hamlet = new Hamlet();
    private final List<Ipld.Map> heard = new CopyOnWriteArrayList<>();
    private final AtomicInteger nonces = new AtomicInteger();

    @AfterEach
    void leave() {
        hamlet.close();
    }

    /// Tells on a thread of its own, as an office has to.
    private static Office telling(Speech speech) {
        return (question, ear) ->
                Thread.ofVirtual()
                        .start(() -> {
                            try {
                                ear.end(speech.say(question, ear));
                            } catch (InterruptedException e) {
                                Thread.currentThread().interrupt();
                            }
                        });
    }

    @FunctionalInterface
    private interface Speech {
        Office.End say(Office.Question question, Office.Ear ear) throws InterruptedException;
    }

    /// A request with the right to it.
    private List<Token> granted(
            Hamlet.Corner from, Hamlet.Corner to, Command command, Ipld.Map args) {
        var grant =
                Delegation.sign(
                        to.key, Terms.of(from.key.did(), to.key.did(), command, Bytes.of(1)));
        var request = request(to, to.key.did(), command, args).provenBy(List.of(grant.cid()));
        return List.of(grant, Invocation.sign(from.key, request));
    }

    private List<Token> stranger(
            Hamlet.Corner from, Hamlet.Corner to, Command command, Ipld.Map args) {
        return List.of(Invocation.sign(from.key, request(to, from.key.did(), command, args)));
    }

    private Request request(Hamlet.Corner to, ipvm.key.Did subject, Command command, Ipld.Map a) {
        long now = System.currentTimeMillis() / 1_000;
        return Request.of(subject, command, a, Bytes.of(nonces.incrementAndGet()))
                .to(to.key.did())
                .until(now + 1_000);
    }

    private Distant ask(Hamlet.Corner from, Hamlet.Corner to, List<Token> tokens) throws Exception {
        return from.neighbours
                .ask(to.key.did(), tokens, WAIT_MILLIS, heard::add)
                .get(40, TimeUnit.SECONDS);
    }

    private static Ipld.Map named(String name) {
        return Ipld.map("name", Ipld.of(name));
    }

    @Test
    void whoMayLookIsToldEveryLineInItsOrder() throws Exception {
        var anna = hamlet.corner("anna", 1);
        var office =
                telling((question, ear) -> {
                    for (int i = 0; i < 3_000; i++) {
                        ear.line(question.args().with("i", Ipld.of(i)));
                    }
                    return new Office.End(5, "that was all");
                });
        var ben = hamlet.corner("ben", 2, new MemoryStore(1 << 26), office);
        anna.seek(ben);

        var args = Ipld.map("op", Ipld.of("receipts"), "pad", Ipld.of("x".repeat(200)));
        var answer = ask(anna, ben, granted(anna, ben, Office.RECEIPTS, args));

        assertThat(answer.end()).contains(new Office.End(5, "that was all"));
        assertThat(heard).hasSize(3_000);
        for (int i = 0; i < 3_000; i++) {
            assertThat(heard.get(i)).isEqualTo(args.with("i", Ipld.of(i)));
        }
        assertThat(anna.store.values(Change.Purpose.OUTBOX)).isEmpty();
        awaitEmptyOutbox(ben.store);
    }

    @Test
    void whoMayNotLookIsToldWhatToAskTheOwnerFor() throws Exception {
        var anna = hamlet.corner("anna", 1);
        var ben = hamlet.corner("ben", 2, new MemoryStore(1 << 26), telling((q, e) -> GOOD));
        anna.seek(ben);
        var args = Ipld.map("op", Ipld.of("status"));

        var stranger = ask(anna, ben, stranger(anna, ben, Office.INSPECT, args));
        var other = granted(anna, ben, Office.READ, args);
        var request =
                request(ben, ben.key.did(), Office.INSPECT, args)
                        .provenBy(List.of(other.getFirst().cid()));
        var wrong = ask(anna, ben, List.of(other.getFirst(), Invocation.sign(anna.key, request)));

        assertThat(stranger.reply())
                .hasValueSatisfying(reply ->
                        assertThat(((Reply.Denied) reply).why())
                                .contains("ipvm grant " + anna.key.did() + " read"));
        assertThat(wrong.reply().orElseThrow()).isInstanceOf(Reply.Denied.class);
        assertThat(heard).isEmpty();
    }

    @Test
    void whatIsPublicIsForEverybody() throws Exception {
        var anna = hamlet.corner("anna", 1);
        var office = telling((question, ear) -> GOOD);
        var ben = hamlet.corner("ben", 2, new MemoryStore(1 << 26), office);
        var content = content(ben.store, 3, 5_000);
        anna.seek(ben);
        var args = Ipld.map("op", Ipld.of("give"), "cid", Ipld.of(content));

        var before = ask(anna, ben, stranger(anna, ben, Office.READ, args));
        var key = content.toString();
        var open = new Change.Set(Change.Purpose.PUBLIC, key, Optional.of(Bytes.of(1)));
        ben.store.commit(List.of(open));
        var after = ask(anna, ben, stranger(anna, ben, Office.READ, args));
        var fault = anna.neighbours.fetch(ben.key.did(), content).get(20, TimeUnit.SECONDS);

        assertThat(before.reply().orElseThrow()).isInstanceOf(Reply.Denied.class);
        assertThat(after.end()).contains(GOOD);
        assertThat(fault).isEmpty();
        assertThat(anna.store.has(content)).isTrue();
    }

    @Test
    void aLineThatIsTooLongEndsTheAnswer() throws Exception {
        var anna = hamlet.corner("anna", 1);
        var office =
                telling((question, ear) -> {
                    ear.line(named("x".repeat(3 << 20)));
                    return GOOD;
                });
        var ben = hamlet.corner("ben", 2, new MemoryStore(1 << 26), office);
        anna.seek(ben);

        var answer = ask(anna, ben, granted(anna, ben, Office.INSPECT, Ipld.map()));

        assertThat(answer.end().orElseThrow().exit()).isEqualTo(6);
        assertThat(heard).isEmpty();
    }

    /// Blocks of random bytes under one root.
    private static Cid content(Store store, int blocks, int size) throws Exception {
        var random = Seeds.random(blocks);
        var links = new ArrayList<Ipld>();
        for (int i = 0; i < blocks; i++) {
            var bytes = new byte[size];
            random.nextBytes(bytes);
            var block = Block.of(Codec.RAW, Bytes.wrap(bytes));
            store.commit(List.of(new Change.Put(block, false)));
            links.add(Ipld.of(block.cid()));
        }
        var root = Block.of(Codec.DAG_CBOR, DagCbor.encode(new Ipld.List(links)));
        store.commit(List.of(new Change.Put(root, false)));
        return root.cid();
    }

    @Test
    void contentThatIsSentGoesOnWhereItWasCutOff() throws Exception {
        var store = new MemoryStore(1 << 26);
        var office =
                telling((question, ear) -> {
                    ear.line(question.args());
                    return GOOD;
                });
        var anna = hamlet.corner("anna", 1);
        var ben = hamlet.corner("ben", 2, store, office);
        int blocks = 60;
        int size = 40_000;
        var content = content(anna.store, blocks, size);
        anna.seek(ben);
        long before = hamlet.hub.bytes();

        var args = Ipld.map("cid", Ipld.of(content));
        var answer =
                anna.neighbours.ask(
                        ben.key.did(),
                        granted(anna, ben, Office.WRITE, args),
                        WAIT_MILLIS,
                        heard::add);
        while (anna.neighbours.movedBytes(ben.key.did()) < 10L * size) {
            TimeUnit.MILLISECONDS.sleep(2);
        }
        ben.close();
        assertThat(answer).isNotDone();
        int moved = store.blocks().size();
        var again = hamlet.corner("ben", 2, store, office);
        again.seek(anna);

        assertThat(answer.get(40, TimeUnit.SECONDS).end()).contains(GOOD);
        assertThat(moved).isBetween(10, blocks);
        assertThat(heard).containsExactly(args);
        assertThat(store.blocks()).hasSize(blocks + 1);
        assertThat(hamlet.hub.bytes() - before).isLessThan((blocks + 16L) * size * 11 / 10);
        awaitEmptyOutbox(store); // ben forgets it when anna says that the answer is safe
    }

    private static void awaitEmptyOutbox(Store store) throws Exception {
        for (int i = 0; i < 1_000 && !store.values(Change.Purpose.OUTBOX).isEmpty(); i++) {
            TimeUnit.MILLISECONDS.sleep(10);
        }
        assertThat(store.values(Change.Purpose.OUTBOX)).isEmpty();
    }

    @Test
    void whoHasNoRoomSaysSo() throws Exception {
        var anna = hamlet.corner("anna", 1);
        var ben = hamlet.corner("ben", 2, new MemoryStore(30_000), telling((q, e) -> GOOD));
        var content = content(anna.store, 1, 40_000);
        anna.seek(ben);

        var args = Ipld.map("cid", Ipld.of(content));
        var answer = ask(anna, ben, granted(anna, ben, Office.WRITE, args));

        assertThat(answer.reply().orElseThrow()).isInstanceOf(Reply.Full.class);
    }

    @Test
    void aBlockThatTheNeighbourLacksIsNamed() throws Exception {
        var anna = hamlet.corner("anna", 1);
        var ben = hamlet.corner("ben", 2, new MemoryStore(1 << 26), telling((q, e) -> GOOD));
        var nowhere = Cid.of(Codec.RAW, Bytes.utf8("nowhere"));
        var root = Block.of(Codec.DAG_CBOR, DagCbor.encode(Ipld.list(Ipld.of(nowhere))));
        ben.store.commit(List.of(new Change.Put(root, false)));
        anna.seek(ben);

        var args = Ipld.map("op", Ipld.of("give"), "cid", Ipld.of(root.cid()));
        ask(anna, ben, granted(anna, ben, Office.READ, args));
        var fault = anna.neighbours.fetch(ben.key.did(), root.cid()).get(20, TimeUnit.SECONDS);

        assertThat(fault)
                .hasValueSatisfying(reply ->
                        assertThat(((Reply.Missing) reply).what()).contains(nowhere.toString()));
    }

    @Test
    void aWorkflowIsToldOnceThoughItsNodeWasStartedAnew() throws Exception {
        var anna = hamlet.corner("anna", 1);
        var never = new CountDownLatch(1);
        var office =
                telling((question, ear) -> {
                    ear.line(named("a"));
                    ear.line(named("b"));
                    never.await();
                    return GOOD;
                });
        var store = new MemoryStore(1 << 26);
        var ben = hamlet.corner("ben", 2, store, office);
        var content = content(anna.store, 1, 100);
        anna.seek(ben);
        var args = Ipld.map("workflow", Ipld.of(content));
        var answer =
                anna.neighbours.ask(
                        ben.key.did(),
                        granted(anna, ben, Office.WORKFLOW, args),
                        WAIT_MILLIS,
                        heard::add);
        while (heard.size() < 2) {
            TimeUnit.MILLISECONDS.sleep(2);
        }
        ben.close();
        var second =
                telling((question, ear) -> {
                    for (var name : List.of("b", "c", "a", "d")) {
                        ear.line(named(name));
                    }
                    return GOOD;
                });
        hamlet.corner("ben", 2, store, second).seek(anna);

        assertThat(answer.get(40, TimeUnit.SECONDS).end()).contains(GOOD);
        assertThat(heard).containsExactly(named("a"), named("b"), named("c"), named("d"));
        assertThat(anna.store.values(Change.Purpose.OUTBOX)).isEmpty();
    }
}
