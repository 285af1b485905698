package ipvm.task;

import static ipvm.task.Documents.await;
import static ipvm.task.Documents.file;
import static ipvm.task.Documents.post;
import static ipvm.task.Documents.wasm;
import static org.assertj.core.api.Assertions.assertThat;

import ipvm.data.Bytes;
import ipvm.data.MalformedException;
import ipvm.testkit.Fuzz;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Damaged workflows: what is accepted can be written, read again and brought in order.
class WorkflowFuzzTest {

    private static final List<String> FILES =
            List.of(
                    file(
                            """
                            "meta": {"x": [1.5]}, "parent": null,
                            "config": {"gas": 1000, "time": [2, "kilo", "seconds"]},
                            "defaults": {"memory": [9, "mega", "bytes"], "secret": null},
                            "catch": {"cmd": "/wasm/run",
                              "args": {"mod": "data:,", "fun": "c", "params": [1]}},
                            "tasks": {%s, %s, %s}\
                            """
                                    .formatted(
                                            wasm("a", "1", "\"nonce\": \"x\", \"prf\": []"),
                                            wasm("b", await("a") + ", {\"await/*\": \"a\"}"),
                                            post("c", "{\"await/error\": \"b\"}"))),
                    "{\"ipvm/workflow\": "
                            + file(
                                    "\"tasks\": {"
                                            + wasm(
                                                    "a",
                                                    "",
                                                    "\"meta\": {\"where\": \"here\", \"prio\": 1,"
                                                            + " \"ipvm/config\": {\"secret\": true,"
                                                            + " \"check\": {\"optimistic\": 2,"
                                                            + " \"referee\": \"did:a:b\"}}}")
                                            + "}")
                            + ", \"sig\": {\"/\": {\"bytes\": \"AAAA\"}}}");

    @Test
    void survivesDamagedFilesAndAlwaysNamesTheLine() throws Exception {
        var corpus = FILES.stream().map(Bytes::utf8).toList();
        Fuzz.of("IPVM workflow file", corpus, WorkflowFuzzTest::readOrSayWhere)
                .holding((input, workflow) -> requireSound(workflow))
                .run();
    }

    @Test
    void survivesDamagedBlocks() throws Exception {
        var corpus = new ArrayList<Bytes>();
        for (var text : FILES) {
            corpus.add(Documents.read(text).block().data());
        }
        Fuzz.of(
                        "IPVM workflow block",
                        corpus,
                        bytes -> Workflow.decode(bytes, Limits.DEFAULT, cid -> true))
                .holding((input, workflow) -> requireSound(workflow))
                .run();
    }

    private static Workflow readOrSayWhere(Bytes input) throws MalformedException {
        try {
            return Workflow.read(input, Limits.DEFAULT, cid -> true);
        } catch (MalformedException e) {
            assertThat(e.line()).as(e.getMessage()).isPositive();
            throw e;
        }
    }

    private static void requireSound(Workflow workflow) throws MalformedException {
        assertThat(Workflow.decode(workflow.block().data(), Limits.DEFAULT, cid -> true))
                .isEqualTo(workflow);
        assertThat(workflow.order()).hasSameSizeAs(workflow.jobs());
    }
}
