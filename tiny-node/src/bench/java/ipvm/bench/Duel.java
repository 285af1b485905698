package ipvm.bench;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Two contenders in one JVM, round by round in turn, so that both meet the same weather.
///
/// Each pair of rounds gives one ratio; the median of the ratios is the result, because a pause of
/// the machine then spoils one pair and not the figure.
final class Duel {

    /// For work of microseconds up to milliseconds.
    static final Length FAST = new Length(20, 41, 10, 50_000_000);

    /// For work that takes a good part of a second.
    static final Length SLOW = new Length(2, 9, 1, 0);

    private Duel() {}

    /// One unit of work; its answer is kept, so that the compiler cannot drop the work.
    @FunctionalInterface
    interface Work {
        Object once() throws Exception;
    }

    /// Times for one unit of work in nanoseconds, and the median ratio of speeds (ours to peer's).
    record Outcome(double oursNanos, double peerNanos, double speedRatio) {}

    /// How long a duel lasts: rounds, each of as many units as it takes to fill so many
    /// nanoseconds.
    record Length(int roundsWarm, int rounds, int unitsMin, long roundNanos) {}

    static Outcome between(Work ours, Work peer) throws Exception {
        return between(FAST, ours, peer);
    }

    static Outcome between(Length length, Work ours, Work peer) throws Exception {
        for (int i = 0; i < length.roundsWarm; i++) {
            round(length, ours);
            round(length, peer);
        }
        var mine = new double[length.rounds];
        var theirs = new double[length.rounds];
        var ratios = new double[length.rounds];
        for (int i = 0; i < length.rounds; i++) {
            boolean first = i % 2 == 0;
            mine[i] = first ? round(length, ours) : 0;
            theirs[i] = round(length, peer);
            mine[i] = first ? mine[i] : round(length, ours);
            ratios[i] = theirs[i] / mine[i];
        }
        return new Outcome(median(mine), median(theirs), median(ratios));
    }

    /// Nanoseconds for one unit, over as many as fit into a round.
    private static double round(Length length, Work work) throws Exception {
        long began = System.nanoTime();
        long units = 0;
        long taken;
        do {
            for (int i = 0; i < length.unitsMin; i++) {
                Sink.keep(work.once());
            }
            units += length.unitsMin;
            taken = System.nanoTime() - began;
        } while (taken < length.roundNanos);
        Sink.requireKept();
        return (double) taken / units;
    }

    private static double median(double[] values) {
        var sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    /// A place that the compiler must believe is read.
    private static final class Sink {
        private static volatile @Nullable Object last;

        static void keep(Object value) {
            last = value;
        }

        static void requireKept() {
            if (last == null) {
                throw new IllegalStateException("nothing was done");
            }
        }
    }
}
