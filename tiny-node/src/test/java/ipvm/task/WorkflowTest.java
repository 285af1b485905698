package ipvm.task;

import static ipvm.task.Documents.await;
import static ipvm.task.Documents.file;
import static ipvm.task.Documents.place;
import static ipvm.task.Documents.post;
import static ipvm.task.Documents.read;
import static ipvm.task.Documents.refusal;
import static ipvm.task.Documents.tasks;
import static ipvm.task.Documents.wasm;
import static ipvm.testkit.Malformed.assertThatRefuses;
import static org.assertj.core.api.Assertions.assertThat;

import ipvm.data.Bytes;
import ipvm.data.Cid;
import ipvm.data.Codec;
import ipvm.data.DagCbor;
import ipvm.data.DagJson;
import ipvm.data.Ipld;
import ipvm.data.Vectors;
import ipvm.key.Did;
import ipvm.key.PrivateKey;
import ipvm.testkit.Tally;
import ipvm.ucan.Command;
import ipvm.ucan.Invocation;
import ipvm.ucan.Request;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Workflows of either form become the same jobs, or are refused where they are wrong.
class WorkflowTest {

    private static final String TASK =
            "bafyreihdwdcefgh4dqkjv67uzcmw7ojee6xedzdetojuzjevtenxquvyku";

    @Test
    void readsEveryGoldenWorkflowUnderItsName() throws Exception {
        Tally.all(
                "golden workflows read as jobs",
                8,
                Golden.all(),
                golden -> {
                    var name = "homestar/golden-workflows/" + golden.get("file").textValue();
                    var read = Workflow.read(Vectors.bytes(name), Limits.DEFAULT, cid -> true);
                    assertThat(read.form()).isEqualTo(Workflow.Form.HOMESTAR);
                    assertThat(read.cid())
                            .isEqualTo(Vectors.cid(golden.get("workflow").textValue()));
                    assertThat(Workflow.decode(read.block().data(), Limits.DEFAULT, cid -> true))
                            .isEqualTo(read);
                });
    }

    @Test
    void makesJobsOfHomestarsTasks() throws Exception {
        var file = "homestar/golden-workflows/test-workflow-add-one-nonced.json";
        var read = Workflow.read(Vectors.bytes(file), Limits.DEFAULT, cid -> false);

        var last = read.jobs().get(2);

        assertThat(last.label()).isEqualTo("2");
        assertThat(last.needs()).containsExactly(new Need.Beside("1", Branch.OK));
        assertThat(last.args().find("mod")).contains(Ipld.of("ipfs://" + Documents.MODULE));
        assertThat(last.function()).contains("add_one");
        assertThat(last.homestar().orElseThrow().run().call().awaits()).hasSize(1);
        assertThat(read.jobs().get(0).nonce().size()).isIn(0, 12, 16);
        assertThat(last.config().gas()).hasValue(Long.MAX_VALUE);
        assertThat(last.config().memoryBytes()).hasValue(4294967296L);
        assertThat(last.config().timeMillis()).hasValue(100_000);
        assertThat(read.order()).hasSize(3);
    }

    @ParameterizedTest
    @CsvSource({
        "'0000000000000000000g', 000000000000000000000001",
        "'vvvvvvvvvvvvvvvvvvvg', ffffffffffffffffffffffff",
        "'00000000000000000000000004', 00000000000000000000000000000001",
    })
    void readsTheBytesOfASpelledNonce(String text, String hex) throws Exception {
        assertThat(new Nonce.Spelled(text).bytes()).isEqualTo(Bytes.fromHex(hex));
    }

    @Test
    void refusesWhatHomestarsFormCannotAskFor() {
        var file = Vectors.text("homestar/golden-workflows/test-workflow-add-one-part-one.json");

        assertThat(refusal(file.replace("wasm/run", "http/post")))
                .hasMessageContaining("run.op: wasm/run; effects need the other form");
        assertThat(refusal(file.replaceFirst("\"fuel\": [0-9]+", "\"fuel\": \"lots\"")))
                .hasMessageContaining("meta.fuel: a number: found text at line 6");
        assertThat(refusal(file.replaceFirst("\"time\": [0-9]+", "\"time\": -1")))
                .hasMessageContaining("meta.time: a number from 0 on: found -1");
    }

