package ipvm.data;

import java.io.IOException;
import java.util.Optional;

/// Where blocks come from: a store, a CAR, a neighbour.
@FunctionalInterface
public interface BlockSource {

    /// The bytes of that name, if they are here; whoever asks checks them against the name.
    ///
    /// Version 0 and version 1 of a name ask for the same block.
    Optional<Bytes> block(Cid cid) throws IOException;
}
