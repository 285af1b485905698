package ipvm.node;

import ipvm.data.Cid;
import ipvm.data.MalformedException;
import ipvm.key.Did;
import ipvm.store.Change;
import ipvm.store.Store;
import ipvm.store.StoreException;
import ipvm.task.Task;
import java.util.ArrayList;
import java.util.List;

/// A task that a neighbour was asked for and has not answered yet, as it is written down.
public record HandedOut(Did to, Task task) {

    /// All of them.
    public static List<HandedOut> read(Store store) throws StoreException {
        var all = new ArrayList<HandedOut>();
        for (var entry : store.values(Change.Purpose.OUTBOX).entrySet()) {
            if (Outward.Way.OUT.is(entry.getKey())) {
                try {
                    var outward = Outward.decode(entry.getValue());
                    var request = outward.petition(outward.neighbour()).request();
                    if (!Office.COMMANDS.contains(request.request().command())) {
                        all.add(new HandedOut(outward.neighbour(), Task.of(request)));
                    }
                } catch (MalformedException e) {
                    throw new IllegalStateException("a request that was written otherwise", e);
                }
            }
        }
        return all;
    }

    /// Whether this is one of its names.
    public boolean isCalled(Cid cid) {
        return task.names().contains(cid);
    }
}
