package ipvm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ipvm.data.Bytes;
import ipvm.data.Ipld;
import ipvm.data.Vectors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// `workflow check` and `workflow graph`, neither of which needs a home.
class WorkflowTest {

    private static final String GOOD =
            """
            {"v": "0.1.0", "tasks": {
              "small": {"cmd": "/wasm/run",
                "args": {"mod": "file:task.wasm", "fun": "resize", "params": ["file:photo.png", 64]}},
              "now": {"cmd": "/time/now", "args": {}},
              "tell": {"cmd": "/log/write", "args": {"text": [{"await/ok": "small"},
                {"await/*": "now"}]}},
              "sorry": {"cmd": "/log/write", "args": {"text": {"await/error": "small"}}}}}
            """;

    @TempDir Path folder;
    private Shell shell;

    @BeforeEach
    void enter() throws IOException {
        shell = new Shell(folder);
        write("task.wasm", "a module");
        write("photo.png", "a photo");
    }

    private void write(String name, String text) throws IOException {
        var path = folder.resolve(name);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
    }

    @Test
    void saysOfARightFileItsNameAndHowMuchItIs() throws Exception {
        write("w.json", GOOD);

        var ran = shell.run("workflow", "check", "w.json", "--json").ok();
        var object = ran.json();

        assertThat(ran.err()).isEmpty();
        assertThat(object.find("valid")).contains(Ipld.of(true));
        assertThat(object.find("tasks")).contains(Ipld.of(4));
        var name = ((Ipld.Link) object.find("workflow").orElseThrow()).cid().toString();
        assertThat(shell.run("workflow", "check", "w.json").ok().out())
                .isEqualTo("valid: 4 tasks, " + name + "\n");
        assertThat(shell.input(Bytes.utf8(GOOD)).run("workflow", "check", "-").ok().out())
                .contains(name);
        write("photo.png", "another");
        assertThat(shell.run("workflow", "check", "w.json").ok().out()).doesNotContain(name);
        assertThat(Files.exists(shell.home())).isFalse();
    }

    @Test
    void namesHomestarsWorkflowsAsHomestarDoes() throws Exception {
        var file = "golden-workflows/test-workflow-add-one-part-two.json";
        write("w.json", Vectors.text("homestar/" + file));

        var ran = shell.run("workflow", "check", "w.json").ok();

        for (var golden : Vectors.json("homestar/golden-fixtures-v0.3.0.json")) {
            if (file.endsWith(golden.get("file").textValue())) {
                assertThat(ran.out())
                        .isEqualTo("valid: 1 task, " + golden.get("workflow").textValue() + "\n");
            }
        }
        assertThat(ran.out()).startsWith("valid: 1 task, bafyrmi");
        assertThat(ran.err()).isEqualTo("1 of its awaits are of tasks of other workflows\n");
    }

    @Test
    void saysWhichEffectsAreNotHere() throws Exception {
        write("w.json", GOOD.replace("/time/now", "/time/nov"));

        assertThat(shell.run("workflow", "check", "w.json").ok().err())
                .startsWith("here there is no effect /time/nov")
                .contains("/time/now")
                .hasLineCount(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"small\"}, | \"smal\"}, | 5 | 52 | found 'smal'; did you mean 'small'?",
                "file:photo.png | file:foto.png | 3 | 67 | a file that can be read: found 'foto.png'",
                "file:photo.png | file:.. | 3 | 67 | a file beside this one or below",
                "\"now\": { | \"now\" { | 4 | 9 | ':'",
                "\"fun\" | \"fun\": 1, \"fun\" | 3 | 49 | 'fun' twice",
                "{\"await/ok\": \"small\"} | {\"await/ok\": \"tell\"} | 5 | 51 | found tell -> tell",
            })
    void namesThePlaceOfAFaultOnOneLine(
            String good, String bad, int line, int column, String reason) throws Exception {
        assertThat(GOOD).contains(good);
        write("sub/w.json", GOOD.replace(good, bad));
        write("sub/task.wasm", "a module");
        write("sub/photo.png", "a photo");

        var ran = shell.run("workflow", "check", "sub/w.json");

        assertThat(ran.exit()).isEqualTo(Exit.USAGE);
        assertThat(ran.err()).isEmpty();
        assertThat(ran.out())
                .startsWith("sub/w.json:" + line + ":" + column + ": ")
                .contains(reason)
                .hasLineCount(1);
        var json = shell.run("workflow", "check", "sub/w.json", "--json").json();
        assertThat(json.find("valid")).contains(Ipld.of(false));
        var error = (Ipld.Map) json.find("error").orElseThrow();
        assertThat(error.find("name")).contains(Ipld.of("Malformed"));
        assertThat(error.find("line")).contains(Ipld.of(line));
        assertThat(error.find("column")).contains(Ipld.of(column));
        assertThat(((Ipld.Text) error.find("message").orElseThrow()).value()).contains(reason);
    }

