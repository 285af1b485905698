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
/// What has run is not over before it is signed and written, and there it goes in the order in
/// which it comes. So beside others nobody has more than a few on that way, and alone many.
///
/// @param <W> what waits
public final class FairQueue<W> {

    /// A run costs at least this, which is about what it costs besides its fuel.
    private static final long FUEL_MIN = 10_000;

    /// What one who is alone may have begun that is not over.
    static final int AHEAD_MAX = 512;

    /// The same for one who is not.
    static final int AHEAD_BESIDE_MAX = 8;

    /// Whoever had so many turns in a row is alone.
    static final int ALONE_TURNS = 256;

    /// Beyond so many lines it is looked for those of whom nothing waits.
    private static final int LINES_MAX = 1_024;

    private final int depthMax;
    private final int shareMax;
    private final Map<Object, Line<W>> lines = new HashMap<>();
    private final TreeSet<Line<W>> waiting = new TreeSet<>();
    private int depth;
    private long linesMade;
    private long clock;
    private int sweepAt = LINES_MAX;
    private Optional<Object> last = Optional.empty();
    private int inARow = ALONE_TURNS;

    /// @param depthMax what waits at most
    /// @param shareMax of that, what waits for one
    public FairQueue(int depthMax, int shareMax) {
        this.depthMax = depthMax;
        this.shareMax = shareMax;
    }

    /// One who asks: what waits for it, by priority, and how much it has had.
    private static final class Line<W> implements Comparable<Line<W>> {

        private final Object who;
        private final long number;
        private final TreeMap<Integer, Deque<W>> byPriority = new TreeMap<>();
        private long spent;
        private long mean = FUEL_MIN;
        private int ahead;
        private int size;

        Line(Object who, long number) {
            this.who = who;
            this.number = number;
        }

        void add(W work, int priority) {
            byPriority.computeIfAbsent(-priority, p -> new ArrayDeque<>()).add(work);
            size++;
        }

        boolean isIdle() {
            return size == 0 && ahead == 0;
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
        var line = lines.computeIfAbsent(who, w -> new Line<>(w, linesMade++));
        if (lines.size() > sweepAt) {
            lines.values().removeIf(one -> one != line && one.isIdle());
            sweepAt = Math.max(LINES_MAX, 2 * lines.size());
        }
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
        for (var line = waiting.pollFirst(); line != null; line = waiting.pollFirst()) {
            if (line.ahead < aheadMax(line)) {
                return Optional.of(turn(line));
            }
        }
        return Optional.empty();
    }

    private int aheadMax(Line<W> line) {
        return inARow >= ALONE_TURNS && isAgain(line) ? AHEAD_MAX : AHEAD_BESIDE_MAX;
    }

    private boolean isAgain(Line<W> line) {
        return last.isEmpty() || last.get().equals(line.who);
    }

    private W turn(Line<W> line) {
        inARow = isAgain(line) ? Math.min(inARow + 1, ALONE_TURNS) : 0;
        last = Optional.of(line.who);
        clock = line.spent;
        var work = line.next();
        depth--;
        line.ahead++;
        line.spent += line.mean;
        if (line.size > 0) {
            waiting.add(line);
        }
        return work;
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
        if (waits) {
            waiting.add(line);
        }
        forgetIfIdle(who, line);
    }

    /// Says that something which was to run is over and answered, or will never be.
    public void over(Object who) {
        var line = lines.get(who);
        if (line == null) {
            return;
        }
        line.ahead--;
        if (line.size > 0 && !waiting.contains(line)) {
            line.spent = Math.max(line.spent, clock);
            waiting.add(line);
        }
        forgetIfIdle(who, line);
    }

    /// Whoever has had its turns and is behind nobody is like one who comes anew.
    private void forgetIfIdle(Object who, Line<W> line) {
        if (line.isIdle() && line.spent <= clock) {
            lines.remove(who);
        }
    }

    public int depth() {
        return depth;
    }

    /// Of how many it is known what they had.
    int known() {
        return lines.size();
    }
}
