package ipvm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ipvm.data.Vectors;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsTest {

    @TempDir Path folder;
    private Shell shell;

    @BeforeEach
    void enter() throws IOException {
        shell = new Shell(folder);
        Files.write(folder.resolve("add.wasm"), Vectors.bytes("homestar/core_add.wasm").toArray());
    }

    private void conf(String... lines) throws IOException {
        Files.createDirectories(shell.home());
        Files.write(
                shell.home().resolve("ipvm.conf"),
                String.join("\n", lines).getBytes(StandardCharsets.UTF_8));
    }

    private Shell.Ran add(String... options) {
        var words = new String[4 + options.length];
        System.arraycopy(new String[] {"run", "add.wasm", "add_one", "41"}, 0, words, 0, 4);
        System.arraycopy(options, 0, words, 4, options.length);
        return shell.run(words);
    }

    private String refusal(String... lines) throws IOException {
        conf(lines);
        var ran = add();
        assertThat(ran.exit()).isEqualTo(Exit.USAGE);
        assertThat(ran.out()).isEmpty();
        return ran.err();
    }

    @Test
    void theFileThatInitWritesChangesNothing() {
        shell.run("init").ok();

        assertThat(add().ok().out()).isEqualTo("42\n");
    }

    @Test
    void theInterpreterSendsTheSameBill() throws Exception {
        var compiled = add("--json", "--nonce", "000000000000000000000001").ok().json();
        conf("wasm.machine = endive");
        var interpreted = add("--json", "--nonce", "000000000000000000000002").ok().json();

        for (var field : List.of("out", "fuel", "pages", "recalled")) {
            assertThat(interpreted.find(field)).isEqualTo(compiled.find(field));
        }
    }

    @Test
    void boundsAreTakenFromTheFile() throws Exception {
        conf("# a comment", "", "fuel.default = 3", "fuel.max=1M");

        assertThat(add().exit()).isEqualTo(Exit.EXHAUSTED);
        assertThat(add("--fuel", "4").ok().out()).isEqualTo("42\n");
        assertThat(add("--fuel", "2M").err()).contains("--fuel: at most 1M here");
    }

    @Test
    void aVariableWinsOverTheFile() throws Exception {
        conf("fuel.default = 3");
        shell.variable("IPVM_FUEL_DEFAULT", "1k");

        assertThat(add().ok().out()).isEqualTo("42\n");
        shell.variable("IPVM_FUEL_DEFAULT", "many");
        assertThat(add().err()).contains("IPVM_FUEL_DEFAULT: fuel.default: 'many' is no amount");
    }

    @Test
    void anUnknownVariableIsOnlyNoted() {
        shell.variable("IPVM_FUEL_DEFUALT", "1");

        assertThat(add().ok().err()).contains("IPVM_FUEL_DEFUALT means nothing here");
    }

    @Test
    void anUnknownKeyIsNamedWithItsPlaceAndItsNeighbour() throws Exception {
        assertThat(refusal("", "fuel.mx = 3"))
                .contains("ipvm.conf:2: unknown key 'fuel.mx'; did you mean 'fuel.max'?");
        assertThat(refusal("in.kitchen.colour = red")).contains("'in.kitchen.colour'");
        assertThat(refusal("limits.rule.queueMin = 3")).contains("'limits.rule.queueMin'");
    }

    @Test
    void aWrongValueIsNamedWithItsPlace() throws Exception {
        assertThat(refusal("memory.max = big"))
                .contains("ipvm.conf:1: memory.max: 'big' is no size");
        assertThat(refusal("wasm.machine = slow"))
                .contains("ipvm.conf:1: wasm.machine: 'slow' is none of fast, endive");
    }

    @Test
    void aLineThatIsNoPairIsNamed() throws Exception {
        assertThat(refusal("fuel.max")).contains("ipvm.conf:1: 'fuel.max' is no 'key = value'");
        assertThat(refusal("= 3")).contains("ipvm.conf:1");
    }

    @Test
    void aKeyThatIsThereTwiceIsRefused() throws Exception {
        assertThat(refusal("time.max = 1s", "time.max = 2s"))
                .contains("ipvm.conf:2: time.max is already set at")
                .contains("ipvm.conf:1");
    }

    @Test
    void keysWithNamesAndLimitsAreKnown() throws Exception {
        conf("in.kitchen.mqtt = a/b", "out.alarm.unit = C", "limits.rule.queueMax = 64");

        assertThat(add().ok().out()).isEqualTo("42\n");
    }

    @Test
    void aFileThatIsNoTextIsNamed() throws Exception {
        conf("");
        Files.write(shell.home().resolve("ipvm.conf"), new byte[] {'#', (byte) 0xff, '\n'});

        assertThat(add().err()).contains("ipvm.conf").contains("not UTF-8");
    }
}