    @Test
    void readsAWorkflowOfIpvm() throws Exception {
        var read =
                read(
                        file(
                                """
                                "meta": {"anything": 1}, "parent": [{"/": "%s"}, "up"],
                                "config": {"gas": 1000000}, "defaults": {}, "catch": null,
                                "tasks": {%s, %s}
                                """
                                        .formatted(
                                                TASK,
                                                wasm(
                                                        "small",
                                                        "{\"/\": \"" + TASK + "\"}, 64",
                                                        "\"nonce\": \"\", \"meta\": {\"ipvm/config\":"
                                                                + " {\"memory\": [16, \"mega\","
                                                                + " \"bytes\"]}, \"where\": \"near\","
                                                                + " \"prio\": -1, \"mine\": 2}"),
                                                post("tell", await("small")))));

        assertThat(read.form()).isEqualTo(Workflow.Form.IPVM);
        assertThat(read.parent()).contains(new Workflow.Parent(Vectors.cid(TASK), "up"));
        assertThat(read.config().gas()).hasValue(1_000_000);
        var small = read.find("small").orElseThrow();
        assertThat(small.args())
                .isEqualTo(
                        Ipld.map(
                                "mod", Ipld.of(Vectors.cid(Documents.MODULE)),
                                "fun", Ipld.of("f"),
                                "params", Ipld.list(Ipld.of(Vectors.cid(TASK)), Ipld.of(64))));
        assertThat(small.config().gas()).hasValue(1_000_000);
        assertThat(small.config().memoryBytes()).hasValue(16_000_000);
        assertThat(small.wish().priority()).isEqualTo(-1);
        assertThat(small.wish().where()).isEqualTo(new Where.Near());
        assertThat(small.nonce()).isEqualTo(Bytes.EMPTY);
        assertThat(small.subject()).isEmpty();
        var tell = read.find("tell").orElseThrow();
        assertThat(tell.command()).isEqualTo(new Command("/http/post"));
        assertThat(tell.needs()).containsExactly(new Need.Beside("small", Branch.OK));
        assertThat(tell.wish().where()).isEqualTo(new Where.Any());
    }

