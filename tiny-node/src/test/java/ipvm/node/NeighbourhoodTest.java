package ipvm.node;

import static org.assertj.core.api.Assertions.assertThat;

import ipvm.data.Block;
import ipvm.data.Bytes;
import ipvm.data.Cid;
import ipvm.data.Codec;
import ipvm.data.Ipld;
import ipvm.data.Vectors;
import ipvm.link.Ear;
import ipvm.sim.SimulatedDisk;
import ipvm.store.Change;
import ipvm.store.MemoryStore;
import ipvm.store.Store;
import ipvm.task.Task;
import ipvm.ucan.Command;
import ipvm.ucan.Delegation;
import ipvm.ucan.Invocation;
import ipvm.ucan.Request;
import ipvm.ucan.Terms;
import ipvm.ucan.Token;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Two nodes with threads of their own, and a link between them that can be cut.
@Timeout(60)
class NeighbourhoodTest {

    private final Hamlet hamlet = new Hamlet();

    @AfterEach
    void leave() {
        hamlet.close();
    }

    private static Cid module(Store store) throws Exception {
        var block = Block.of(Codec.RAW, Vectors.bytes("homestar/core_add.wasm"));
        store.commit(List.of(new Change.Put(block, true)));
        return block.cid();
    }

    /// A request for one more than a number, with the right to it where somebody gave one.
    private static List<Token> request(
            Hamlet.Corner from, Hamlet.Corner to, Cid module, long number, boolean isGranted) {
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
        var anna = hamlet.corner("anna", 1);
        var ben = hamlet.corner("ben", 2);
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
        var anna = hamlet.corner("anna", 1);
        var ben = hamlet.corner("ben", 2);
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
        var anna = hamlet.corner("anna", 1);
        var ben = hamlet.corner("ben", 2);
        anna.seek(ben);
        var nowhere = Cid.of(Codec.RAW, Bytes.utf8("nowhere"));

        var answer =
                anna.neighbours.ask(ben.key.did(), request(anna, ben, nowhere, 1, true), 20_000);

        assertThat(reply(answer)).isInstanceOf(Reply.Missing.class);
    }

    @Test
    void aLinkThatCannotBeOpenedIsDownAndTheOthersServe() throws Exception {
        hamlet.hub.refuse("anna", "port 5683 is taken");
        var anna = hamlet.corner("anna", 1);
        var ben = hamlet.corner("ben", 2);

        assertThat(anna.neighbours.links())
                .containsEntry("memory", new Ear.State("", "port 5683 is taken"));
        assertThat(ben.neighbours.links()).containsEntry("memory", new Ear.State("ben", ""));
    }

    @Test
    void nobodyAnswersForWhoIsNotThere() throws Exception {
        var anna = hamlet.corner("anna", 1);
        var nobody = Hamlet.key(9).did();
        var module = module(anna.store);
        var ben = hamlet.corner("ben", 2);
        var tokens = request(anna, ben, module, 1, true);

        var answer = anna.neighbours.ask(nobody, tokens, 300).get(20, TimeUnit.SECONDS);

        assertThat(answer.reply()).isEmpty();
        assertThat(answer.why()).contains("not to be reached");
    }

    @Test
    void whatWasAskedForIsAnsweredAfterBothWereStartedAnew() throws Exception {
        var anna = hamlet.corner("anna", 1);
        var ben = hamlet.corner("ben", 2);
        var module = module(anna.store);
        hamlet.hub.cut(true);
        var tokens = request(anna, ben, module, 7, true);
        assertThat(anna.neighbours.entrust(ben.key.did(), tokens).get(20, TimeUnit.SECONDS))
                .isTrue();
        anna.close();
        ben.close();
        hamlet.hub.cut(false);

        var annaAgain = hamlet.corner("anna", 1, anna.store);
        var benAgain = hamlet.corner("ben", 2, ben.store);
        benAgain.seek(annaAgain);

        for (int i = 0; i < 200 && annaAgain.store.lastReceipts(1).isEmpty(); i++) {
            TimeUnit.MILLISECONDS.sleep(50);
        }
        assertThat(annaAgain.store.lastReceipts(5)).hasSize(1);
    }

    @Test
    void anAnswerThatCannotBeKeptIsToldAgain() throws Exception {
        var disk = new SimulatedDisk(new MemoryStore(1 << 26));
        var anna = hamlet.corner("anna", 1, disk);
        var ben = hamlet.corner("ben", 2);
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
        var anna = hamlet.corner("anna", 1, disk);
        var ben = hamlet.corner("ben", 2);
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
