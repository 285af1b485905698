package ipvm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogTest {

    @TempDir Path folder;
    private final ByteArrayOutputStream said = new ByteArrayOutputStream();

    private Log log(String conf) throws Exception {
        var shell = new Shell(folder);
        Files.writeString(folder.resolve("conf"), conf);
        var call = shell.call();
        var err = new PrintStream(said, true, StandardCharsets.UTF_8);
        var streams = new World.Streams(InputStream.nullInputStream(), err, err);
        var world = new World(streams, call.world().terminal(), call.world().host());
        return new Log(world, Settings.of(folder.resolve("conf"), call));
    }

    private String said() throws IOException {
        said.flush();
        return said.toString(StandardCharsets.UTF_8);
    }

    @Test
    void saysAnEventInALine() throws Exception {
        log("").line(Log.Level.WARN, "a line\nand \u001b[2J\n");

        assertThat(said()).isEqualTo("2027-01-15T08:00:00Z warn a line\\u{a}and \\u{1b}[2J\n");
    }

    @Test
    void saysItAsJson() throws Exception {
        log("log.format = json").line(Log.Level.ERROR, "\"x\"");

        assertThat(said())
                .isEqualTo("{\"at\":1800000000000,\"level\":\"error\",\"text\":\"\\\"x\\\"\"}\n");
    }

    @Test
    void saysNoMoreThanItsLevel() throws Exception {
        var log = log("log.level = warn");
        log.line(Log.Level.INFO, "not this");
        log.say(Log.Level.DEBUG);
        log.line(Log.Level.DEBUG, "but this");
        log.line(Log.Level.TRACE, "nor that");

        assertThat(said()).contains("but this").hasLineCount(1);
    }

    @Test
    void isNeverUnbounded() throws Exception {
        log("").line(Log.Level.INFO, "x".repeat(100_000));

        assertThat(said()).hasSizeLessThan(1_100);
    }
}