    @Test
    void namesAWorkflowByItsDocumentWhateverIsAroundIt() throws Exception {
        var bare = tasks(wasm("a", "1"));
        var read = read(bare);
        var document = DagJson.read(bare);

        assertThat(read.cid()).isEqualTo(Cid.of(Codec.DAG_CBOR, DagCbor.encode(document)));
        for (var sig : List.of("\"signature\"", "\"sig\"")) {
            assertThat(
                            read(
                                    "{\"ipvm/workflow\": "
                                            + bare
                                            + ", "
                                            + sig
                                            + ": {\"/\": {\"bytes\": \"AAAA\"}}}"))
                    .isEqualTo(read);
        }
        assertThat(Workflow.decode(read.block().data(), Limits.DEFAULT, cid -> false))
                .isEqualTo(read);
        assertThat(read("{\"ipvm/workflow\": " + bare + "}")).isEqualTo(read);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"0.1.0\" | \"0.2.0\" | workflow.v: version 0.1.0: found '0.2.0' | \"v\"",
                "\"tasks\" | \"task\" | workflow.task: one of the keys catch | \"task\"",
                "\"tasks\" | \"task\" | did you mean 'tasks'? | \"task\"",
                "\"cmd\" | \"cdm\" | tasks.a.cdm: one of the keys args, cmd | \"cdm\"",
                "\"fun\" | \"func\" | did you mean 'fun'? | \"func\"",
                "\"fun\": \"f\" | \"fun\": \"\" | the name of a function | \"fun\": \"\"",
                "\"params\": [1] | \"params\": 1 | params: a list | \"params\": 1",
                "\"/wasm/run\" | \"wasm/run\" | no leading slash | \"cmd\": \"wasm",
                "\"ipfs:// | \"http:// | a module: a link, ipfs:// | \"mod\"",
                "[1] | [{\"await/no\": \"a\"}] | await/ok, await/error or await/* | {\"await/no",
                "[1] | [{\"await/ok\": \"b\", \"x\": 1}] | an await alone | {\"await/ok\": \"b\", \"x\"",
                "[1] | [[{\"x\": {\"await/ok\": 1}}]] | the label of a task, or a link | \"await/ok\": 1",
                "[1] | [{\"await/ok\": \"bb\"}] | found 'bb'; did you mean 'b'? | \"await/ok\": \"bb\"",
                "[1] | [{\"await/ok\": \"zzz\"}] | of this workflow: found 'zzz' at | \"await/ok\": \"zzz\"",
                "[1] | [{\"await/ok\": \"bafkqaaa\"}] | the name of a task (dag-cbor | \"await/ok\": \"bafk",
                "[1] | [1], \"params\": [2] | keys that differ | \"params\": [2]",
                "\"nonce\": \"\" | \"nonce\": 1 | tasks.b.nonce: text | \"nonce\": 1",
                "\"nonce\": \"\" | \"sub\": \"me\" | DID | \"sub\"",
                "\"nonce\": \"\" | \"prf\": [{}] | tasks.b.prf[0]: a link | {}]}",
                "\"nonce\": \"\" | \"meta\": {\"prio\": 2} | a number from -1 to 1 | \"prio\"",
                "\"nonce\": \"\" | \"meta\": {\"where\": \"hree\"} | did you mean 'here' | \"where\"",
                "\"nonce\": \"\" | \"meta\": {\"ipvm/conf\": {}} | only ipvm/config | \"ipvm/conf\"",
                "\"nonce\": \"\" | \"meta\": 1 | a map | \"meta\": 1",
                "\"a\": | \"\": | a label of 1 to 256 | \"\":",
            })
    void namesLineColumnAndReason(String good, String bad, String reason, String at) {
        var text = tasks(wasm("a", "1") + ",\n" + wasm("b", "1", "\"nonce\": \"\""));
        assertThat(text).contains(good);

        int from = text.indexOf(good);
        var damaged = text.substring(0, from) + bad + text.substring(from + good.length());
        assertThat(refusal(damaged))
                .hasMessageContaining(reason)
                .hasMessageEndingWith(place(damaged, at));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"parent\": [1, \"a\"] | parent[0]: a link",
                "\"parent\": [] | [workflow, label] or null",
                "\"meta\": [] | meta: a map",
                "\"config\": {}, \"global\": {} | config or global: found both",
                "\"config\": {\"gass\": 1} | did you mean 'gas'?",
                "\"config\": {\"v\": \"1\"} | version 0.1.0",
                "\"defaults\": {\"secret\": 1} | true or false",
                "\"catch\": {\"/\": \"bafkqaaa\"} | catch: a map",
            })
    void refusesFieldsOfTheWholeThatAreWrong(String field, String reason) {
        assertThat(refusal(file(field + ", \"tasks\": {}"))).hasMessageContaining(reason);
    }

    @Test
    void refusesTwoSignaturesAndWhatIsNone() {
        var bytes = "{\"/\": {\"bytes\": \"AAAA\"}}";
        var around = "{\"ipvm/workflow\": " + tasks("") + ", ";
        assertThat(refusal(around + "\"sig\": " + bytes + ", \"signature\": " + bytes + "}"))
                .hasMessageContaining("one signature");
        assertThat(refusal(around + "\"sig\": 1}")).hasMessageContaining("sig: bytes");
        assertThat(refusal(around + "\"sign\": 1}")).hasMessageContaining("did you mean");
    }

    @Test
    void namesAllOfARingAtAnAwaitOfIt() {
        var ring =
                tasks(
                        String.join(
                                ",\n",
                                wasm("a", "[" + await("b") + "]"),
                                wasm("b", await("c")),
                                wasm("c", "{\"deep\": " + await("a") + "}"),
                                wasm("d", await("a"))));

        var fault = refusal(ring);

        assertThat(fault)
                .hasMessageContaining("an await that closes no ring of tasks")
                .hasMessageContaining("found a -> b -> c -> a" + place(ring, await("b")));
        assertThat(refusal(tasks(wasm("me", await("me"))))).hasMessageContaining("me -> me");
    }

    @Test
    void saysOfALongRingHowLongItIs() {
        requireRing(4_000);
    }

    @Test
    @Tag("long")
    void saysOfARingThatNoStackHoldsHowLongItIs() {
        requireRing(20_000);
    }

    private static void requireRing(int tasks) {
        var ring =
                Documents.many(tasks, i -> Documents.call("t" + i, await("t" + (i + 1) % tasks)));

        assertThat(refusal(ring)).hasMessageContaining("... (" + tasks + " tasks) -> t");
    }

    @Test
    void awaitsBothEndsAndAnyOfATaskAndOfOthers() throws Exception {
        var outside = Vectors.cid(TASK);
        var text =
                tasks(
                        wasm("a", "")
                                + ","
                                + wasm(
                                        "b",
                                        "{\"await/error\": \"a\"}, {\"await/*\": \"a\"}, "
                                                + await("a")
                                                + ","
                                                + await(TASK)
                                                + ","
                                                + await("a")
                                                + ", {\"await/ok\": {\"/\": \""
                                                + TASK
                                                + "\"}}"));

        assertThat(read(text).find("b").orElseThrow().needs())
                .containsExactly(
                        new Need.Beside("a", Branch.ERROR),
                        new Need.Beside("a", Branch.ANY),
                        new Need.Beside("a", Branch.OK),
                        new Need.Outside(outside, Branch.OK));
        assertThatRefuses(() -> Workflow.read(Bytes.utf8(text), Limits.DEFAULT, cid -> false))
                .hasWhat("or of one that was answered")
                .hasFound(TASK);
    }

    @Test
    void takesTheNameOfATaskBesideItForItsLabel() throws Exception {
        var a = wasm("a", "1", "\"sub\": \"" + Documents.DID + "\"");
        var request =
                Request.of(
                        Did.parse(Documents.DID),
                        Task.WASM_RUN,
                        read(tasks(a)).jobs().getFirst().args(),
                        Bytes.EMPTY);
        var name = Invocation.sign(key(), request).task();

        var read = read(tasks(a + "," + wasm("b", await(name.toString()))));

        assertThat(read.find("b").orElseThrow().needs())
                .containsExactly(new Need.Beside("a", Branch.OK));
    }

    @Test
    void takesASignedInvocationAsItIs() throws Exception {
        var args =
                Ipld.map(
                        "mod", Ipld.of("ipfs://" + Documents.MODULE),
                        "fun", Ipld.of("f"),
                        "params", Ipld.list(Ipld.map("await/ok", Ipld.of("a"))));
        var request = Request.of(key().did(), Task.WASM_RUN, args, Bytes.utf8("n"));
        var signed = Invocation.sign(key(), request);
        var json = DagJson.text(DagCbor.decode(signed.bytes()));

        var read = read(tasks(wasm("a", "") + ", \"b\": " + json));

        var job = read.find("b").orElseThrow();
        assertThat(job.signed().map(Invocation::cid)).contains(signed.cid());
        assertThat(job.subject()).contains(key().did());
        assertThat(job.nonce()).isEqualTo(Bytes.utf8("n"));
        assertThat(job.args()).isEqualTo(args);
        assertThat(job.needs()).containsExactly(new Need.Beside("a", Branch.OK));
        assertThat(refusal(tasks("\"b\": [1, 2]")))
                .hasMessageContaining("token signature: found int at line 3, column 1");
        assertThat(refusal(tasks("\"b\": " + json)))
                .hasMessageContaining("the label of a task of this workflow: found 'a'");
    }

    private static ipvm.key.Signer key() {
        return PrivateKey.generate(ipvm.key.KeyKind.ED25519, Bytes.wrap(new byte[32]));
    }

    @ParameterizedTest
    @ValueSource(strings = {"mod", "ipfs", "data", "await"})
    void takesAModuleInEachOfItsForms(String form) throws Exception {
        var mod =
                switch (form) {
                    case "mod" -> "{\"/\": \"" + Documents.MODULE + "\"}";
                    case "ipfs" -> "\"ipfs://" + Documents.MODULE + "\"";
                    case "data" -> "\"data:application/wasm;base64,AGFzbQ==\"";
                    default -> await("made");
                };
        var text = wasm("a", "").replace("\"ipfs://" + Documents.MODULE + "\"", mod);

        var read = read(tasks(text + "," + wasm("made", "")));

        assertThat(read.find("a").orElseThrow().args().find("mod")).isPresent();
    }

    @Test
    void refusesMoreThanItsLimits() {
        var two = Bytes.utf8(tasks(wasm("a", "1, 2") + "," + wasm("b", "")));
        assertThatRefuses(() -> Workflow.read(two, new Limits(1 << 20, 1, 9, 9), cid -> true))
                .hasWhat("workflow.tasks: at most 1 tasks")
                .hasFound("2");
        assertThatRefuses(() -> Workflow.read(two, new Limits(1 << 20, 2, 1, 9), cid -> true))
                .hasWhat("params: at most 1 items");
        assertThatRefuses(() -> Workflow.read(two, new Limits(9, 2, 1, 9), cid -> true))
                .hasWhat("at most 9 bytes");
    }

    @Test
    void readsIntegersBeyond64BitsInHomestarsFormOnly() {
        var text = file("\"config\": {\"gas\": 18446744073709552000}, \"tasks\": {}");

        assertThat(refusal(text)).hasMessageContaining("18446744073709552000");
    }
}
