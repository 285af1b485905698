package ipvm.store;

import ipvm.data.BlockSource;
import ipvm.data.Bytes;
import ipvm.data.Cid;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/// What outlives the process.
///
/// Writes are values: all of a list are durable when [#commit] comes back, or none of them is
/// there. What is read is what was committed. One thread commits; any may read.
public interface Store extends BlockSource, AutoCloseable {

    /// No key comes after it.
    String LAST = "\uffff";

    /// Makes changes durable together.
    void commit(List<Change> changes) throws StoreException;

    /// A block, a task or a receipt, which is what its name says.
    @Override
    Optional<Bytes> block(Cid cid) throws StoreException;

    boolean has(Cid cid) throws StoreException;

    /// Receipts that are found under a name, the oldest first.
    List<Filed> receipts(Cid name) throws StoreException;

    /// The receipts after one that was the last seen, the oldest first; `after` is 0 at first.
    List<Numbered> receiptsAfter(long after, int max) throws StoreException;

    /// The last receipts, the oldest of them first.
    List<Numbered> lastReceipts(int max) throws StoreException;

    /// Accepted work that is not done, the oldest first.
    List<Entry> journal() throws StoreException;

    Optional<Intent> intent(Cid name) throws StoreException;

    /// Intents that wait to be settled, the oldest first.
    List<Intent> unsettled() throws StoreException;

    Account account(Cid name) throws StoreException;

    /// Whether an invocation has been seen.
    boolean isSeen(Cid invocation) throws StoreException;

    Optional<Bytes> value(Change.Purpose purpose, String key) throws StoreException;

    /// Values whose keys lie between two, in the order of their keys.
    SortedMap<String, Bytes> values(Between keys, Cut cut) throws StoreException;

    /// All values of a purpose in the order of their keys.
    default SortedMap<String, Bytes> values(Change.Purpose purpose) throws StoreException {
        return values(new Between(purpose, "", LAST), new Cut(Integer.MAX_VALUE, false));
    }

    /// Blocks with whether they are pinned, those that were not used for the longest time first.
    List<Shelved> blocks() throws StoreException;

    Usage usage() throws StoreException;

    /// How much of the disk it takes, which is quickly said.
    long bytesUsed() throws StoreException;

    /// What it may take.
    long bytesMax();

    @Override
    void close();

    /// Keys of a purpose after one and before another, neither of which is meant.
    record Between(Change.Purpose purpose, String after, String before) {}

    /// So many at most: the first, or the last.
    record Cut(int max, boolean isFromEnd) {}

    /// A receipt with its place in the order of all.
    record Numbered(long number, Filed filed, boolean isKept) {}

    /// A block by its name.
    record Shelved(Cid cid, long bytes, boolean isPinned) {}
}
