package ipvm.link;

import ipvm.data.Ipld;
import java.util.Optional;
import java.util.OptionalLong;

/// What a device said: who it claims to be proves nothing.
///
/// @param inlet the name that it is let in under
/// @param from its address or topic
/// @param value what it said, as a value
/// @param unit of the value, where the device says so
/// @param atMillis when it was measured, where the device says so
/// @param mark what a second copy of the same message would also carry; empty where nothing
public record Reading(
        String inlet,
        String from,
        Ipld value,
        Optional<String> unit,
        OptionalLong atMillis,
        String mark) {}
