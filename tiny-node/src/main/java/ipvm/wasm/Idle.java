package ipvm.wasm;

import java.lang.ref.SoftReference;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/// Instances of one module that were put back to their start and wait for their next owner.
///
/// They are held softly: where memory is short they go first, and the next start is a cold one.
final class Idle {

    private static final int INSTANCES_MAX = 4;

    private final Deque<SoftReference<Live>> waiting = new ArrayDeque<>();

    /// The one that was used last, begun for its owner; none where a cold start has to tell how the
    /// grant ends.
    synchronized Optional<Live> take(Host host, Grant grant) {
        while (!waiting.isEmpty()) {
            var live = waiting.getFirst().get();
            if (live != null && !live.restart(host, grant)) {
                return Optional.empty();
            }
            waiting.removeFirst();
            if (live != null) {
                return Optional.of(live);
            }
        }
        return Optional.empty();
    }

    synchronized int size() {
        return waiting.size();
    }

    synchronized void give(Live live) {
        if (waiting.size() < INSTANCES_MAX) {
            waiting.addFirst(new SoftReference<>(live));
        }
    }
}
