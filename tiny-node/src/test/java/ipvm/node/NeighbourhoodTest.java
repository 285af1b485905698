package ipvm.node;

import static org.assertj.core.api.Assertions.assertThat;

import ipvm.data.Block;
import ipvm.data.Bytes;
import ipvm.data.Cid;
import ipvm.data.Codec;
import ipvm.data.Ipld;
import ipvm.data.Vectors;
import ipvm.effect.Effects;
import ipvm.key.KeyKind;
import ipvm.key.PrivateKey;
import ipvm.link.Ear;
import ipvm.link.Link;
import ipvm.link.Place;
import ipvm.schedule.Bounds;
import ipvm.sim.MemoryLink;
import ipvm.sim.SimulatedDisk;
import ipvm.sim.SimulatedWorld;
import ipvm.store.Change;
import ipvm.store.MemoryStore;
import ipvm.store.Store;
import ipvm.task.Task;
import ipvm.testkit.Seeds;
import ipvm.ucan.Command;
import ipvm.ucan.Delegation;
import ipvm.ucan.Invocation;
import ipvm.ucan.Request;
import ipvm.ucan.Terms;
import ipvm.ucan.Token;
import ipvm.wasm.Modules;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Two nodes with threads of their own, and a link between them that can be cut.
@Timeout(60)
class NeighbourhoodTest {

    private static final Bounds MOST = new Bounds(1_000_000, 1 << 22, 60_000);

    private final MemoryLink.Hub hub = new MemoryLink.Hub();
    private final List<Corner> corners = new ArrayList<>();

    /// A node on the hub, whose store outlives it.
    private final class Corner implements AutoCloseable {
        final String name;
        final PrivateKey key;
        final Store store;
        final LiveNode node;
        final Neighbourhood neighbours;

        Corner(String name, int number, Store store) throws Exception {
            this.name = name;
            this.key = key(number);
            this.store = store;
            var rights =
                    new Rights(
                            key.did(),
                            Effects.of(List.of()),
                            Set.of(),
                            Sharing.NOTHING,
                            Limits.DEFAULT);
            var random = Seeds.random(number);
            this.node =
                    new LiveNode(
                            new LiveNode.Means(
                                    key,
                                    store,
                                    rights,
                                    new Modules(ipvm.wasm.Limits.DEFAULT, Modules.BYTES_MAX),
                                    new SimulatedWorld(random).around(),
                                    InstantSource.system(),
                                    (level, context, message) -> {},
                                    MOST,
                                    new LiveNode.Stance(
                                            RuleTerms.plain(MOST), List.of(), (who, what) -> {}),
                                    Upkeep.NORMAL,
                                    1));
            var links = List.<Link>of(new MemoryLink("memory", name, hub));
            this.neighbours =
                    new Neighbourhood(
                            new Neighbourhood.Means(
                                    key,
                                    node,
                                    store,
                                    links,
                                    () -> chance(random),
                                    (who, what) -> {}));
            neighbours.open("test", java.util.Map.of(), List.of());
            corners.add(this);
        }

        Optional<ipvm.key.Did> seek(Corner other) throws Exception {
            return neighbours.seek(new Place("memory", other.name)).get(20, TimeUnit.SECONDS);
        }

        @Override
        public void close() {
            corners.remove(this);
            neighbours.close();
            node.close();
        }
    }

    @AfterEach
    void leave() {
        List.copyOf(corners).forEach(Corner::close);
    }

    private static PrivateKey key(int number) {
        var seed = new byte[32];
        seed[3] = (byte) number;
        return PrivateKey.generate(KeyKind.ED25519, Bytes.wrap(seed));
    }

    private static Bytes chance(RandomGenerator random) {
        var bytes = new byte[32];
        random.nextBytes(bytes);
        return Bytes.wrap(bytes);
    }

    private static Corner corner(NeighbourhoodTest test, String name, int number) throws Exception {
        return test.new Corner(name, number, new MemoryStore(1 << 26));
    }

    private static Cid module(Store store) throws Exception {
        var block = Block.of(Codec.RAW, Vectors.bytes("homestar/core_add.wasm"));
        store.commit(List.of(new Change.Put(block, true)));
        return block.cid();
    }

    /// A request for one more than a number, with the right to it where somebody gave one.
    private static List<Token> request(
            Corner from, Corner to, Cid module, long number, boolean isGranted) {
        long now = System.currentTimeMillis() / 1_000;
        var grant =
                Delegation.sign(
                        to.key,
                        Terms.of(
                                from.key.did(),
                                to.key.did(),
                                new Command("/wasm/run"),
                                Bytes.of(1)));
        var args =
                Ipld.map(
                        "mod", Ipld.of(module),
                        "fun", Ipld.of("add_one"),
                        "params", Ipld.list(Ipld.of(number)));
        var request =
                Request.of(
                                isGranted ? to.key.did() : from.key.did(),
                                Task.WASM_RUN,
                                args,
                                Bytes.EMPTY)
                        .to(to.key.did())
                        .until(now + 1_000);
        return isGranted
                ? List.of(grant, Invocation.sign(from.key, request.provenBy(List.of(grant.cid()))))
                : List.of(Invocation.sign(from.key, request));
    }

    private static Reply reply(CompletableFuture<Distant> answer) throws Exception {
        var distant = answer.get(30, TimeUnit.SECONDS);
        return distant.reply().orElseThrow(() -> new AssertionError(distant.why()));
    }

