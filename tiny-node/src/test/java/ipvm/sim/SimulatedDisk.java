package ipvm.sim;

import ipvm.data.Bytes;
import ipvm.data.Cid;
import ipvm.store.Account;
import ipvm.store.Change;
import ipvm.store.Entry;
import ipvm.store.Filed;
import ipvm.store.Intent;
import ipvm.store.Store;
import ipvm.store.StoreException;
import ipvm.store.Usage;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/// A store whose disk does what disks do: the power fails at a write, before or after it is on the
/// platter, or there is no room for it.
public final class SimulatedDisk implements Store {

    /// What happens at a write.
    public enum Fault {
        NONE,
        /// The power fails and nothing of it was written.
        LOST,
        /// The power fails and all of it was written, but nobody heard of it.
        WRITTEN,
        /// There is no room.
        FULL
    }

    /// The power is off: nothing that stood in memory is there any more.
    public static final class PowerCut extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    private final Store platter;
    private long writes;
    private long faultAt;
    private Fault fault = Fault.NONE;

    /// @param platter what is there when the power comes back
    public SimulatedDisk(Store platter) {
        this.platter = platter;
    }

    public SimulatedDisk at(long write, Fault what) {
        faultAt = write;
        fault = what;
        return this;
    }

    public long writes() {
        return writes;
    }

    @Override
    public void commit(List<Change> changes) throws StoreException {
        writes++;
        switch (writes == faultAt ? fault : Fault.NONE) {
            case NONE -> platter.commit(changes);
            case LOST -> throw new PowerCut();
            case WRITTEN -> {
                platter.commit(changes);
                throw new PowerCut();
            }
            case FULL ->
                    throw new StoreException(StoreException.Kind.FULL, "StorageFull: simulated");
        }
    }

    @Override
    public Optional<Bytes> block(Cid cid) throws StoreException {
        return platter.block(cid);
    }

    @Override
    public boolean has(Cid cid) throws StoreException {
        return platter.has(cid);
    }

    @Override
    public List<Filed> receipts(Cid name) throws StoreException {
        return platter.receipts(name);
    }

    @Override
    public List<Numbered> receiptsAfter(long after, int max) throws StoreException {
        return platter.receiptsAfter(after, max);
    }

    @Override
    public List<Numbered> lastReceipts(int max) throws StoreException {
        return platter.lastReceipts(max);
    }

    @Override
    public List<Entry> journal() throws StoreException {
        return platter.journal();
    }

    @Override
    public Optional<Intent> intent(Cid name) throws StoreException {
        return platter.intent(name);
    }

    @Override
    public List<Intent> unsettled() throws StoreException {
        return platter.unsettled();
    }

    @Override
    public Account account(Cid name) throws StoreException {
        return platter.account(name);
    }

    @Override
    public boolean isSeen(Cid invocation) throws StoreException {
        return platter.isSeen(invocation);
    }

    @Override
    public Optional<Bytes> value(Change.Purpose purpose, String key) throws StoreException {
        return platter.value(purpose, key);
    }

    @Override
    public SortedMap<String, Bytes> values(Between keys, Cut cut) throws StoreException {
        return platter.values(keys, cut);
    }

    @Override
    public List<Shelved> blocks() throws StoreException {
        return platter.blocks();
    }

    @Override
    public Usage usage() throws StoreException {
        return platter.usage();
    }

    @Override
    public long bytesUsed() throws StoreException {
        return platter.bytesUsed();
    }

    @Override
    public long bytesMax() {
        return platter.bytesMax();
    }

    @Override
    public void close() {}
}
