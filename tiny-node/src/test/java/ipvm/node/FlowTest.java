package ipvm.node;

import static org.assertj.core.api.Assertions.assertThat;

import ipvm.data.Bytes;
import ipvm.data.Cid;
import ipvm.data.Codec;
import ipvm.data.Ipld;
import ipvm.effect.Effect;
import ipvm.key.KeyKind;
import ipvm.key.PrivateKey;
import ipvm.schedule.Bounds;
import ipvm.sim.SimulatedDisk;
import ipvm.sim.SimulatedEffects;
import ipvm.sim.SimulatedNode;
import ipvm.sim.SimulatedWorld;
import ipvm.store.MemoryStore;
import ipvm.task.Limits;
import ipvm.task.Workflow;
import ipvm.testkit.Seeds;
import ipvm.wasm.Bill;
import ipvm.wasm.Ended;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What becomes of a workflow in which something fails, whichever job comes to its end first.
class FlowTest {

    private static final int SEEDS = 20;
    private static final Bounds BOUNDS = new Bounds(1_000_000, 1 << 20, 60_000);
    private static final Cid MODULE = Cid.of(Codec.RAW, Bytes.utf8("a module"));
    private static final PrivateKey KEY =
            PrivateKey.generate(KeyKind.ED25519, Bytes.wrap(new byte[32]));

    private SimulatedEffects effects = new SimulatedEffects();
    private SimulatedNode node = node(1);

    private SimulatedNode node(long seed) {
        effects = new SimulatedEffects(Effect.command("/sim/tell", 1 << 10, 1_000));
        var world = new SimulatedWorld(Seeds.random(seed));
        var around = new SimulatedNode.Surrounding(world, List.of(effects), Seeds.random(seed + 1));
        node =
                new SimulatedNode(
                                KEY,
                                new SimulatedDisk(new MemoryStore(1 << 24)),
                                around,
                                FlowTest::run)
                        .start();
        return node;
    }

    private static Ended run(Action.Run run) {
        var args = run.call().call().args();
        var bill = new Bill(100, 1, false);
        return switch (run.call().call().function()) {
            case "id" -> new Ended.Ok(args.getFirst(), bill);
            case "fail" -> new Ended.Failed("Bad", text(args.getFirst()), bill);
            case "failing" -> new Ended.Failed("Bad", "itself", bill);
            case "answer" -> new Ended.Ok(args.getLast(), bill);
            case "rewire" -> new Ended.Ok(Ipld.map("rewire", message(args.getFirst())), bill);
            default -> throw new IllegalStateException("no function " + run.call().call());
        };
    }

    private static String text(Ipld value) {
        return ((Ipld.Text) value).value();
    }

    private static Ipld message(Ipld error) {
        return ((Ipld.Map) error).find("message").orElseThrow();
    }

    private static String wasm(String function, String params) {
        return "{\"cmd\":\"/wasm/run\",\"nonce\":\"\",\"args\":{\"mod\":\"ipfs://%s\",\"fun\":\"%s\",\"params\":[%s]}}"
                .formatted(MODULE, function, params);
    }

    private static String tell(String param) {
        return "{\"cmd\":\"/sim/tell\",\"args\":{\"n\":" + param + "},\"nonce\":\"n\"}";
    }

    private static String ok(String label) {
        return "{\"await/ok\":\"" + label + "\"}";
    }

    private static String task(String label, String body) {
        return "\"" + label + "\":" + body;
    }

    private static Workflow workflow(String rescue, String... tasks) throws Exception {
        var text =
                "{\"v\":\"0.1.0\","
                        + (rescue.isEmpty() ? "" : "\"catch\":" + rescue + ",")
                        + "\"tasks\":{"
                        + String.join(",", tasks)
                        + "}}";
        return Workflow.read(Bytes.utf8(text), Limits.DEFAULT, cid -> true);
    }

    private long submit(Workflow workflow) {
        return node.submit(new Plan(workflow, node.rights().own(), BOUNDS, BOUNDS));
    }

    /// What each job counts for: its value, or of an error the message.
    private Map<String, Ipld> ends(long call) {
        var ends = new LinkedHashMap<String, Ipld>();
        for (var reply : node.told(call)) {
            if (reply instanceof Reply.Step(var job, var said, var result)) {
                var end = result.isError() ? message(result.value()) : result.value();
                assertThat(ends.put(job.label(), end)).as(job.label()).isNull();
            }
        }
        return ends;
    }

    private static Map<String, Ipld> map(String one, Ipld first, String other, Ipld second) {
        return Map.of(one, first, other, second);
    }

    /// Runs it with many orders of its ends, which all come to the same.
    private void expect(Workflow workflow, int failed, Map<String, Ipld> ends) {
        for (int seed = 0; seed < SEEDS; seed++) {
            node(seed);
            long call = submit(workflow);
            node.untilQuiet();
            assertThat(ends(call)).isEqualTo(ends);
            assertThat(node.told(call).getLast())
                    .isEqualTo(new Reply.Whole(workflow.cid(), ends.size() - failed, failed));
        }
    }