    @Test
    void aTaskIsRunThereWithTheModuleThatItNames() throws Exception {
        var anna = corner(this, "anna", 1);
        var ben = corner(this, "ben", 2);
        var module = module(anna.store);
        assertThat(anna.seek(ben)).contains(ben.key.did());

        var first =
                anna.neighbours.ask(ben.key.did(), request(anna, ben, module, 41, true), 20_000);

        assertThat(reply(first))
                .isInstanceOfSatisfying(
                        Reply.Ended.class,
                        ended -> {
                            assertThat(ended.receipt().issuer()).isEqualTo(ben.key.did());
                            assertThat(ended.isRecalled()).isFalse();
                        });
        assertThat(ben.store.has(module)).isTrue();
        assertThat(anna.store.lastReceipts(5)).hasSize(1);
        var again =
                anna.neighbours.ask(ben.key.did(), request(anna, ben, module, 41, true), 20_000);
        assertThat(reply(again))
                .isInstanceOfSatisfying(
                        Reply.Ended.class, ended -> assertThat(ended.isRecalled()).isTrue());
        assertThat(anna.store.values(Change.Purpose.OUTBOX)).isEmpty();
        assertThat(first.get().rttMillis()).isGreaterThanOrEqualTo(0);
    }

    @Test
    void whoHasNoRightIsDeniedWithAWord() throws Exception {
        var anna = corner(this, "anna", 1);
        var ben = corner(this, "ben", 2);
        var module = module(anna.store);
        anna.seek(ben);

        var answer =
                anna.neighbours.ask(ben.key.did(), request(anna, ben, module, 1, false), 20_000);

        assertThat(reply(answer))
                .isInstanceOfSatisfying(
                        Reply.Denied.class,
                        denied -> assertThat(denied.why()).contains("ipvm grant"));
        assertThat(ben.store.has(module)).isFalse();
    }

    @Test
    void aModuleThatNobodyHasIsMissed() throws Exception {
        var anna = corner(this, "anna", 1);
        var ben = corner(this, "ben", 2);
        anna.seek(ben);
        var nowhere = Cid.of(Codec.RAW, Bytes.utf8("nowhere"));

        var answer =
                anna.neighbours.ask(ben.key.did(), request(anna, ben, nowhere, 1, true), 20_000);

        assertThat(reply(answer)).isInstanceOf(Reply.Missing.class);
    }

    @Test
    void aLinkThatCannotBeOpenedIsDownAndTheOthersServe() throws Exception {
        hub.refuse("anna", "port 5683 is taken");
        var anna = corner(this, "anna", 1);
        var ben = corner(this, "ben", 2);

        assertThat(anna.neighbours.links())
                .containsEntry("memory", new Ear.State("", "port 5683 is taken"));
        assertThat(ben.neighbours.links()).containsEntry("memory", new Ear.State("ben", ""));
    }

    @Test
    void nobodyAnswersForWhoIsNotThere() throws Exception {
        var anna = corner(this, "anna", 1);
        var nobody = key(9).did();
        var module = module(anna.store);
        var ben = corner(this, "ben", 2);
        var tokens = request(anna, ben, module, 1, true);

        var answer = anna.neighbours.ask(nobody, tokens, 300).get(20, TimeUnit.SECONDS);

        assertThat(answer.reply()).isEmpty();
        assertThat(answer.why()).contains("not to be reached");
    }

    @Test
    void whatWasAskedForIsAnsweredAfterBothWereStartedAnew() throws Exception {
        var anna = corner(this, "anna", 1);
        var ben = corner(this, "ben", 2);
        var module = module(anna.store);
        hub.cut(true);
        var tokens = request(anna, ben, module, 7, true);
        assertThat(anna.neighbours.entrust(ben.key.did(), tokens).get(20, TimeUnit.SECONDS))
                .isTrue();
        anna.close();
        ben.close();
        hub.cut(false);

        var annaAgain = new Corner("anna", 1, anna.store);
        var benAgain = new Corner("ben", 2, ben.store);
        benAgain.seek(annaAgain);

        for (int i = 0; i < 200 && annaAgain.store.lastReceipts(1).isEmpty(); i++) {
            TimeUnit.MILLISECONDS.sleep(50);
        }
        assertThat(annaAgain.store.lastReceipts(5)).hasSize(1);
    }

    @Test
    void anAnswerThatCannotBeKeptIsToldAgain() throws Exception {
        var disk = new SimulatedDisk(new MemoryStore(1 << 26));
        var anna = new Corner("anna", 1, disk);
        var ben = corner(this, "ben", 2);
        var module = module(disk);
        anna.seek(ben);
        long asking = disk.writes() + 1;
        disk.at(asking + 1, SimulatedDisk.Fault.FULL);

        var answer =
                anna.neighbours.ask(ben.key.did(), request(anna, ben, module, 41, true), 20_000);

        assertThat(reply(answer)).isInstanceOf(Reply.Ended.class);
        assertThat(disk.writes()).isEqualTo(asking + 2);
        assertThat(disk.lastReceipts(5)).hasSize(1);
        assertThat(disk.values(Change.Purpose.OUTBOX)).isEmpty();
    }

    @Test
    void whatCannotBeWrittenDownIsNotAskedFor() throws Exception {
        var disk = new SimulatedDisk(new MemoryStore(1 << 26));
        var anna = new Corner("anna", 1, disk);
        var ben = corner(this, "ben", 2);
        var module = module(disk);
        anna.seek(ben);
        disk.at(disk.writes() + 1, SimulatedDisk.Fault.FULL);

        var tokens = request(anna, ben, module, 1, true);
        assertThat(anna.neighbours.entrust(ben.key.did(), tokens).get(20, TimeUnit.SECONDS))
                .isFalse();

        disk.at(disk.writes() + 1, SimulatedDisk.Fault.FULL);
        var answer = anna.neighbours.ask(ben.key.did(), tokens, 20_000);
        assertThat(reply(answer)).isInstanceOf(Reply.Full.class);
        assertThat(ben.store.lastReceipts(1)).isEmpty();
    }
}
