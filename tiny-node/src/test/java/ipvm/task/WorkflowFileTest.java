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
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What else belongs to a workflow: files to be put first, secrets, a rescue.
class WorkflowFileTest {

    @Test
    void replacesFilesByLinks() throws Exception {
        var text =
                file(
                        """
                        "catch": {"cmd": "/wasm/run",
                          "args": {"mod": "file:lib/c.wasm", "fun": "c", "params": []}},
                        "tasks": {
                        %s,
                        %s}\
                        """
                                .formatted(
                                        wasm("a", "\"file:photo.png\", [\"file:photo.png\"]")
                                                .replaceFirst("ipfs://\\w+", "file:a.wasm"),
                                        post("b", "\"file:b.txt\"")));
        var read = WorkflowFile.read(Bytes.utf8(text), Limits.DEFAULT, cid -> true);
        var cid = Cid.of(Codec.RAW, Bytes.utf8("x"));

        assertThat(read.files())
                .extracting(FileReference::path)
                .containsExactly("a.wasm", "photo.png", "photo.png", "b.txt", "lib/c.wasm");
        assertThat(read.files().get(1).malformed("a file", "none"))
                .hasMessage(
                        "workflow.tasks.a.args.params[0]: a file: found none"
                                + place(text, "\"file:photo.png\""));
        var links = Map.of("a.wasm", cid, "photo.png", cid, "b.txt", cid, "lib/c.wasm", cid);
        var with = read.with(links);
        assertThat(with.find("a").orElseThrow().args())
                .isEqualTo(
                        Ipld.map(
                                "mod", Ipld.of(cid),
                                "fun", Ipld.of("f"),
                                "params", Ipld.list(Ipld.of(cid), Ipld.list(Ipld.of(cid)))));
        assertThat(with.rescue().orElseThrow().job().args().find("mod")).contains(Ipld.of(cid));
        assertThat(with.cid()).isNotEqualTo(read.workflow().cid());
        assertThat(with).isEqualTo(Workflow.decode(with.block().data(), Limits.DEFAULT, c -> true));
        assertThatRefuses(() -> read.with(Map.of())).hasWhat("a file that was put");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "file:",
                "file:/etc/passwd",
                "file:///x",
                "file:../x",
                "file:a/../../b",
                "file:a\\\\b",
                "file:a\\u0000b"
            })
    void refusesFilesThatLieElsewhere(String reference) {
        var text = tasks(wasm("a", "\"" + reference + "\""));
        assertThat(refusal(text))
                .hasMessageContaining("workflow.tasks.a.args.params[0]")
                .hasMessageEndingWith(place(text, "\"file:"));
    }

    @Test
    void asksForNoFilesInADocumentFromElsewhere() throws Exception {
        var text = wasm("a", "\"file:../secret\"").replaceFirst("ipfs://\\w+", "file:a.wasm");
        var document = DagCbor.encode(DagJson.read(tasks(text)));
        assertThatRefuses(() -> Workflow.decode(document, Limits.DEFAULT, cid -> true))
                .hasWhat("workflow.tasks.a.args.mod: a module");
        var param = DagCbor.encode(DagJson.read(tasks(wasm("a", "\"file:../secret\""))));
        assertThat(Workflow.decode(param, Limits.DEFAULT, cid -> true).jobs()).hasSize(1);
    }

    @Test
    void readsARescueThatIsAPureFunction() throws Exception {
        var rescue = wasm("catch", "7, \"x\"").replaceFirst("^\"catch\": ", "");
        var read = read(file("\"catch\": " + rescue + ", \"tasks\": {}")).rescue().orElseThrow();

        assertThat(read.args(Ipld.of("why")).find("params"))
                .contains(Ipld.list(Ipld.of("why"), Ipld.of(7), Ipld.of("x")));
        assertThat(Rescue.answer(Ipld.map("ok", Ipld.of(1))))
                .isEqualTo(new Rescue.Answer.Ok(Ipld.of(1)));
        assertThat(Rescue.answer(Ipld.map("rewire", Ipld.of("a"))))
                .isEqualTo(new Rescue.Answer.Rewire("a"));
        assertThat(Rescue.answer(Ipld.map("msg", Ipld.of("no"))))
                .isEqualTo(new Rescue.Answer.Rethrow("no"));
        for (var wrong : List.of(Ipld.map(), Ipld.map("no", Ipld.of(1)), Ipld.of(1))) {
            assertThatRefuses(() -> Rescue.answer(wrong)).hasWhat("catch");
        }
        assertThatRefuses(() -> Rescue.answer(Ipld.map("msg", Ipld.of(1)))).hasWhat("catch.msg");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"/wasm/run\" | \"/http/get\" | catch.cmd: a function",
                "[1] | [{\"await/ok\": \"a\"}] | arguments that await nothing",
                "[1]} | [1]}, \"nonce\": \"x\" | an empty nonce",
            })
    void refusesARescueThatIsMore(String good, String bad, String reason) {
        var rescue = wasm("catch", "1").replaceFirst("^\"catch\": ", "").replace(good, bad);
        var text = file("\"catch\": " + rescue + ", \"tasks\": {" + wasm("a", "") + "}");

        assertThat(refusal(text)).hasMessageContaining(reason);
    }

    @Test
    void keepsSecretWhatIsMadeOfASecret() throws Exception {
        var secret = "\"meta\": {\"ipvm/config\": {\"secret\": true}}";
        var open = "\"meta\": {\"ipvm/config\": {\"secret\": false}}";
        var chain =
                String.join(
                        ",\n",
                        wasm("a", "", secret),
                        wasm("b", await("a")),
                        wasm("c", await("b")),
                        wasm("d", "", open));

        assertThat(read(tasks(chain)).jobs())
                .extracting(job -> job.config().isSecret())
                .containsExactly(true, true, true, false);
        var open5 = tasks(chain + ",\n" + wasm("e", "0, " + await("c"), open));
        assertThat(refusal(open5))
                .hasMessageContaining("an input that is not secret")
                .hasMessageEndingWith("the end of 'c'" + place(open5, await("c")));
        assertThat(refusal(file("\"defaults\": {\"secret\": false}, \"tasks\": {" + chain + "}")))
                .hasMessageContaining("tasks.b.args.params[0]: an input that is not secret");
    }
}
