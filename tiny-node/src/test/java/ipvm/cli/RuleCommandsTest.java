package ipvm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ipvm.data.Ipld;
import ipvm.data.Vectors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `ipvm rule` where no daemon runs.
class RuleCommandsTest {

    @TempDir Path folder;
    private Shell shell;

    @BeforeEach
    void enter() throws IOException {
        shell = new Shell(folder);
        Files.write(folder.resolve("add.wasm"), Vectors.bytes("homestar/core_add.wasm").toArray());
        write(
                "{'name':'beat','on':{'every':'10s'},'do':{'mod':'file:add.wasm','fun':'add_one','params':[1]}}");
    }

    private void write(String json) throws IOException {
        Files.writeString(folder.resolve("beat.json"), json.replace('\'', '"'));
    }

    private Path kept() {
        return shell.home().resolve("rules").resolve("beat.json");
    }

    @Test
    void keepsARuleWithItsModuleAndSaysWhenItStarts() throws Exception {
        var added = shell.run("rule", "add", "beat.json").ok();
        assertThat(added.out()).isEqualTo("beat: added; it starts with 'ipvm up'\n");
        assertThat(Files.readString(kept())).contains("ipfs://bafk").doesNotContain("file:");

        var row = shell.run("rule", "list", "--json").ok().json();
        assertThat(row.find("name")).contains(Ipld.of("beat"));
        assertThat(row.find("on")).contains(Ipld.map("every", Ipld.of("10s")));
        assertThat(row.find("state")).contains(Ipld.of("added"));
        assertThat(row.find("next")).contains(Ipld.ofNull());
        var shown = shell.run("rule", "show", "beat", "--json").ok().json();
        assertThat(shown.find("name")).contains(Ipld.of("beat"));
    }

    @Test
    void refusesATakenNameAndARuleThatIsNone() throws Exception {
        shell.run("rule", "add", "beat.json").ok();
        var again = shell.run("rule", "add", "beat.json");
        assertThat(again.exit()).isEqualTo(Exit.USAGE);
        assertThat(again.err()).contains("there is a rule 'beat' already");
        write("{'name':'beat',\n 'onn':{}}");
        var bad = shell.run("rule", "add", "beat.json");
        assertThat(bad.exit()).isEqualTo(Exit.USAGE);
        assertThat(bad.err()).contains("beat.json:2:");
    }

    @Test
    void saysWhatIsWrongWithAFileAndListsTheOthers() throws Exception {
        shell.run("rule", "add", "beat.json").ok();
        Files.writeString(kept().resolveSibling("bad.json"), "{\n]");
        var listed = shell.run("rule", "list").ok();
        assertThat(listed.lines()).hasSize(2);
        assertThat(listed.lines().getFirst()).contains("bad.json:2:");
        assertThat(listed.lines().getLast())
                .startsWith("beat  {\"every\":\"10s\"}  added, fired 0");
    }

    @Test
    void removesARuleAndFindsNoneThatIsNotThere() {
        shell.run("rule", "add", "beat.json").ok();
        for (var verb : new String[] {"state", "log", "pause", "resume"}) {
            var early = shell.run("rule", verb, "beat");
            assertThat(early.exit()).isEqualTo(Exit.NOT_FOUND);
            assertThat(early.err()).contains("it begins with 'ipvm up'");
        }
        assertThat(shell.run("rule", "remove", "beat").ok().out()).isEqualTo("beat: removed\n");
        assertThat(kept()).doesNotExist();
        for (var verb : new String[] {"show", "state", "log", "pause", "resume", "remove"}) {
            assertThat(shell.run("rule", verb, "beat").exit()).isEqualTo(Exit.NOT_FOUND);
            assertThat(shell.run("rule", verb, "../x").exit()).isEqualTo(Exit.USAGE);
        }
    }
}
