package ipvm.link;

import java.util.Map;
import java.util.Optional;

/// A device without our software whose readings are let in, under a name that rules know.
///
/// @param keys how it is reached: `mqtt` and a topic filter, `observe` and a URI, `open`, `rate`
public record Inlet(String name, Map<String, String> keys) {

    public Inlet {
        keys = Map.copyOf(keys);
    }

    public Optional<String> key(String key) {
        return Optional.ofNullable(keys.get(key)).filter(value -> !value.isEmpty());
    }
}
