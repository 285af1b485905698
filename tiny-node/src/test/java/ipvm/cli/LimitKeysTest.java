package ipvm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ipvm.data.Vectors;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A limit that is set lower is felt.
class LimitKeysTest {

    @TempDir Path folder;
    private Shell shell;

    @BeforeEach
    void enter() throws Exception {
        shell = new Shell(folder);
        shell.run("init").ok();
    }

    private Settings settings(String... lines) throws Exception {
        var home = new Home(shell.home());
        Files.writeString(home.conf(), String.join("\n", lines) + "\n");
        return Settings.of(home, shell.call());
    }

    @ParameterizedTest
    @CsvSource({
        "core_add.wasm, limits.jit.functionsMax",
        "example_add.wasm, limits.wasm.typeNodesMax"
    })
    void refusesAModuleThatIsMore(String module, String key) throws Exception {
        Files.write(folder.resolve("m.wasm"), Vectors.bytes("homestar/" + module).toArray());

        var ran = shell.run("run", "m.wasm", "add_one", "1", "--set", key + "=1");

        assertThat(ran.exit()).as(ran.err()).isEqualTo(Exit.USAGE);
        assertThat(ran.err()).contains("Refused: ");
        shell.run("run", "m.wasm", "add_one", "1").ok();
    }

    @Test
    void failsAnEffectThatAsksForMore() throws Exception {
        Files.writeString(
                folder.resolve("w.json"),
                "{\"v\":\"0.1.0\",\"tasks\":{\"a\":{\"cmd\":\"/random/bytes\",\"args\":{\"n\":9},"
                        + "\"nonce\":\"x\"}}}");
        settings("limits.effect.randomBytesMax = 8");

        var ran = shell.run("workflow", "run", "w.json");

        assertThat(ran.exit()).isEqualTo(Exit.FAILED);
        assertThat(ran.out()).contains("BadArgument").contains("8");
    }

    @Test
    void reachesTheNodeAndItsRules() throws Exception {
        var settings =
                settings(
                        "limits.node.waitersMax = 3",
                        "limits.rule.failuresMax = 2",
                        "limits.rule.everyMillisMin = 1k");
        try (var station = Station.open(new Home(shell.home()), shell.call(), settings)) {
            assertThat(station.rights().limits().waitersMax()).isEqualTo(3);
            assertThat(station.rights().limits().effectsMax())
                    .isEqualTo(ipvm.node.Limits.DEFAULT.effectsMax());
            var stance =
                    new RuleStance(station::home, shell.call(), settings)
                            .stance(station.most(), (name, value) -> {});
            assertThat(stance.terms().limits().failuresMax()).isEqualTo(2);
            assertThat(stance.terms().limits().everyMillisMin()).isEqualTo(1_000);
        }
    }

    @Test
    void isAKeyForEachFieldOfEachPackage() throws Exception {
        var text = Config.text();
        for (var limits :
                new Record[] {
                    ipvm.wasm.Limits.DEFAULT.core(),
                    ipvm.effect.Limits.DEFAULT,
                    ipvm.rule.Limits.DEFAULT,
                    ipvm.node.Limits.DEFAULT
                }) {
            var name = limits.getClass().getPackageName().substring("ipvm.".length());
            for (var part : limits.getClass().getRecordComponents()) {
                assertThat(text).contains("#limits." + name + "." + part.getName() + " = ");
            }
        }
        assertThat(text).contains("#limits.wasm.nestingMax = ").doesNotContain("limits.wasm.core");
        for (var fixed : new String[] {"data", "key", "ucan", "task"}) {
            assertThat(text).doesNotContain("limits." + fixed);
        }
    }

    @Test
    void refusesARuleThatAsksForMore() throws Exception {
        Files.writeString(
                folder.resolve("rule.json"),
                "{\"name\":\"r\",\"on\":{\"every\":\"1s\"},"
                        + "\"do\":{\"cmd\":\"/time/now\",\"args\":{}}}");
        Files.writeString(folder.resolve("events.jsonl"), "");
        Files.writeString(folder.resolve("expected.jsonl"), "");
        shell.run("test", ".").ok();

        for (var key : new String[] {"documentBytesMax=20", "everyMillisMin=2k"}) {
            for (var line : new String[] {"rule add rule.json", "test ."}) {
                var words = (line + " --set limits.rule." + key).split(" ", -1);
                assertThat(shell.run(words).exit()).as(line + key).isEqualTo(Exit.USAGE);
            }
        }
        shell.run("rule", "add", "rule.json").ok();
        settings("limits.rule.everyMillisMin = 2k");
        assertThat(shell.run("rule", "list").ok().out()).contains("a time from 2000 ms");
    }

    @Test
    void takesAModuleThatIsLargerOnlyWhereThatIsSet() throws Exception {
        Files.write(folder.resolve("m.wasm"), new byte[(8 << 20) + 1]);

        assertThat(shell.run("run", "m.wasm", "f").err()).contains("at most 8388608 allowed");
        assertThat(shell.run("run", "m.wasm", "f", "--set", "limits.jit.moduleBytesMax=9M").err())
                .contains("Refused")
                .doesNotContain("at most");
    }

    @Test
    void saysWhichValueMakesNoSense() throws Exception {
        settings("limits.effect.randomBytesMax = 2G");
        assertThat(shell.run("config", "check").err()).contains("ipvm.conf:1: limits.effect.");
        settings("limits.effect.pathCharsMax = 2M");
        assertThat(shell.run("config", "check").err()).contains("2000000 is not in 1..1048576");
        settings("limits.node.waitersMax = 0");
        assertThat(shell.run("config", "check").exit()).isEqualTo(Exit.USAGE);
        settings();
        assertThat(shell.run("config", "check", "--set", "limits.data.depthMax=9").err())
                .contains("unknown key 'limits.data.depthMax'");
    }
}
