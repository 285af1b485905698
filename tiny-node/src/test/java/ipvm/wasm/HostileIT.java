package ipvm.wasm;

import static org.assertj.core.api.Assertions.assertThat;

import ipvm.data.Ipld;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// A process with 32 MB of heap goes through all that is hostile in a row, and is as good as
/// before.
class HostileIT {

    private static final int ROUNDS = 3;

    @Test
    void aSmallProcessSurvivesAllOfThemInARow() throws Exception {
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var process =
                new ProcessBuilder(
                                java,
                                "-Xmx32m",
                                "-XX:+UseSerialGC",
                                "-XX:-OmitStackTraceInFastThrow",
                                "-XX:-DontCompileHugeMethods",
                                "-cp",
                                System.getProperty("java.class.path"),
                                HostileIT.class.getName())
                        .redirectErrorStream(true)
                        .start();
        var text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        System.out.println(text);
        assertThat(text.lines().filter(line -> line.startsWith("FAULT"))).isEmpty();
        assertThat(text).endsWith("survived " + ROUNDS * all().size() + "\n");
        assertThat(process.exitValue()).isZero();
    }

    private static List<Hostile> all() throws IOException {
        var all = new ArrayList<>(Hostile.modules());
        all.addAll(Hostile.components());
        all.add(Hostile.talkative());
        return all;
    }

    public static void main(String[] args) throws Exception {
        var add = Fixture.compiled("core_add.wasm");
        int count = 0;
        for (int round = 0; round < ROUNDS; round++) {
            for (var one : all()) {
                report(one, one.outcome(), round == 0);
                count++;
                var sum = Fixture.value(Fixture.call(add, Host.SILENT, "add_one", "[41]"));
                if (!sum.equals(Ipld.of(42))) {
                    System.out.println("FAULT after " + one.what() + ": " + sum);
                }
            }
        }
        System.out.print("survived " + count + "\n");
    }

    private static void report(Hostile one, String found, boolean isFirst) {
        if (!one.end().isEmpty() && !one.end().equals(found)) {
            System.out.println("FAULT " + one.what() + ": " + found + ", not " + one.end());
        } else if (isFirst) {
            System.out.println(one.what() + ": " + found);
        }
    }
}
