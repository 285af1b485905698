package ipvm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ipvm.data.Ipld;
import ipvm.data.Vectors;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is seen of a secret: its value by whoever asked for it, and that it is one by all others.
class SecretTest {

    private static final String WORKFLOW =
            "{\"v\":\"0.1.0\",\"tasks\":{"
                    + "\"a\":{\"cmd\":\"/wasm/run\",\"args\":{\"mod\":\"file:add.wasm\","
                    + "\"fun\":\"add_one\",\"params\":[40]},"
                    + "\"meta\":{\"ipvm/config\":{\"secret\":true}}},"
                    + "\"b\":{\"cmd\":\"/wasm/run\",\"args\":{\"mod\":\"file:add.wasm\","
                    + "\"fun\":\"add_one\",\"params\":[{\"await/ok\":\"a\"}]}}}}";

    @TempDir Path folder;
    private Shell shell;

    @BeforeEach
    void enter() throws Exception {
        shell = new Shell(folder);
        Files.write(folder.resolve("add.wasm"), Vectors.bytes("homestar/core_add.wasm").toArray());
        Files.writeString(folder.resolve("w.json"), WORKFLOW);
    }

    private static Ipld of(Ipld.Map map, String key) {
        return map.find(key).orElseThrow();
    }

    private static String cid(Ipld value) {
        return ((Ipld.Link) value).cid().toString();
    }

    @Test
    void isShownToWhomItIsForAndSealedToEverybodyElse() throws Exception {
        for (var recalled : new boolean[] {false, true}) {
            var steps = shell.run("workflow", "run", "w.json", "--json").ok().jsonLines();
            assertThat(of(steps.get(0), "out")).isEqualTo(Ipld.map("ok", Ipld.of(41)));
            assertThat(of(steps.get(1), "out")).isEqualTo(Ipld.map("ok", Ipld.of(42)));
            assertThat(of(steps.get(1), "recalled")).isEqualTo(Ipld.of(recalled));
        }
        var step = shell.run("workflow", "run", "w.json", "--json").ok().jsonLines().get(1);
        var task = cid(of(step, "task"));
        var receipt = cid(of(step, "receipt"));
        var did = ((Ipld.Text) of(step, "on")).value();

        assertThat(shell.run("receipts").ok().lines())
                .hasSize(2)
                .allMatch(line -> line.contains("sealed for " + did));
        for (var name : new String[] {task, receipt}) {
            assertThat(shell.run("trace", name).ok().out()).contains("sealed for " + did);
            assertThat(of(shell.run("trace", name, "--json").ok().json(), "kind"))
                    .isEqualTo(Ipld.of("sealed"));
        }
        assertThat(shell.run("inspect", receipt).ok().out()).contains("ipvm/sealed");
        assertThat(shell.run("wait", task).ok().out()).contains("sealed for " + did);
        assertThat(shell.run("wait", task).ok().out()).doesNotContain("42");
        var replay = shell.run("replay", receipt);
        assertThat(replay.exit()).isEqualTo(Exit.DENIED);
        assertThat(replay.err()).contains("sealed for " + did);
    }

    @Test
    void isNoneForWhoAsksForTheSameOpenly() throws Exception {
        shell.run("workflow", "run", "w.json").ok();
        var open = shell.run("run", "add.wasm", "add_one", "41", "--json").ok().json();
        assertThat(of(open, "recalled")).isEqualTo(Ipld.of(false));
        assertThat(shell.run("trace", cid(of(open, "task"))).ok().out()).contains("add_one");
        assertThat(shell.run("run", "add.wasm", "add_one", "41", "--json").ok().out())
                .contains("\"recalled\":true");
    }

    @Test
    void goesWithTheStoreAsItIs() throws Exception {
        shell.run("workflow", "run", "w.json").ok();
        shell.run("store", "check").ok();
        shell.run("store", "export", "all.car").ok();
        var other = new Shell(folder.resolve("other"), 2);
        Files.createDirectories(folder.resolve("other"));
        Files.copy(folder.resolve("all.car"), folder.resolve("other/all.car"));
        other.run("store", "import", "all.car").ok();
        assertThat(other.run("receipts").ok().lines())
                .hasSize(2)
                .allMatch(line -> line.contains("sealed for"));
        var text =
                new String(
                        Files.readAllBytes(folder.resolve("all.car")), StandardCharsets.ISO_8859_1);
        assertThat(text).contains("ipvm/sealed");
    }
}
