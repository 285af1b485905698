package ipvm.mesh;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Which bytes of a parcel there are: stretches that neither touch nor overlap.
final class Stretches {

    private final TreeMap<Integer, Integer> ends = new TreeMap<>();

    void add(int from, int to) {
        if (from >= to) {
            return;
        }
        int start = from;
        int end = to;
        var before = ends.floorEntry(from);
        if (before != null && before.getValue() >= from) {
            start = before.getKey();
            end = Math.max(end, before.getValue());
        }
        var next = ends.ceilingEntry(start);
        while (next != null && next.getKey() <= end) {
            end = Math.max(end, next.getValue());
            ends.remove(next.getKey());
            next = ends.ceilingEntry(start);
        }
        ends.put(start, end);
    }

    /// Everything before this is there.
    int upTo() {
        var first = ends.firstEntry();
        return first != null && first.getKey() == 0 ? first.getValue() : 0;
    }

    boolean holds(int from, int to) {
        var before = ends.floorEntry(from);
        return before != null && before.getValue() >= to;
    }

    /// The end of the stretch that a byte is in, or the byte where it is in none.
    int endOf(int at) {
        var before = ends.floorEntry(at);
        return before != null && before.getValue() > at ? before.getValue() : at;
    }

    void clear() {
        ends.clear();
    }

    int count() {
        return ends.size();
    }

    List<Message.Stretch> all() {
        return ends.entrySet().stream()
                .map(one -> new Message.Stretch(one.getKey(), one.getValue()))
                .toList();
    }

    /// The first stretches after [#upTo].
    List<Message.Stretch> beyond(int max) {
        var beyond = new ArrayList<Message.Stretch>();
        for (Map.Entry<Integer, Integer> one : ends.tailMap(upTo(), true).entrySet()) {
            if (one.getKey() > 0 && beyond.size() < max) {
                beyond.add(new Message.Stretch(one.getKey(), one.getValue()));
            }
        }
        return beyond;
    }
}
