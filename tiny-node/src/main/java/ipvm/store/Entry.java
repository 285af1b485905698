package ipvm.store;

import ipvm.data.Bytes;
import ipvm.data.Cid;

/// Work that was accepted and is not done.
///
/// @param name what it is asked for by
/// @param body what has to be known to take it up again
public record Entry(Cid name, Bytes body, long atMillis) {}
