package ipvm.link;

/// Which of the last 64 numbers were seen: each counts once, in any order, and what is older never.
final class Window {

    private static final int SIZE = Long.SIZE;

    private long highest = -1;
    private long seen;

    boolean isNew(long number) {
        long behind = highest - number;
        return number > highest || (behind < SIZE && (seen >>> behind & 1) == 0);
    }

    /// To be called only for what turned out to be genuine: others would move the window.
    void add(long number) {
        if (number > highest) {
            long ahead = number - highest;
            seen = ahead < SIZE ? seen << ahead : 0;
            highest = number;
        }
        seen |= 1L << (highest - number);
    }
}
