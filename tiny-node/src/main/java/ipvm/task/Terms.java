package ipvm.task;

import ipvm.data.MalformedException;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/// What one level of a document says about limits; the level above it fills what it leaves open.
record Terms(
        OptionalLong gas,
        OptionalLong memoryBytes,
        OptionalLong timeMillis,
        OptionalLong diskBytes,
        Optional<Boolean> secret,
        Optional<Verification> check) {

    private static final Set<String> NAMES =
            Set.of("v", "gas", "memory", "time", "disk", "secret", "check");

    static final Terms NONE =
            new Terms(
                    OptionalLong.empty(),
                    OptionalLong.empty(),
                    OptionalLong.empty(),
                    OptionalLong.empty(),
                    Optional.empty(),
                    Optional.empty());

    /// A number or nothing, read by what a field of its kind asks.
    @FunctionalInterface
    private interface Reading {
        long of(Node node) throws MalformedException;
    }

    /// The `config` of IPVM; null and none at all say nothing.
    static Terms of(Optional<Node> config, Limits limits) throws MalformedException {
        if (config.isEmpty() || config.get().isNull()) {
            return NONE;
        }
        var node = config.get().only(NAMES);
        Version.requireIfSaid(node);
        return new Terms(
                number(node, "gas", gas -> Amount.count(gas, 1, Long.MAX_VALUE)),
                number(node, "memory", Amount::bytes),
                number(node, "time", Amount::millis),
                number(node, "disk", Amount::bytes),
                secret(node),
                check(node, limits));
    }

    /// What Homestar, and UCAN invocations that follow it, say in the open map of `meta`.
    static Terms ofMeta(Node meta) throws MalformedException {
        return new Terms(
                number(meta, "fuel", Amount::clamped),
                number(meta, "memory", Amount::clamped),
                number(meta, "time", Amount::clamped),
                OptionalLong.empty(),
                Optional.empty(),
                Optional.empty());
    }

    private static OptionalLong number(Node node, String name, Reading reading)
            throws MalformedException {
        var field = node.findSaid(name);
        return field.isEmpty() ? OptionalLong.empty() : OptionalLong.of(reading.of(field.get()));
    }

    private static Optional<Boolean> secret(Node node) throws MalformedException {
        var field = node.findSaid("secret");
        return field.isEmpty() ? Optional.empty() : Optional.of(field.get().bool());
    }

    private static Optional<Verification> check(Node node, Limits limits)
            throws MalformedException {
        var field = node.find("check");
        return field.isEmpty()
                ? Optional.empty()
                : Optional.of(Verification.of(field.get(), limits));
    }

    Terms over(Terms rest) {
        return new Terms(
                gas.isPresent() ? gas : rest.gas,
                memoryBytes.isPresent() ? memoryBytes : rest.memoryBytes,
                timeMillis.isPresent() ? timeMillis : rest.timeMillis,
                diskBytes.isPresent() ? diskBytes : rest.diskBytes,
                secret.or(() -> rest.secret),
                check.or(() -> rest.check));
    }

    Config config() {
        return new Config(
                gas,
                memoryBytes,
                timeMillis,
                diskBytes,
                secret,
                check.orElseGet(Verification.Attestation::new));
    }
}
