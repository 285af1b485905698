package ipvm.cli;

/// Something that a daemon does again and again, on a thread of its own.
final class Beat implements AutoCloseable {

    private final Thread thread;

    /// One round; being interrupted is the end.
    @FunctionalInterface
    interface Round {
        void go() throws InterruptedException;
    }

    Beat(String name, long pauseMillis, Round round) {
        this.thread = Thread.ofVirtual().name(name).start(() -> rounds(pauseMillis, round));
    }

    private static void rounds(long pauseMillis, Round round) {
        try {
            while (true) {
                Thread.sleep(pauseMillis);
                round.go();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
