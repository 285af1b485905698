package ipvm.node;

import ipvm.data.Bytes;
import ipvm.data.DagCbor;
import ipvm.data.Ipld;
import ipvm.data.MalformedException;
import ipvm.store.Change;
import ipvm.store.Change.Purpose;
import ipvm.store.Sessions;
import ipvm.store.Store;
import ipvm.store.StoreException;
import ipvm.ucan.Grant;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/// What time it is at least, for a board whose clock nobody has set.
///
/// It follows from what was signed: the last receipts of this node, the time at which it was last
/// stopped, and the tokens of those who ask. Nothing is written for it while the node is idle. From
/// there on the monotonic clock counts, so that time passes also where nobody knows it.
public final class Floor {

    /// 2026-01-01, in UTC: a clock that stands before this software was written was never set.
    private static final long SET_MILLIS = 1_767_225_600_000L;

    /// A clock may be set back by so much and is believed.
    private static final long SLACK_MILLIS = 86_400_000;

    /// So much later than what is written is worth a write when the node stops.
    private static final long NEWS_MILLIS = 60_000;

    private static final String KEY = "floor";
    private static final Bytes NONE = DagCbor.encode(Ipld.of(0));

    private final long writtenMillis;
    private long floorMillis;

    /// The monotonic clock when the floor was that.
    private long sinceMillis;

    /// How the clock is told apart.
    public enum Trust {
        /// Somebody has set it.
        SYNCED,
        /// It is not believed; the floor counts.
        FLOOR,
        /// It is not believed, and nothing was ever signed here.
        UNKNOWN
    }

    Floor(long floorMillis, long monotonicMillis) {
        this.writtenMillis = floorMillis;
        this.floorMillis = floorMillis;
        this.sinceMillis = monotonicMillis;
    }

    static Floor of(Store store, long monotonicMillis) throws StoreException {
        long floor = written(store);
        for (var last : store.lastReceipts(1)) {
            floor = Math.max(floor, last.filed().atMillis());
        }
        if (floor == 0) {
            for (var session : new Sessions(store).all()) {
                floor = Math.max(floor, session.sums().toMillis());
            }
        }
        return new Floor(floor >= SET_MILLIS ? floor : 0, monotonicMillis);
    }

    private static long written(Store store) throws StoreException {
        try {
            var value = DagCbor.decode(store.value(Purpose.CLOCK, KEY).orElse(NONE));
            return value instanceof Ipld.Int number && number.fitsLong() ? number.asLong() : 0;
        } catch (MalformedException e) {
            return 0; // of a later version
        }
    }

    /// What the clocks show, as far as they are believed.
    ///
    /// @param isSynced whether the system says that its clock was set; asked only of a clock that
    ///   does not look so
    synchronized Clocks clocks(long wallMillis, long monotonicMillis, BooleanSupplier isSynced) {
        boolean isPlausible = wallMillis >= SET_MILLIS && wallMillis >= floorMillis - SLACK_MILLIS;
        if (isPlausible || isSynced.getAsBoolean()) {
            floorMillis = isPlausible ? Math.max(floorMillis, wallMillis) : wallMillis;
            sinceMillis = monotonicMillis;
            return new Clocks(wallMillis, true, monotonicMillis);
        }
        long passed = Math.max(0, monotonicMillis - sinceMillis);
        long counted = floorMillis == 0 ? wallMillis : floorMillis + passed;
        return new Clocks(counted, false, monotonicMillis);
    }

    /// Somebody has proven a right that began at some time, so it is later than that.
    synchronized void learn(Grant grant) {
        var begun = grant.window().notBefore();
        if (begun.isPresent() && begun.getAsLong() > floorMillis / 1_000) {
            floorMillis = Math.multiplyExact(begun.getAsLong(), 1_000L);
        }
    }

    synchronized Trust trust(Clocks clocks) {
        if (clocks.isSet()) {
            return Trust.SYNCED;
        }
        return floorMillis == 0 ? Trust.UNKNOWN : Trust.FLOOR;
    }

    /// What is written when the node stops.
    synchronized List<Change> closing() {
        return floorMillis < writtenMillis + NEWS_MILLIS
                ? List.of()
                : List.of(
                        new Change.Set(
                                Purpose.CLOCK,
                                KEY,
                                Optional.of(DagCbor.encode(Ipld.of(floorMillis)))));
    }
}
