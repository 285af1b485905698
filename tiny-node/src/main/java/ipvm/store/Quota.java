package ipvm.store;

import java.util.ArrayList;
import java.util.List;

/// What goes when there is no more room, and what is said when nothing can go.
final class Quota {

    private Quota() {}

    /// A page and what SQLite needs to let others go.
    private static final long CHANGE_BYTES = 4_096;

    private static final long SPARE_BYTES = 1 << 16;

    /// At most about what some changes take.
    static long wanted(List<Change> changes) {
        long wanted = SPARE_BYTES;
        for (var change : changes) {
            wanted +=
                    change instanceof Change.Put(var block, var pinned)
                            ? 2L * block.data().size()
                            : CHANGE_BYTES;
        }
        return wanted;
    }

    /// The cached blocks that make room for some changes, those not used for the longest time
    /// first.
    static List<Change> evicted(List<Store.Shelved> oldestFirst, List<Change> changes) {
        long wanted = wanted(changes);
        var gone = new ArrayList<Change>();
        for (var block : oldestFirst) {
            if (wanted > 0 && !block.isPinned()) {
                gone.add(new Change.Drop(block.cid()));
                wanted -= block.bytes();
            }
        }
        return gone;
    }

    static String full(long bytesMax) {
        return "StorageFull: the store may take "
                + bytesMax
                + " bytes (disk.max), and nothing more can be let go;"
                + " 'ipvm gc' or a larger disk.max makes room";
    }
}
