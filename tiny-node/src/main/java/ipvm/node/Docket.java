package ipvm.node;

import ipvm.data.MalformedException;
import ipvm.store.Entry;
import ipvm.store.Store;
import ipvm.store.StoreException;
import java.util.List;
import java.util.Optional;

/// Accepted work as it is written down, whether or not a node is at it.
public final class Docket {

    private Docket() {}

    /// Everything that was accepted and is not done, the oldest first.
    public static List<UnderWay> read(Store store, Rights rights) throws StoreException {
        return store.journal().stream().map(entry -> underWay(entry, rights)).toList();
    }

    static UnderWay underWay(Entry entry, Rights rights) {
        try {
            var task =
                    switch (Pledge.decode(entry.body(), rights, entry.atMillis())) {
                        case Pledge.OfTask(var order) -> Optional.of(order.task());
                        case Pledge.OfWorkflow workflow -> Optional.<ipvm.task.Task>empty();
                    };
            return new UnderWay(entry.name(), task, UnderWay.State.ACCEPTED);
        } catch (MalformedException e) {
            throw new IllegalStateException("a journal entry that was written otherwise", e);
        }
    }
}
