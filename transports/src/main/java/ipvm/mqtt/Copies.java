package ipvm.mqtt;

import ipvm.data.Bytes;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The readings of late, to know one that a broker sends again because it has not heard that it was
/// taken.
///
/// A broker says when it sends again, but mosquitto forgets to after a restart. So the last ones of
/// a connection are looked for in the next as well, if the broker still knows us; for others the
/// numbers of messages mean nothing, because they begin anew.
final class Copies {

    private final Limits limits;
    private final Map<Key, Case> recent = new LinkedHashMap<>();
    private final Set<Key> suspects = new HashSet<>();

    Copies(Limits limits) {
        this.limits = limits;
    }

    /// What is the same about a message that is sent again.
    private record Key(String topic, List<Integer> feeds, int packet, Bytes payload) {

        static Key of(Arrival arrival) {
            return new Key(arrival.topic(), arrival.feeds(), arrival.packet(), arrival.payload());
        }
    }

    /// One reading: whether it is settled, and whom to tell.
    private static final class Case {

        private boolean isSettled;
        private Runnable acknowledge;

        Case(Runnable acknowledge) {
            this.acknowledge = acknowledge;
        }

        synchronized void again(Runnable next) {
            acknowledge = next;
            if (isSettled) {
                next.run();
            }
        }

        synchronized void settle() {
            isSettled = true;
            acknowledge.run();
        }
    }

    void begin(boolean isResumed) {
        suspects.clear();
        if (isResumed) {
            var all = List.copyOf(recent.keySet());
            int from = Math.max(0, all.size() - 2 * limits.inFlightMax());
            suspects.addAll(all.subList(from, all.size()));
        }
    }

    /// Whether it came before; then it is acknowledged as soon as the first one is settled.
    boolean isCopy(Arrival arrival, Runnable acknowledge) {
        var key = Key.of(arrival);
        var first = recent.get(key);
        if (first == null || arrival.qos() == 0) {
            return false;
        }
        boolean isCopy = suspects.remove(key) || arrival.isAgain();
        if (isCopy) {
            first.again(acknowledge);
        }
        return isCopy;
    }

    /// Remembers a first one; returns what is to happen when it is settled.
    Runnable first(Arrival arrival, Runnable acknowledge) {
        if (arrival.qos() == 0) {
            return acknowledge;
        }
        var key = Key.of(arrival);
        var begun = new Case(acknowledge);
        recent.remove(key);
        recent.put(key, begun);
        suspects.remove(key);
        if (recent.size() > limits.recentMax()) {
            var eldest = recent.keySet().iterator();
            eldest.next();
            eldest.remove();
        }
        return begun::settle;
    }
}
