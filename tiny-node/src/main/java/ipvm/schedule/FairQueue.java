package ipvm.schedule;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/// Who comes next: of those who wait, whoever has had the least fuel.
///
/// Each one's turn is charged what its runs used before, and set right when this one is over, so
/// that a thousand small tasks and one large one wait alike. Whoever comes anew starts where the
/// others stand: nobody saves up turns by waiting.
///
/// @param <W> what waits
public final class FairQueue<W> {

    /// A run costs at least this, which is about what it costs besides its fuel.
    private static final long FUEL_MIN = 10_000;

    private final int depthMax;
    private final int shareMax;
    private final Map<Object, Line<W>> lines = new HashMap<>();
    private final TreeSet<Line<W>> waiting = new TreeSet<>();
    private int depth;
    private long linesMade;
    private long clock;

    /// @param depthMax what waits at most
    /// @param shareMax of that, what waits for one
    public FairQueue(int depthMax, int shareMax) {
        this.depthMax = depthMax;
        this.shareMax = shareMax;
    }

    /// One who asks: what waits for it, by priority, and how much it has had.
    private static final class Line<W> implements Comparable<Line<W>> {

        private final long number;
        private final TreeMap<Integer, Deque<W>> byPriority = new TreeMap<>();
        private long spent;
        private long mean = FUEL_MIN;
        private int running;
        private int size;

        Line(long number) {
            this.number = number;
        }

        void add(W work, int priority) {
            byPriority.computeIfAbsent(-priority, p -> new ArrayDeque<>()).add(work);
            size++;
        }

        W next() {
            var first = byPriority.firstEntry();
            var work = first.getValue().remove();
            if (first.getValue().isEmpty()) {
                byPriority.remove(first.getKey());
            }
            size--;
            return work;
        }

        @Override
        public int compareTo(Line<W> that) {
            int bySpent = Long.compare(spent, that.spent);
            return bySpent != 0 ? bySpent : Long.compare(number, that.number);
        }
    }

    /// Whether something found its place.
    public boolean offer(Object who, int priority, W work) {
        var line = lines.computeIfAbsent(who, w -> new Line<>(linesMade++));
        if (depth >= depthMax || line.size >= shareMax) {
            forgetIfIdle(who, line);
            return false;
        }
        if (line.size == 0) {
            line.spent = Math.max(line.spent, clock);
            waiting.add(line);
        }
        line.add(work, priority);
        depth++;
        return true;
    }

    /// What is to run next.
    public Optional<W> poll() {
        var line = waiting.pollFirst();
        if (line == null) {
            return Optional.empty();
        }
        clock = line.spent;
        var work = line.next();
        depth--;
        line.running++;
        line.spent += line.mean;
        if (line.size > 0) {
            waiting.add(line);
        }
        return Optional.of(work);
    }

    /// Sets right what a run was charged.
    public void settle(Object who, long fuel) {
        var line = lines.get(who);
        if (line == null) {
            return;
        }
        boolean waits = waiting.remove(line);
        long cost = Math.max(fuel, FUEL_MIN);
        line.spent += cost - line.mean;
        line.mean += (cost - line.mean) / 8;
        line.running--;
        if (waits) {
            waiting.add(line);
        }
        forgetIfIdle(who, line);
    }

    /// Whoever has had its turns and is behind nobody is like one who comes anew.
    private void forgetIfIdle(Object who, Line<W> line) {
        if (line.size == 0 && line.running == 0 && line.spent <= clock) {
            lines.remove(who);
        }
    }

    public int depth() {
        return depth;
    }
}
