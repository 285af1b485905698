package ipvm.cli;

import ipvm.data.Bytes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;

/// `ipvm.conf` where a command changes it: lines are added at its end or taken out, and all that
/// its owner wrote stays as it is.
record ConfFile(Home home) {

    void add(List<String> lines) throws Stop, IOException {
        var all = lines();
        all.addAll(lines);
        write(all, String.join("; ", lines));
    }

    /// Takes out the lines that set a key which begins so.
    void remove(String prefix) throws Stop, IOException {
        var all = lines();
        all.removeIf(line -> line.strip().startsWith(prefix));
        write(all, "without its lines " + prefix + "*");
    }

    private List<String> lines() throws IOException {
        return Files.exists(home.conf())
                ? new ArrayList<>(Files.readAllLines(home.conf(), StandardCharsets.UTF_8))
                : new ArrayList<>();
    }

    private void write(List<String> lines, String wish) throws Stop, IOException {
        try {
            var text = String.join("\n", lines) + "\n";
            home.write(home.conf(), Bytes.utf8(text), Disk.OPEN);
        } catch (AccessDeniedException e) {
            throw Stop.denied(home.conf() + ": may not be written; it should have: " + wish);
        }
    }
}
