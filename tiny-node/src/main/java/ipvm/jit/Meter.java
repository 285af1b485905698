package ipvm.jit;

/// The bill of one run and its bounds: fuel, memory and time, shared by all instances of the run.
public final class Meter {

    /// Says when a run has to stop; it is asked every few million units of fuel.
    @FunctionalInterface
    public interface Watch {
        boolean isOver();
    }

    public static final Watch PATIENT = () -> false;

    private static final long SLICE = 1 << 22;
    private static final int DEPTH_MAX = 262_144;
    private static final int PAGE_BYTES = 1 << 16;

    private long fuel;
    private long pagesMax;
    private Watch watch;

    /// Fuel that no frame holds; below zero it is overdrawn.
    private long left;

    /// Spent since the watch was asked.
    private long asked;

    private long pages;
    private long readyFuel;
    private long readyPages;
    private long pagesPeak;
    private boolean isBounded;

    /// What the active frames may still weigh.
    int depth = DEPTH_MAX;

    public Meter(long fuel, long memoryBytesMax, Watch watch) {
        this.fuel = fuel;
        this.left = fuel;
        this.pagesMax = memoryBytesMax / PAGE_BYTES;
        this.watch = watch;
    }

    /// Keeps what is spent and taken by now as the price of being ready, which every later run pays
    /// that begins with [#renew].
    public void ready() {
        readyFuel = fuel - left;
        readyPages = pages;
    }

    /// Whether a grant pays for being ready; one that does not ends somewhere on the way there.
    public boolean isReadyWithin(long newFuel, long memoryBytesMax) {
        return readyFuel <= newFuel && readyPages <= memoryBytesMax / PAGE_BYTES;
    }

    /// Begins another run on instances that were put back to where they were ready.
    public void renew(long newFuel, long memoryBytesMax, Watch newWatch) {
        fuel = newFuel;
        pagesMax = memoryBytesMax / PAGE_BYTES;
        watch = newWatch;
        left = newFuel - readyFuel;
        pages = readyPages;
        pagesPeak = readyPages;
        isBounded = false;
        depth = DEPTH_MAX;
        asked = 0;
        if (readyPages > pagesMax) {
            throw new Trap(Reason.MEMORY_GRANT);
        }
        if (left < 0) {
            throw new Trap(Reason.FUEL);
        }
    }

    /// Fuel used so far, the grant when it is used up.
    public long used() {
        return left < 0 ? fuel : fuel - left;
    }

    /// Pages of 64 KiB at the highest.
    public long pagesPeak() {
        return pagesPeak;
    }

    /// Whether memory was refused that the module's own limits allow.
    public boolean isBounded() {
        return isBounded;
    }

    boolean isOverdrawn() {
        return left < 0;
    }

    /// Whether the bill is beyond the grant once a stretch has given back its rest.
    boolean isOverdrawnBy(long rest) {
        return left + rest < 0;
    }

    /// Whether there is so much that no frame holds.
    boolean has(long amount) {
        return left >= amount;
    }

    /// Hands out fuel for a stretch of running and for what is known to follow, after asking the
    /// watch.
    int slice(long more) {
        if (left < 0) {
            throw new Settled(new Trap(Reason.FUEL));
        }
        if (watch.isOver()) {
            throw new Settled(new Trap(Reason.TIME));
        }
        int slice = (int) Math.min(left, SLICE + more);
        left -= slice;
        return slice;
    }

    /// Takes back what a stretch left over, or what it overdrew.
    void giveBack(long rest) {
        left += rest;
    }

    void charge(long amount) {
        left -= amount;
    }

    /// Charges and stops at once when it was too much; the interpreter pays this way.
    void spend(long amount) {
        left -= amount;
        asked += amount;
        if (left < 0) {
            throw new Trap(Reason.FUEL);
        }
        if (asked >= SLICE) {
            asked = 0;
            if (watch.isOver()) {
                throw new Trap(Reason.TIME);
            }
        }
    }

    /// Takes memory out of the grant; false, and the run is marked, when it is not there.
    boolean take(long more) {
        if (more > pagesMax - pages) {
            isBounded = true;
            return false;
        }
        pages += more;
        pagesPeak = Math.max(pagesPeak, pages);
        return true;
    }
}
