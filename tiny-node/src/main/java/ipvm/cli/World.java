package ipvm.cli;

import ipvm.data.Bytes;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

/// Everything outside that a command may touch, so that a test can put another world in its place.
public record World(Streams streams, Terminal terminal, Host host) {

    /// Where input comes from, results go to, and everything else is said.
    public record Streams(InputStream in, PrintStream out, PrintStream err) {}

    /// The machine as this process sees it.
    ///
    /// @param root where a node of the whole machine has its folders: `/`, but in tests
    public record Host(
            Map<String, String> environment,
            Path folder,
            InstantSource clock,
            Chance chance,
            Path root) {

        public Host {
            environment = Map.copyOf(environment);
        }

        /// A variable that is set and not empty.
        public Optional<String> variable(String name) {
            return Optional.ofNullable(environment.get(name)).filter(value -> !value.isEmpty());
        }

        public long nowSeconds() {
            return Math.floorDiv(clock.millis(), 1_000L);
        }
    }

    /// Randomness that nobody can foresee.
    @FunctionalInterface
    public interface Chance {
        Bytes bytes(int count);
    }

    /// The person in front of it, if there is one.
    public interface Terminal {

        /// Whether results are read by eyes, so that colour helps.
        boolean shows();

        /// Whether what is said beside the results is read by eyes, so that a line may be redrawn.
        boolean follows();

        /// How many columns a line may have.
        int columns();

        /// Asks for a secret without showing it, in an array that can be wiped; nothing when nobody
        /// can be asked.
        Optional<char[]> secret(String question);

        /// Asks for a word; nothing when nobody can be asked.
        Optional<String> word(String question);
    }
}
