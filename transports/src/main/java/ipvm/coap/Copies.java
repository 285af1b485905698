package ipvm.coap;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.eclipse.californium.core.server.resources.CoapExchange;

/// The readings of the last minute: a copy is answered as the first one was, and read once.
///
/// This is what is left to do of Californium's deduplicator, which keeps every exchange for four
/// minutes, however many there are.
final class Copies {

    private final Map<String, Verdict> recent = new LinkedHashMap<>();
    private final Limits limits;
    private final ScheduledExecutorService one;

    Copies(Limits limits, ScheduledExecutorService one) {
        this.limits = limits;
        this.one = one;
    }

    /// Whether this came before; then whoever sent it again hears what the first one will.
    synchronized boolean isCopy(String mark, CoapExchange exchange) {
        var first = recent.get(mark);
        if (first != null) {
            first.alsoTell(exchange);
        }
        return first != null;
    }

    /// Remembers a first one; false where too many wait already.
    synchronized boolean keep(String mark, Verdict verdict) {
        if (recent.values().stream().filter(Verdict::isOpen).count() >= limits.pendingMax()) {
            return false;
        }
        recent.put(mark, verdict);
        if (recent.size() > limits.recentMax()) {
            var eldest = recent.keySet().iterator();
            eldest.next();
            eldest.remove();
        }
        var unused =
                one.schedule(() -> forget(mark, verdict), limits.recentSeconds(), TimeUnit.SECONDS);
        return true;
    }

    private synchronized void forget(String mark, Verdict verdict) {
        var unused = recent.remove(mark, verdict);
    }
}
