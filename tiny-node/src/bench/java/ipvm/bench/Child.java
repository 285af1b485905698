package ipvm.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// Another program, run to its end for what it prints.
final class Child {

    private Child() {}

    /// What it printed, errors included; anything but a good end is thrown.
    static String output(List<String> command) throws IOException, InterruptedException {
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        var text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException(command + ": " + text);
        }
        return text;
    }
}
