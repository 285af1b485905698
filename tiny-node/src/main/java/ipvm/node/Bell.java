package ipvm.node;

/// Says that something has come, to whoever waits for it.
public final class Bell {

    private long rings;

    synchronized void ring() {
        rings++;
        notifyAll();
    }

    /// How often it has rung.
    public synchronized long rings() {
        return rings;
    }

    /// Waits until it has rung more often than that, but no longer than so long.
    public synchronized long await(long heard, long millisMax) throws InterruptedException {
        long until = System.nanoTime() + millisMax * 1_000_000;
        while (rings == heard) {
            long left = (until - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                break;
            }
            wait(left);
        }
        return rings;
    }
}
