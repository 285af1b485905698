package ipvm.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import ipvm.data.Bytes;
import ipvm.data.Ipld;
import ipvm.data.Vectors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkflowRunTest {

    @TempDir Path folder;
    private Shell shell;

    @BeforeEach
    void enter() throws IOException {
        shell = new Shell(folder);
        for (var name : List.of("example_test.wasm", "core_add.wasm", "ids.wasm")) {
            Files.write(folder.resolve(name), Vectors.bytes("homestar/" + name).toArray());
        }
    }

    private static Ipld of(Ipld.Map object, String key) {
        return object.find(key).orElseThrow();
    }

    private static Ipld link(JsonNode node, String field) {
        return Ipld.of(Vectors.cid(node.get(field).textValue()));
    }

    /// Where the module or the image is not to be had, the names are compared alone.
    @Test
    void givesHomestarsNamesReceiptsAndValuesForItsWorkflows() throws Exception {
        shell.run("run", "example_test.wasm", "add_one", "0").ok();
        int named = 0;
        int received = 0;
        for (var golden : Vectors.json("homestar/golden-fixtures-v0.3.0.json")) {
            var file = golden.get("file").textValue();
            Files.write(
                    folder.resolve(file),
                    Vectors.bytes("homestar/golden-workflows/" + file).toArray());
            var ran = shell.run("workflow", "run", file, "--json");
            assertThat(ran.out()).as(file + ran.err()).isNotEmpty();
            var lines = ran.jsonLines();
            assertThat(of(lines.getLast(), "workflow")).isEqualTo(link(golden, "workflow"));
            for (var line : lines.subList(0, lines.size() - 1)) {
                var name = ((Ipld.Text) of(line, "name")).value();
                var said = golden.get("tasks").get(Integer.parseInt(name));
                assertThat(of(line, "instruction")).isEqualTo(link(said, "instruction"));
                assertThat(of(line, "ran")).isEqualTo(link(said, "ran"));
                named++;
                if (said.hasNonNull("receipt") && said.get("out").isArray()) {
                    assertThat(of(line, "homestar_receipt")).isEqualTo(link(said, "receipt"));
                    var value = Ipld.of(said.get("out").get(1).longValue());
                    assertThat(of(line, "out")).isEqualTo(Ipld.map("ok", value));
                    received++;
                }
            }
        }
        System.out.println("homestar workflows: " + named + " tasks, " + received + " receipts");
        assertThat(named).isGreaterThanOrEqualTo(15);
        assertThat(received).isGreaterThanOrEqualTo(7);
    }

    private Shell.Ran workflow(String tasks) throws IOException {
        return workflow(tasks, "");
    }

    private Shell.Ran workflow(String tasks, String more) throws IOException {
        var text = "{\"v\":\"0.1.0\"" + more + ",\"tasks\":{" + tasks + "}}";
        Files.writeString(folder.resolve("w.json"), text);
        return shell.run("workflow", "run", "w.json", "--json");
    }

    private static String call(String label, String module, String function, String params) {
        return "\"%s\":{\"cmd\":\"/wasm/run\",\"args\":{\"mod\":\"file:%s\",\"fun\":\"%s\",\"params\":%s},\"nonce\":\"\"}"
                .formatted(label, module, function, params);
    }

    @Test
    void passesValuesAlongAndGoesOnWhereItWas() throws Exception {
        var tasks =
                call("a", "core_add.wasm", "add_one", "[1]")
                        + ","
                        + call("b", "core_add.wasm", "add_one", "[{\"await/ok\":\"a\"}]");
        var first = workflow(tasks).ok().jsonLines();
        assertThat(of(first.get(1), "out")).isEqualTo(Ipld.map("ok", Ipld.of(3)));

        var again = workflow(tasks).ok().jsonLines();
        assertThat(of(again.get(0), "recalled")).isEqualTo(Ipld.of(true));
        assertThat(of(again.get(1), "recalled")).isEqualTo(Ipld.of(true));
    }

    @Test
    void endsWhatAwaitsTheOtherBranchAndSaysTheHighestExit() throws Exception {
        var tasks =
                call("a", "core_add.wasm", "no_such", "[]")
                        + ","
                        + call("b", "core_add.wasm", "add_one", "[{\"await/ok\":\"a\"}]")
                        + ","
                        + call("c", "ids.wasm", "id-string", "[{\"await/error\":\"a\"}]");
        var ran = workflow(tasks);

        assertThat(ran.exit()).isEqualTo(Exit.FAILED);
        assertThat(ran.out())
                .contains("\"name\":\"NoSuchFunction\"")
                .contains("\"name\":\"BranchMismatch\"");
        assertThat(of(ran.jsonLines().getLast(), "done")).isEqualTo(Ipld.of(0));
    }

    @Test
    void tellsAgainWhatAWorkflowCameTo() throws Exception {
        var tasks =
                call("a", "core_add.wasm", "no_such", "[]")
                        + ","
                        + call("b", "core_add.wasm", "add_one", "[{\"await/ok\":\"a\"}]")
                        + ","
                        + call("c", "core_add.wasm", "add_one", "[1]");
        var ran = workflow(tasks);
        var cid = ((Ipld.Link) of(ran.jsonLines().getLast(), "workflow")).cid().toString();

        var waited = shell.run("wait", cid, "--json");

        assertThat(waited.exit()).isEqualTo(ran.exit()).isEqualTo(Exit.FAILED);
        assertThat(waited.jsonLines())
                .extracting(line -> line.find("name"), line -> line.find("out"))
                .containsExactlyInAnyOrderElementsOf(
                        ran.jsonLines().stream()
                                .map(line -> tuple(line.find("name"), line.find("out")))
                                .toList());
        assertThat(waited.jsonLines().getLast()).isEqualTo(ran.jsonLines().getLast());
        assertThat(shell.run("wait", cid).exit()).isEqualTo(Exit.FAILED);
    }

    @Test
    void asksTheWorldLastAndOnlyOnce() throws Exception {
        Files.createDirectory(folder.resolve("root"));
        shell.variable("IPVM_FILE_ROOT", "root");
        var tasks =
                "\"tell\":{\"cmd\":\"/file/write\",\"args\":{\"path\":\"x\",\"bytes\":"
                        + "{\"/\":{\"bytes\":\"AQID\"}}},\"nonce\":\"n1\"},"
                        + call("a", "core_add.wasm", "add_one", "[1]");
        var lines = workflow(tasks).ok().jsonLines();

        assertThat(of(lines.get(0), "name")).isEqualTo(Ipld.of("a"));
        assertThat(of(lines.get(1), "name")).isEqualTo(Ipld.of("tell"));
        var written = folder.resolve("root").resolve("x");
        assertThat(Files.readAllBytes(written)).containsExactly(1, 2, 3);
        Files.delete(written);
        assertThat(of(workflow(tasks).ok().jsonLines().get(1), "recalled"))
                .isEqualTo(Ipld.of(true));
        assertThat(written).doesNotExist();
    }

    @Test
    void withholdsACommandWhenSomethingBeforeItFailed() throws Exception {
        Files.createDirectory(folder.resolve("root"));
        shell.variable("IPVM_FILE_ROOT", "root");
        var tasks =
                "\"tell\":{\"cmd\":\"/file/write\",\"args\":{\"path\":\"x\",\"bytes\":"
                        + "{\"/\":{\"bytes\":\"AQID\"}}},\"nonce\":\"n1\"},"
                        + call("a", "core_add.wasm", "no_such", "[]");

        assertThat(workflow(tasks).out()).contains("\"name\":\"NotFired\"");
        assertThat(folder.resolve("root").resolve("x")).doesNotExist();
    }

    @Test
    void takesAnotherWorkflowOnByTheRightOfThisOne() throws Exception {
        shell.run("run", "core_add.wasm", "add_one", "0").ok();
        var inner =
                "{\"v\":\"0.1.0\",\"tasks\":{\"x\":{\"cmd\":\"/wasm/run\",\"args\":{\"mod\":\"%s\",\"fun\":\"add_one\",\"params\":[70]},\"nonce\":\"\"}}}"
                        .formatted(name("core_add.wasm"));
        var lines =
                workflow(
                                "\"e\":{\"cmd\":\"/task/enqueue\",\"args\":{\"workflow\":"
                                        + inner
                                        + "},\"nonce\":\"n\"}")
                        .ok()
                        .jsonLines();

        assertThat(of((Ipld.Map) of(lines.getFirst(), "out"), "ok")).isInstanceOf(Ipld.Link.class);
    }

    private static String name(String module) throws IOException {
        var bytes = Vectors.bytes("homestar/" + module).stream();
        return "ipfs://" + new ipvm.data.UnixFsWriter(block -> {}).file(bytes).cid();
    }

    @Test
    void runsAModuleThatStandsInTheWorkflowItself() throws Exception {
        var module = Base64.getEncoder().encodeToString(bytes("core_add.wasm"));
        var task =
                "\"a\":{\"cmd\":\"/wasm/run\",\"args\":{\"mod\":\"data:application/wasm;base64,%s\","
                        + "\"fun\":\"add_one\",\"params\":[1]}}";
        var ran = workflow(task.formatted(module)).ok();

        var row = ran.jsonLines().getFirst();
        assertThat(row.find("out")).contains(Ipld.map("ok", Ipld.of(2)));
        assertThat(row.find("instruction")).as("Homestar knows none").contains(Ipld.ofNull());
        var torn = workflow(task.formatted(module + "*"));
        assertThat(torn.exit()).isEqualTo(Exit.FAILED);
        assertThat(torn.out()).contains("BadArgument").contains("base64 after the comma");
    }

    private static byte[] bytes(String module) throws IOException {
        return Vectors.bytes("homestar/" + module).toArray();
    }

    @Test
    void namesTheLineOfAFaultAndRunsNothing() throws Exception {
        Files.writeString(folder.resolve("w.json"), "{\"v\":\"0.1.0\",\n \"task\":{}}");
        var ran = shell.run("workflow", "run", "w.json");

        assertThat(ran.exit()).isEqualTo(Exit.USAGE);
        assertThat(ran.err()).contains("w.json").contains("w.json:2:2: ");
        var missing = workflow(call("a", "none.wasm", "f", "[]"));
        assertThat(missing.exit()).isEqualTo(Exit.USAGE);
        assertThat(missing.err()).contains("none.wasm");
        assertThat(shell.input(Bytes.EMPTY).run("workflow", "run", "no.json").exit())
                .isEqualTo(Exit.NOT_FOUND);
    }
}