    @Test
    void cannotBeMadeToRepaintTheScreen() throws Exception {
        write("w.json", GOOD.replace("\"now\"}", "\"\\u001b[2J\\n\"}"));

        assertThat(shell.run("workflow", "check", "w.json").out())
                .contains("\\u{1b}[2J\\u{a}")
                .doesNotContain("\u001b")
                .hasLineCount(1);
    }

    @Test
    void saysThatAFileIsMissing() {
        for (var command : new String[] {"check", "graph"}) {
            var ran = shell.run("workflow", command, "no.json");
            assertThat(ran.exit()).isEqualTo(Exit.NOT_FOUND);
            assertThat(ran.err()).contains("no.json: no such file");
        }
    }

    @Test
    void drawsWhatAwaitsWhat() throws Exception {
        write("w.json", GOOD);

        var ran = shell.run("workflow", "graph", "w.json").ok();

        assertThat(ran.lines())
                .containsExactly(
                        "flowchart LR",
                        "  t0(\"now<br/>/time/now\")",
                        "  t1{{\"tell<br/>/log/write\"}}",
                        "  t2[\"small<br/>resize\"]",
                        "  t3{{\"sorry<br/>/log/write\"}}",
                        "  t2 --> t1",
                        "  t0 -->|any end| t1",
                        "  t2 -->|error| t3");
        assertThat(shell.run("workflow", "graph", "w.json", "--json").ok().json())
                .isEqualTo(Ipld.map("mermaid", Ipld.of(ran.out())));
    }

    @Test
    void drawsTheRescueDottedAndOtherWorkflowsTasksApart() throws Exception {
        var other = "bafyreihdwdcefgh4dqkjv67uzcmw7ojee6xedzdetojuzjevtenxquvyku";
        write(
                "w.json",
                GOOD.replace(
                                "\"tasks\":",
                                "\"catch\": {\"cmd\": \"/wasm/run\", \"args\": {\"mod\": \"data:,\","
                                        + " \"fun\": \"mend\", \"params\": []}}, \"tasks\":")
                        .replace("\"now\"}", "\"" + other + "\"}"));

        assertThat(shell.run("workflow", "graph", "w.json").ok().lines())
                .contains("  subgraph tasks", "  end", "  o0[/\"" + other + "\"/]")
                .contains("  o0 -->|any end| t1")
                .endsWith("  tasks -.->|failure| catch[\"catch<br/>mend\"]");
    }

    @Test
    void drawsNoLabelAsAnythingButText() throws Exception {
        var hostile = "x\\\"]\\nclick t0 \\\"javascript:alert(1)\\\" <img src=x>#quot;`end`\\u202e";
        write(
                "w.json",
                GOOD.replace("\"now\": {", "\"" + hostile + "\": {")
                        .replace("\"now\"}", "\"small\"}"));

        var ran = shell.run("workflow", "graph", "w.json").ok();

        assertThat(ran.lines()).hasSize(8);
        assertThat(ran.out())
                .contains(
                        "x#34;#93;#65533;click t0 #34;javascript:alert#40;1#41;#34; #60;img src=x")
                .doesNotContain("<img", "`", "\u202e");
        assertThat(ran.lines().stream().filter(line -> line.contains("javascript")).findFirst())
                .hasValueSatisfying(line ->
                        assertThat(line.chars().filter(c -> c == '"').count()).isEqualTo(2));
    }

    @Test
    void refusesToDrawWhatIsNoWorkflow() throws Exception {
        write("w.json", GOOD.replace("0.1.0", "0.2.0"));

        var ran = shell.run("workflow", "graph", "w.json");

        assertThat(ran.exit()).isEqualTo(Exit.USAGE);
        assertThat(ran.out()).isEmpty();
        assertThat(ran.err())
                .isEqualTo(
                        "ipvm workflow graph: w.json:1:2: workflow.v: version 0.1.0: found '0.2.0'\n");
    }
}