    @Test
    void goesOnWithTheValueThatTheCatchGives() throws Exception {
        var rescue = wasm("answer", "{\"ok\":5}");
        expect(
                workflow(rescue, task("a", wasm("fail", "\"no\"")), task("b", wasm("id", ok("a")))),
                0,
                map("a", Ipld.of(5), "b", Ipld.of(5)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "answer | {\"msg\":\"as it was said\"} | as it was said",
                "failing | 1 | the function that catches failed",
                "answer | 7 | the function that catches gave",
            })
    void failsAsTheCatchSays(String function, String param, String message) throws Exception {
        var workflow = workflow(wasm(function, param), task("a", wasm("fail", "\"no\"")));
        long call = submit(workflow);
        node.untilQuiet();

        assertThat(ends(call))
                .hasEntrySatisfying("a", end -> assertThat(text(end)).startsWith(message));
        assertThat(node.told(call).getLast()).isEqualTo(new Reply.Whole(workflow.cid(), 0, 1));
    }

    @Test
    void takesTheEndOfAnotherTaskWheneverThatComes() throws Exception {
        expect(
                workflow(
                        wasm("rewire", ""),
                        task("a", wasm("fail", "\"late\"")),
                        task("early", wasm("id", "1")),
                        task("late", wasm("id", ok("early"))),
                        task("after", wasm("id", ok("a")))),
                0,
                Map.of(
                        "a", Ipld.of(1),
                        "early", Ipld.of(1),
                        "late", Ipld.of(1),
                        "after", Ipld.of(1)));
    }

    /// Nobody is in a ring who waits for one that is about to take the end of a third.
    @Test
    void handsAnEndOnThroughAllWhoWereRewired() throws Exception {
        expect(
                workflow(
                        wasm("rewire", ""),
                        task("c", wasm("fail", "\"late\"")),
                        task("d", wasm("fail", "\"late\",2")),
                        task("x", wasm("fail", "\"d\"")),
                        task("y", wasm("fail", "\"c\"")),
                        task("first", wasm("id", "1,1")),
                        task("second", wasm("id", ok("first") + ",2")),
                        task("third", wasm("id", ok("second") + ",3")),
                        task("late", wasm("id", ok("third") + ",4"))),
                0,
                Stream.of("c", "d", "x", "y", "first", "second", "third", "late")
                        .collect(Collectors.toMap(label -> label, label -> Ipld.of(1))));
    }

    @Test
    void failsWhereThereIsNoOtherTaskToTakeTheEndOf() throws Exception {
        expect(
                workflow(
                        wasm("rewire", ""),
                        task("a", wasm("fail", "\"a\"")),
                        task("b", wasm("fail", "\"nobody\""))),
                2,
                map(
                        "a", Ipld.of("rewired to 'a', which is no other task"),
                        "b", Ipld.of("rewired to 'nobody', which is no other task")));
    }

    @Test
    void endsTasksThatWaitForOneAnotherInARing() throws Exception {
        expect(
                workflow(
                        wasm("rewire", ""),
                        task("a", wasm("fail", "\"b\"")),
                        task("b", wasm("fail", "\"c\"")),
                        task("c", wasm("fail", "\"a\""))),
                3,
                Map.of(
                        "a", Ipld.of("rewired in a ring"),
                        "b", Ipld.of("rewired in a ring"),
                        "c", Ipld.of("rewired in a ring")));
    }

    @Test
    void endsWhatAwaitsTheOtherBranchWithoutRunningIt() throws Exception {
        expect(
                workflow(
                        "",
                        task("a", wasm("fail", "\"no\"")),
                        task("b", wasm("id", ok("a"))),
                        task("c", wasm("id", "{\"await/error\":\"a\"}"))),
                2,
                Map.of(
                        "a", Ipld.of("no"),
                        "b", Ipld.of("expected ok, got error"),
                        "c", Ipld.map("name", Ipld.of("Bad"), "message", Ipld.of("no"))));
    }

    @Test
    void firesNoCommandBehindAFailure() throws Exception {
        var workflow = workflow("", task("a", wasm("fail", "\"no\"")), task("b", tell(ok("a"))));
        long call = submit(workflow);
        node.untilQuiet();

        assertThat(effects.seen).isEmpty();
        assertThat(ends(call)).containsOnlyKeys("a", "b");
        assertThat(node.told(call).getLast()).isEqualTo(new Reply.Whole(workflow.cid(), 0, 2));
    }

    @Test
    void saysWhichEndOfAnotherWorkflowIsNotKnown() throws Exception {
        var elsewhere = Cid.of(Codec.DAG_CBOR, Bytes.utf8("elsewhere"));
        var workflow =
                workflow("", task("a", wasm("id", "{\"await/ok\":{\"/\":\"" + elsewhere + "\"}}")));
        long call = submit(workflow);
        node.untilQuiet();

        assertThat(ends(call))
                .isEqualTo(Map.of("a", Ipld.of("the end of " + elsewhere + " is not known here")));
    }

    @Test
    void tellsOneWhoComesLaterWhatWasSaidBefore() throws Exception {
        var workflow = workflow("", task("a", wasm("id", "1")), task("b", wasm("answer", ok("a"))));
        long first = submit(workflow);
        while (ends(first).isEmpty()) {
            assertThat(node.go()).isTrue();
        }
        long second = submit(workflow);
        node.untilQuiet();

        assertThat(node.runs()).isEqualTo(2);
        assertThat(node.told(second)).isEqualTo(node.told(first));
        assertThat(ends(second)).isEqualTo(map("a", Ipld.of(1), "b", Ipld.of(1)));
    }
}
