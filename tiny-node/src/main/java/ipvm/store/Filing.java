package ipvm.store;

import ipvm.data.Bytes;
import ipvm.data.Cid;
import ipvm.task.Sealed;
import java.util.LinkedHashSet;
import java.util.Set;

/// A filed receipt as the two blocks that it holds: the receipt and its task.
final class Filing {

    private Filing() {}

    /// Whether a name is that of one of the blocks, and not one that only leads here.
    static boolean holds(Filed filed, Cid name) {
        return name.equals(filed.receipt())
                || (name.equals(filed.task()) && !Sealed.isSealed(filed.taskBytes()));
    }

    /// All that leads to it, each once.
    static Set<Cid> names(Filed filed) {
        var all = new LinkedHashSet<>(filed.names());
        all.add(filed.receipt());
        all.add(filed.task());
        return all;
    }

    static Bytes block(Filed filed, Cid name) {
        return name.equals(filed.receipt()) ? filed.token() : filed.taskBytes();
    }
}
