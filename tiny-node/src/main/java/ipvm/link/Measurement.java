package ipvm.link;

import ipvm.data.Ipld;
import java.util.Optional;
import java.util.OptionalLong;

/// One value that a device measured, free of the format it came in.
///
/// @param unit where the device says so, for example `Cel`
/// @param atMillis when, in milliseconds since 1970, where the device says so
public record Measurement(Ipld value, Optional<String> unit, OptionalLong atMillis) {

    /// A value of which no more is known.
    static Measurement of(Ipld value) {
        return new Measurement(value, Optional.empty(), OptionalLong.empty());
    }
}
