package ipvm.cli;

import ipvm.data.MalformedException;
import ipvm.store.StoreException;
import java.io.IOException;

/// Finds who answers for a home. Whoever has its store is waited for, for some seconds: it may be
/// another command, or a daemon that is about to listen.
final class Opening {

    private static final long LOCK_WAIT_MILLIS = 5_000;
    private static final long LOCK_PAUSE_MILLIS = 50;

    private Opening() {}

    /// Whoever opens a home for as long as it holds it.
    @FunctionalInterface
    private interface Door<T> {
        T open() throws Stop, MalformedException, IOException;
    }

    static Desk desk(Home home, Call call, Settings settings)
            throws Stop, MalformedException, IOException {
        return opened(() -> {
            var daemon = SocketDesk.find(home, call.world().host());
            return daemon.isPresent()
                    ? daemon.get()
                    : new LocalDesk(Station.open(home, call, settings));
        });
    }

    /// A daemon of a home that has none.
    static Daemon daemon(Home home, Call call, Settings settings)
            throws Stop, MalformedException, IOException {
        return opened(() -> {
            var other = SocketDesk.find(home, call.world().host());
            if (other.isPresent()) {
                try (var desk = other.get()) {
                    throw new Stop(
                            Exit.BUSY,
                            "a daemon runs on " + home.folder() + ": process " + desk.pid());
                }
            }
            return Daemon.open(home, call, settings);
        });
    }

    private static <T> T opened(Door<T> door) throws Stop, MalformedException, IOException {
        for (long waited = 0; ; waited += LOCK_PAUSE_MILLIS) {
            try {
                return door.open();
            } catch (StoreException e) {
                if (e.kind() != StoreException.Kind.LOCKED || waited >= LOCK_WAIT_MILLIS) {
                    throw e;
                }
                pause();
            }
        }
    }

    private static void pause() throws StoreException {
        try {
            Thread.sleep(LOCK_PAUSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreException(StoreException.Kind.LOCKED, "interrupted while it waited");
        }
    }
}
