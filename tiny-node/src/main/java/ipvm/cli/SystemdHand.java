package ipvm.cli;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/// Tells systemd how the daemon does, by its own program: Java has no datagram sockets with a path.
///
/// Without `NOTIFY_SOCKET` nothing is started.
final class SystemdHand implements AutoCloseable {

    private static final long TELL_MILLIS_MAX = 5_000;

    private final Log log;
    private final boolean isThere;
    private Optional<Beat> beat = Optional.empty();

    SystemdHand(World.Host host, Log log) {
        this.log = log;
        this.isThere = host.variable("NOTIFY_SOCKET").isPresent();
    }

    /// Whether this process was started by systemd, where nobody sits who could mend a fault.
    static boolean isService(World.Host host) {
        return host.variable("NOTIFY_SOCKET").isPresent()
                || host.variable("INVOCATION_ID").isPresent();
    }

    /// From now on requests are answered; as long as the node is alive, systemd hears of it.
    ///
    /// @param alive asks the node for something, so that it has to come round
    void ready(World.Host host, Supplier<CompletableFuture<?>> alive) {
        tell("READY=1");
        long micros = isThere ? watchdogMicros(host) : 0;
        if (micros > 0) {
            long pause = Math.max(micros / 2_000, 1);
            beat = Optional.of(new Beat("watchdog", pause, () -> watch(alive.get(), pause)));
        }
    }

    private static long watchdogMicros(World.Host host) {
        var pid = host.variable("WATCHDOG_PID").orElse("");
        boolean isOurs = pid.isEmpty() || pid.equals(Long.toString(ProcessHandle.current().pid()));
        var micros = host.variable("WATCHDOG_USEC").filter(text -> text.matches("[0-9]{1,15}"));
        return isOurs ? micros.map(Long::parseLong).orElse(0L) : 0;
    }

    private void watch(CompletableFuture<?> answer, long millisMax) throws InterruptedException {
        try {
            answer.get(millisMax, TimeUnit.MILLISECONDS);
            tell("WATCHDOG=1");
        } catch (java.util.concurrent.TimeoutException
                | java.util.concurrent.ExecutionException e) {
            log.line(Log.Level.ERROR, "the node has not answered for " + millisMax + " ms");
        }
    }

    void stopping() {
        tell("STOPPING=1");
    }

    private void tell(String what) {
        if (!isThere) {
            return;
        }
        try {
            var process =
                    new ProcessBuilder("systemd-notify", what)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start();
            if (!process.waitFor(TELL_MILLIS_MAX, TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
            }
        } catch (IOException e) {
            log.line(Log.Level.WARN, "systemd-notify " + what + ": " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        beat.ifPresent(Beat::close);
    }
}
