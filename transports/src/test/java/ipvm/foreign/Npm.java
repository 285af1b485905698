package ipvm.foreign;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/// Programs of `src/test/npm`, beside the packages that `scripts/test` installs; without those the
/// tests are skipped, and say so.
public final class Npm {

    private static final Path MODULE =
            Path.of(System.getProperty("ipvm.root", ".."), "transports").toAbsolutePath();

    private Npm() {}

    /// Starts a program by its name without `.js`.
    public static Program start(String name, String... words) throws IOException {
        var home = MODULE.resolve("target/npm");
        if (!Files.exists(home.resolve("installed.json"))) {
            var why = "no packages in " + home + ", where scripts/test puts them";
            System.err.println("NO FOREIGN PEERS, TESTS SKIPPED: " + why);
            Assumptions.abort(why);
        }
        var program = home.resolve(name + ".js");
        Files.copy(
                MODULE.resolve("src/test/npm/" + name + ".js"),
                program,
                StandardCopyOption.REPLACE_EXISTING);
        var all = Stream.concat(Stream.of(program.toString()), Stream.of(words));
        return Program.start(Program.find("node"), all.toArray(String[]::new));
    }
}
