package ipvm.bench;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Two contenders in one JVM, round by round in turn, so that both meet the same weather.
///
/// Each pair of rounds gives one ratio; the median of the ratios is the result, because a pause of
/// the machine then spoils one pair and not the figure.
final class Duel {

    private static final int ROUNDS = 41;
    private static final int ROUNDS_WARM = 20;
    private static final long ROUND_NANOS = 50_000_000;

    private Duel() {}

    /// One unit of work; its answer is kept, so that the compiler cannot drop the work.
    @FunctionalInterface
    interface Work {
        Object once() throws Exception;
    }

    /// Times for one unit of work in nanoseconds, and the median ratio of speeds (ours to peer's).
    record Outcome(double oursNanos, double peerNanos, double speedRatio) {}

    static Outcome between(Work ours, Work peer) throws Exception {
        for (int i = 0; i < ROUNDS_WARM; i++) {
            round(ours);
            round(peer);
        }
        var mine = new double[ROUNDS];
        var theirs = new double[ROUNDS];
        var ratios = new double[ROUNDS];
        for (int i = 0; i < ROUNDS; i++) {
            boolean first = i % 2 == 0;
            mine[i] = first ? round(ours) : 0;
            theirs[i] = round(peer);
            mine[i] = first ? mine[i] : round(ours);
            ratios[i] = theirs[i] / mine[i];
        }
        return new Outcome(median(mine), median(theirs), median(ratios));
    }

    /// Nanoseconds for one unit, over as many as fit into a round.
    private static double round(Work work) throws Exception {
        long began = System.nanoTime();
        long units = 0;
        long taken = 0;
        while (taken < ROUND_NANOS) {
            for (int i = 0; i < 10; i++) {
                Sink.keep(work.once());
            }
            units += 10;
            taken = System.nanoTime() - began;
        }
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
