package ipvm.link;

import ipvm.data.Bytes;
import ipvm.key.Did;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/// What a link is opened with.
///
/// @param self who the node is
/// @param version of its program, shown to whoever asks
/// @param keys the configuration, such as `coap.port`
/// @param inlets the devices that may bring readings
/// @param greeting the frame that says who is here, signed anew when it is about to end
public record Setting(
        Did self,
        String version,
        Map<String, String> keys,
        List<Inlet> inlets,
        Supplier<Bytes> greeting) {

    public Setting {
        keys = Map.copyOf(keys);
        inlets = List.copyOf(inlets);
    }

    /// The value of a key, where one was given.
    public Optional<String> key(String name) {
        return Optional.ofNullable(keys.get(name)).filter(value -> !value.isEmpty());
    }
}
