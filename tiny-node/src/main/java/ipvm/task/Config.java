package ipvm.task;

import java.util.Optional;
import java.util.OptionalLong;

/// Within which limits a job is run, and how much proof of it is asked for. What is left open is
/// for the node to say.
///
/// @param gas units of fuel
/// @param secret whether the result may be seen by others; open means no, unless it comes to light
///   among what it is made of, which a [Workflow] has looked into
public record Config(
        OptionalLong gas,
        OptionalLong memoryBytes,
        OptionalLong timeMillis,
        OptionalLong diskBytes,
        Optional<Boolean> secret,
        Verification check) {

    /// All of it open.
    public static final Config OPEN = Terms.NONE.config();

    public boolean isSecret() {
        return secret.orElse(false);
    }

    Config kept() {
        return new Config(gas, memoryBytes, timeMillis, diskBytes, Optional.of(true), check);
    }
}
