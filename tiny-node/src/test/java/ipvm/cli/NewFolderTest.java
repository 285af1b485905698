package ipvm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ipvm.data.Bytes;
import ipvm.data.Ipld;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NewFolderTest {

    /// What the text of a new rule becomes.
    private static final String CHECK =
            "0061736d0100000001060160017c017f0302010007090105636865636b00"
                    + "000a10010e002000440000000000000040630b";

    @TempDir Path folder;
    private Shell shell;

    @BeforeEach
    void enter() {
        shell = new Shell(folder);
    }

    private long entries() throws IOException {
        try (var files = Files.list(folder)) {
            return files.count();
        }
    }

    @ParameterizedTest
    @CsvSource({"wat, wat", "c, c", "as, ts"})
    void makesAFolderWithSourceBuildScriptAndReadme(String lang, String suffix) throws Exception {
        var ran = shell.run("new", "task", "lamp", "--lang", lang).ok();

        var task = folder.resolve("lamp");
        assertThat(ran.out()).contains("lamp." + suffix).contains("build").contains("README.md");
        assertThat(ran.err()).contains("cd lamp && ./build && ipvm run lamp.wasm add 2 3");
        assertThat(Files.readString(task.resolve("lamp." + suffix))).contains("add");
        assertThat(Files.readString(task.resolve("build"))).contains("lamp.wasm");
        assertThat(Files.isExecutable(task.resolve("build"))).isTrue();
        assertThat(Files.readString(task.resolve("README.md"))).doesNotContain("NAME", "NEEDS");
        assertThat(Files.exists(task.resolve("package.json"))).isEqualTo(lang.equals("as"));
        assertThat(entries()).isOne();
    }

    @ParameterizedTest
    @CsvSource({"wat, wat", "c, c", "as, ts"})
    void makesAFolderWithARuleAndItsRecording(String lang, String suffix) throws Exception {
        var ran = shell.run("new", "rule", "lamp", "--lang", lang).ok();

        assertThat(ran.err()).isEqualTo("Next: cd lamp && ./build && ipvm test .\n");
        var rule = folder.resolve("lamp");
        assertThat(Files.readString(rule.resolve("lamp." + suffix))).contains("check");
        assertThat(Files.isExecutable(rule.resolve("build"))).isTrue();
        assertThat(Files.readString(rule.resolve("README.md"))).doesNotContain("NAME", "NEEDS");
        assertThat(shell.run("test", "lamp").err()).contains("mod: no file ").contains("lamp.wasm");
        Files.write(rule.resolve("lamp.wasm"), Bytes.fromHex(CHECK).toArray());
        assertThat(shell.run("test", "lamp").ok().out())
                .isEqualTo("pass  lamp: fired 3, showed 3\n");
        assertThat(entries()).isOne();
    }

    @Test
    void listsWhatItMadeForAScript() throws Exception {
        var object = shell.run("new", "task", "lamp", "--lang", "c", "--json").ok().json();

        assertThat(object.find("name")).contains(Ipld.of("lamp"));
        assertThat(object.find("files"))
                .contains(Ipld.list(Ipld.of("lamp.c"), Ipld.of("build"), Ipld.of("README.md")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"../lamp", "/lamp", "Lamp", "1lamp", "la mp", ".", "lamp\n", "lamp;"})
    void refusesANameThatIsNoWord(String name) throws Exception {
        var ran = shell.run("new", "task", name, "--lang", "wat");

        assertThat(ran.exit()).isEqualTo(Exit.USAGE);
        assertThat(ran.err()).contains("is no name for a task");
        assertThat(entries()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"lamp, needs --lang", "lamp --lang rust, 'rust' is none of wat"})
    void refusesALanguageThatItDoesNotKnow(String words, String said) throws Exception {
        var ran = shell.run(("new task " + words).split(" ", -1));

        assertThat(ran.exit()).isEqualTo(Exit.USAGE);
        assertThat(ran.err()).contains(said);
        assertThat(entries()).isZero();
    }

    @Test
    void leavesAFolderAloneThatIsThere() throws Exception {
        var there = Files.createDirectory(folder.resolve("lamp"));

        var ran = shell.run("new", "task", "lamp", "--lang", "wat");

        assertThat(ran.exit()).isEqualTo(Exit.USAGE);
        assertThat(ran.err()).contains("lamp: exists already");
        assertThat(there).isEmptyDirectory();
        assertThat(entries()).isOne();
    }
}
