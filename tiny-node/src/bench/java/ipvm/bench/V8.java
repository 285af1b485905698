package ipvm.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.OptionalDouble;

/// The same export on node's V8, in a process of its own: the time that ours is held to.
final class V8 {

    private static final Path SCRIPT =
            Path.of(
                    Objects.requireNonNull(System.getProperty("ipvm.root")),
                    "tiny-node/src/bench/js/kernel.mjs");

    private V8() {}

    /// The median in milliseconds over so many seconds; none where node is missing or refuses the
    /// module, which a line on stderr says.
    static OptionalDouble median(List<String> call, double seconds) throws InterruptedException {
        try {
            var text =
                    Child.output(
                            List.of(
                                    "node",
                                    SCRIPT.toString(),
                                    call.get(0),
                                    call.get(1),
                                    call.get(2),
                                    Double.toString(seconds)));
            return OptionalDouble.of(new ObjectMapper().readTree(text).get("median_ms").asDouble());
        } catch (IOException e) {
            System.err.println("ipvm: no time of V8: " + e.getMessage());
            return OptionalDouble.empty();
        }
    }
}
