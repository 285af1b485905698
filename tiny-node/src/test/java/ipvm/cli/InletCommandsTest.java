package ipvm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ipvm.data.Ipld;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// `ipvm inlet`, `ipvm outlet`, `ipvm readings` and `ipvm watch` where no daemon runs.
class InletCommandsTest {

    @TempDir Path folder;
    private Shell shell;

    @BeforeEach
    void enter() {
        shell = new Shell(folder);
        shell.run("init").ok();
    }

    private Path conf() {
        return shell.home().resolve("ipvm.conf");
    }

    @Test
    void standInTheConfigurationAndLeaveTheRestOfItAlone() throws Exception {
        var before = Files.readString(conf());
        var added =
                shell.run("inlet", "add", "kitchen", "--mqtt", "zigbee/+", "--rate", "10/s").ok();
        assertThat(added.out()).isEqualTo("kitchen: added; it opens with 'ipvm up'\n");
        assertThat(Files.readString(conf()))
                .isEqualTo(before + "in.kitchen.mqtt = zigbee/+\nin.kitchen.rate = 10/s\n");

        var row = shell.run("inlet", "list", "--json").ok().json();
        assertThat(row.find("name")).contains(Ipld.of("kitchen"));
        assertThat(row.find("open")).contains(Ipld.of(false));
        assertThat(row.find("last")).contains(Ipld.ofNull());
        assertThat(shell.run("readings", "kitchen").ok().out()).isEmpty();

        assertThat(shell.run("inlet", "remove", "kitchen").ok().out())
                .isEqualTo("kitchen: removed\n");
        assertThat(Files.readString(conf())).isEqualTo(before);
        assertThat(shell.run("inlet", "list").ok().out()).isEmpty();
    }

    @Test
    void areKnownByOneName() {
        shell.run("inlet", "add", "door", "--coap").ok();
        var again = shell.run("inlet", "add", "door", "--coap");
        assertThat(again.exit()).isEqualTo(Exit.USAGE);
        assertThat(again.err()).contains("there is an inlet 'door' already");
        var gone = shell.run("inlet", "remove", "window");
        assertThat(gone.exit()).isEqualTo(Exit.NOT_FOUND);
        assertThat(gone.err()).contains("no inlet 'window' here");
        assertThat(shell.run("readings", "window").exit()).isEqualTo(Exit.NOT_FOUND);
    }

    @ParameterizedTest
    @CsvSource({
        "--mqtt, a/#/b, a topic filter",
        "--mqtt, a/b+, a topic filter",
        "--observe, http://x/y, a URI such as coap:",
        "--observe, coap:, a URI such as coap:",
        "--ble, kitchen, an address such as",
        "--rate, 10/s, a way for readings",
    })
    void sayWhatIsWrongAndChangeNothing(String option, String value, String says) throws Exception {
        var before = Files.readString(conf());
        var ran = shell.run("inlet", "add", "x", option, value);
        assertThat(ran.exit()).isEqualTo(Exit.USAGE);
        assertThat(ran.err()).contains("in.x").contains(says);
        assertThat(Files.readString(conf())).isEqualTo(before);
    }

    @ParameterizedTest
    @CsvSource({
        "in.x.mqtt = a/#/b, a topic filter",
        "in.x.coap = maybe, true or false",
        "in.x.rate = fast, an amount per time",
        "in.x.fuel = 1G/s, fuel for an hour or a day",
        "in.x.schema = 7, a policy over the reading",
    })
    void aWrongLineIsNamedByItsPlace(String line, String says) throws IOException {
        int lines = Files.readAllLines(conf()).size();
        Files.writeString(conf(), "in.x.open = true\n" + line + "\n", StandardOpenOption.APPEND);
        var ran = shell.run("config", "check");
        assertThat(ran.exit()).isEqualTo(Exit.USAGE);
        assertThat(ran.err()).contains("ipvm.conf:" + (lines + 2) + ": ").contains(says);
    }

    @Test
    void outletsAreThoseOfTheRulesAndWatchingNeedsADaemon() throws IOException {
        assertThat(shell.run("watch").exit()).isEqualTo(Exit.NOT_FOUND);
        assertThat(shell.run("outlet", "list").ok().out()).isEmpty();
        Files.createDirectories(shell.home().resolve("rules"));
        Files.writeString(
                shell.home().resolve("rules").resolve("r.json"),
                """
                {"name":"r","on":{"inlet":"x"},"out":"fan","do":{"cmd":"/time/now","args":{}}}
                """);
        var outlet = shell.run("outlet", "list", "--json").ok();
        assertThat(outlet.out()).contains("\"name\":\"fan\"").contains("\"rule\":\"r\"");
    }
}
