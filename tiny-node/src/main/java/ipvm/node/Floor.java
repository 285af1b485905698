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
///
/// A clock that stands far ahead of that is believed, since a board may have lain in a drawer, but
/// it must have stood so for a day before anything follows from it: else one wrong hour would make
/// every right clock look as if it stood behind.
public final class Floor {

    /// 2026-01-01, in UTC: a clock that stands before this software was written was never set.
    private static final long SET_MILLIS = 1_767_225_600_000L;

    /// A clock may be set back by so much and is believed.
    private static final long SLACK_MILLIS = 86_400_000;

    /// A clock that is so much later than what was known has leapt.
    private static final long LEAP_MILLIS = 30L * 86_400_000;

    /// So long a clock that has leapt must stand.
    private static final long STOOD_MILLIS = 86_400_000;

    /// So much later than what is written is worth a write when the node stops.
    private static final long NEWS_MILLIS = 60_000;

    private static final String KEY = "floor";

    /// From when on the times of this node's own receipts show nothing.
    private static final String DOUBT = "doubt";

    private static final long NEVER = Long.MAX_VALUE;
    private static final Bytes NONE = DagCbor.encode(Ipld.of(0));

    private final long writtenMillis;
    private long floorMillis;

    /// The monotonic clock when the floor was that.
    private long sinceMillis;

    /// The monotonic clock when the other one was seen to have leapt.
    private long leaptMillis = NEVER;

    private long doubtMillis;
    private List<Change> news = List.of();

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
        this(floorMillis, NEVER, monotonicMillis);
    }

    private Floor(long floorMillis, long doubtMillis, long monotonicMillis) {
        this.doubtMillis = doubtMillis;
        this.writtenMillis = floorMillis;
        this.floorMillis = floorMillis;
        this.sinceMillis = monotonicMillis;
    }

    static Floor of(Store store, long monotonicMillis) throws StoreException {
        long doubt = written(store, DOUBT);
        long before = doubt == 0 ? NEVER : doubt;
        long floor = written(store, KEY);
        for (var last : store.lastReceipts(1)) {
            floor = later(floor, last.filed().atMillis(), before);
        }
        if (floor == 0) {
            for (var session : new Sessions(store).all()) {
                floor = later(floor, session.sums().toMillis(), before);
            }
        }
        return new Floor(floor >= SET_MILLIS ? floor : 0, before, monotonicMillis);
    }

    private static long later(long floor, long millis, long beforeMillis) {
        return millis < beforeMillis ? Math.max(floor, millis) : floor;
    }

    private static long written(Store store, String key) throws StoreException {
        try {
            var value = DagCbor.decode(store.value(Purpose.CLOCK, key).orElse(NONE));
            return value instanceof Ipld.Int number && number.fitsLong() ? number.asLong() : 0;
        } catch (MalformedException e) {
            return 0; // of a later version
        }
    }

    private static Change set(String key, long millis) {
        return new Change.Set(Purpose.CLOCK, key, Optional.of(DagCbor.encode(Ipld.of(millis))));
    }

    /// What the clocks show, as far as they are believed.
    ///
    /// @param isSynced whether the system says that its clock was set; asked only of a clock that
    ///   does not look so
    synchronized Clocks clocks(long wallMillis, long monotonicMillis, BooleanSupplier isSynced) {
        boolean isPlausible = wallMillis >= SET_MILLIS && wallMillis >= floorMillis - SLACK_MILLIS;
        long passed = Math.max(0, monotonicMillis - sinceMillis);
        if (isPlausible || isSynced.getAsBoolean()) {
            boolean isAhead = floorMillis > 0 && wallMillis > floorMillis + passed + LEAP_MILLIS;
            if (isAhead && !isSynced.getAsBoolean() && !hasStood(wallMillis, monotonicMillis)) {
                return new Clocks(wallMillis, true, monotonicMillis);
            }
            leaptMillis = NEVER;
            floorMillis = isPlausible ? Math.max(floorMillis, wallMillis) : wallMillis;
            sinceMillis = monotonicMillis;
            settleDoubt();
            return new Clocks(wallMillis, true, monotonicMillis);
        }
        leaptMillis = NEVER;
        long counted = floorMillis == 0 ? wallMillis : floorMillis + passed;
        return new Clocks(counted, false, monotonicMillis);
    }

    /// Whether a clock that has leapt has stood so for long.
    private boolean hasStood(long wallMillis, long monotonicMillis) {
        if (leaptMillis == NEVER) {
            leaptMillis = monotonicMillis;
            if (wallMillis < doubtMillis) {
                doubtMillis = wallMillis;
                news = List.of(set(KEY, floorMillis), set(DOUBT, doubtMillis));
            }
        }
        return monotonicMillis - leaptMillis >= STOOD_MILLIS;
    }

    /// The time that was doubted has come.
    private void settleDoubt() {
        if (floorMillis >= doubtMillis) {
            doubtMillis = NEVER;
            news =
                    List.of(
                            set(KEY, floorMillis),
                            new Change.Set(Purpose.CLOCK, DOUBT, Optional.empty()));
        }
    }

    /// What is to be written because a clock leapt or was believed after all, once.
    synchronized List<Change> news() {
        var changes = news;
        news = List.of();
        return changes;
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
                : List.of(set(KEY, floorMillis));
    }
}
