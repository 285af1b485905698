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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigTest {

    @TempDir Path folder;
    private Shell shell;

    @BeforeEach
    void enter() throws IOException {
        shell = new Shell(folder);
        Files.createDirectories(shell.home());
        Files.write(folder.resolve("add.wasm"), Vectors.bytes("homestar/core_add.wasm").toArray());
    }

    private void conf(String text) throws IOException {
        Files.writeString(shell.home().resolve("ipvm.conf"), text);
    }

    @Test
    void checksWhatWasWrittenByInit() throws Exception {
        shell.run("init").ok();

        assertThat(shell.run("config", "check", "--json").ok().json())
                .isEqualTo(Ipld.map("valid", Ipld.of(true), "keys", Ipld.of(0)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "log.level = loud",
                "log.format = xml",
                "coap.port = 70000",
                "workers = 0",
                "fuel.max = much",
                "memory.max = 3 fuel",
                "receipts.keep = long",
                "http.private = perhaps",
                "trust = nobody",
                "limits.rule.queueMax = 0",
                "in.kitchen.open = ajar",
            })
    void findsAWrongValueThatNoOtherCommandNeeds(String line) throws Exception {
        conf("# one\n" + line + "\n");

        var ran = shell.run("config", "check");

        assertThat(ran.exit()).isEqualTo(Exit.USAGE);
        assertThat(ran.err()).contains("ipvm.conf:2: " + line.substring(0, line.indexOf(' ')));
    }

    @Test
    void showsEveryKeyWithWhereItsValueComesFrom() throws Exception {
        conf("fuel.max = 2G\nin.kitchen.mqtt = a/b\n");
        shell.variable("IPVM_TIME_MAX", "1m");

        var shown = shell.run("config", "show", "--set", "fuel.default=7M", "--json").ok();

        assertThat(shown.jsonLines())
                .hasSize(Config.names().size() + 1)
                .contains(
                        row("fuel.max", "2G", shell.home() + "/ipvm.conf:1"),
                        row("in.kitchen.mqtt", "a/b", shell.home() + "/ipvm.conf:2"),
                        row("time.max", "1m", "IPVM_TIME_MAX"),
                        row("fuel.default", "7M", "--set"),
                        row("disk.max", "1GiB", "default"));
        assertThat(shell.run("config", "show").ok().out())
                .containsPattern("disk.max +1GiB +default");
    }

    private static Ipld.Map row(String key, String value, String from) {
        return Ipld.map("key", Ipld.of(key), "value", Ipld.of(value), "from", Ipld.of(from));
    }

    @Test
    void aKeyOnTheLineWinsOverFileAndVariable() throws Exception {
        conf("fuel.default = 1\n");
        shell.variable("IPVM_FUEL_DEFAULT", "2");
        var words = new String[] {"run", "add.wasm", "add_one", "41", "--set", "fuel.default=4"};

        assertThat(shell.run(words).ok().out()).isEqualTo("42\n");
        words[5] = "fuel.default=3";
        assertThat(shell.run(words).exit()).isEqualTo(Exit.OK); // recalled
        words[5] = "fuel.defualt=3";
        assertThat(shell.run(words).err())
                .contains("--set: unknown key 'fuel.defualt'; did you mean 'fuel.default'?");
        words[5] = "fuel.default";
        assertThat(shell.run(words).err()).contains("--set: 'fuel.default' is no KEY=VALUE");
        words[5] = "fuel.default=many";
        assertThat(shell.run(words).err()).contains("--set: fuel.default: 'many' is no amount");
    }

    @Test
    void standsOnTheLastGoodFileOnlyWhereNobodySits() throws Exception {
        shell.run("init").ok();
        var home = new Home(shell.home());
        conf("fuel.max = 2G\n");
        Service.keep(home, Service.settings(home, shell.call()));
        conf("fuel.max = much\n");

        assertThat(shell.run("up").exit()).isEqualTo(Exit.USAGE);
        shell.variable("INVOCATION_ID", "1");
        var settings = Service.settings(home, shell.call());

        assertThat(settings.value("fuel.max")).isEqualTo("2G");
        assertThat(settings.fault().orElseThrow()).contains("ipvm.conf:1: fuel.max: 'much'");
        Service.keep(home, settings);
        assertThat(home.goodConf()).content().isEqualTo("fuel.max = 2G\n");
        Files.delete(home.goodConf());
        assertThat(shell.run("up").exit()).isEqualTo(Exit.USAGE);
    }
}
