package ipvm.store;

import ipvm.data.Bytes;
import ipvm.data.Cid;
import java.util.List;

/// A receipt as it lies in the store.
///
/// @param receipt its name
/// @param task what ran
/// @param names everything it is found under besides its own name, the task's first
/// @param taskBytes the block of the task
/// @param token the block of the receipt
/// @param atMillis when it was kept
/// @param isOurs whether this node signed it, or somebody else
public record Filed(
        Cid receipt,
        Cid task,
        List<Cid> names,
        Bytes taskBytes,
        Bytes token,
        long atMillis,
        boolean isOurs) {

    public Filed {
        names = List.copyOf(names);
    }
}
