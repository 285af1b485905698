package ipvm.mqtt;

import ipvm.data.Bytes;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What waits to be published: frames in their order, and of each retained topic the latest.
///
/// A connection takes only so much at a time (Paho throws beyond), so both wait for their turn.
final class Outbox {

    private final Limits limits;
    private final Map<String, Letter> retained = new LinkedHashMap<>();
    private final Set<String> due = new LinkedHashSet<>();
    private final Deque<Letter> frames = new ArrayDeque<>();
    private int bytes;
    private int window;
    private int inFlight;
    private boolean isFramesTurn;

    Outbox(Limits limits) {
        this.limits = limits;
    }

    /// A new connection: it knows nothing of what the last one had under way.
    void open(int receiveMax) {
        window = Math.min(receiveMax, limits.inFlightMax());
        inFlight = 0;
        due.addAll(retained.keySet());
    }

    /// No connection: frames are of no use when it comes back, because their senders ask again.
    void close() {
        window = 0;
        frames.clear();
        bytes = 0;
    }

    /// Keeps what everybody is to find at a topic.
    void keep(Letter letter) {
        if (retained.containsKey(letter.topic()) || retained.size() < limits.outletsMax()) {
            retained.put(letter.topic(), letter);
            due.add(letter.topic());
        }
    }

    Optional<Bytes> kept(String topic) {
        return Optional.ofNullable(retained.get(topic)).map(Letter::payload);
    }

    /// Takes a frame, or drops it where too many wait.
    void add(Letter letter) {
        if (window > 0
                && frames.size() < limits.framesMax()
                && bytes + letter.payload().size() <= limits.waitingBytesMax()) {
            frames.add(letter);
            bytes += letter.payload().size();
        }
    }

    /// What may be published now; it is under way then.
    Optional<Letter> next() {
        boolean isEmpty = due.isEmpty() && frames.isEmpty();
        if (isEmpty || inFlight >= window) {
            return Optional.empty();
        }
        isFramesTurn = due.isEmpty() || !(isFramesTurn || frames.isEmpty());
        inFlight++;
        if (isFramesTurn) {
            var letter = frames.remove();
            bytes -= letter.payload().size();
            return Optional.of(letter);
        }
        var topic = due.iterator().next();
        due.remove(topic);
        return Optional.ofNullable(retained.get(topic));
    }

    void delivered() {
        inFlight = Math.max(0, inFlight - 1);
    }
}
