package ipvm.wasm;

import static org.assertj.core.api.Assertions.assertThat;

import ipvm.testkit.Allocation;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/// Components that lie about their size, double themselves or never end: each is refused or ends,
/// for little.
class HostileComponentTest {

    private static final double TIMES_MAX = 5;
    private static final double MEGABYTES_MAX = 16;
    private static final double MEGABYTE = 1 << 20;
    private static final int WARM_ROUNDS = 6;
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    @Test
    void eachEndsAsItHasToEnd() {
        var faults = new ArrayList<String>();
        for (var one : Hostile.components()) {
            var found = one.outcome();
            if (!found.equals(one.end())) {
                faults.add(one.what() + ": " + found + ", not " + one.end());
            }
        }

        assertThat(faults).isEmpty();
    }

    /// In a warm machine, on the thread's own clock. How fast that goes is not judged but measured,
    /// before and after: by the loop that honestly burns all of its fuel, which may cost what it
    /// costs. The memory of a module is not counted: its grant is its bound.
    @Test
    void noneCostsMuchMoreThanToBurnItsFuel() {
        var burning = Hostile.burning();
        var before = DeepStack.run(() -> cost(burning));
        var costs = new LinkedHashMap<Hostile, Cost>();
        for (var one : Hostile.components()) {
            costs.put(one, DeepStack.run(() -> cost(one)));
        }
        var after = DeepStack.run(() -> cost(burning));
        double millisMax = TIMES_MAX * Math.max(before.millis(), after.millis());

        assertThat(costs)
                .allSatisfy((one, cost) -> {
                    System.out.println(one.what() + ": " + one.end() + ", " + cost);
                    assertThat(cost.millis()).isLessThanOrEqualTo(millisMax);
                    assertThat(cost.megabytes()).isLessThanOrEqualTo(MEGABYTES_MAX + granted(one));
                });
    }

    private static double granted(Hostile one) {
        return one.end().equals("out-of-memory") ? Hostile.GRANT.memoryBytesMax() / MEGABYTE : 0;
    }

    private record Cost(double millis, double megabytes) {
        @Override
        public String toString() {
            return String.format(Locale.ROOT, "%.1f ms, %.2f MB", millis, megabytes);
        }
    }

    private static Cost cost(Hostile one) {
        var best = new Cost(Double.MAX_VALUE, Double.MAX_VALUE);
        for (int round = 0; round < WARM_ROUNDS; round++) {
            long before = Allocation.soFar();
            long start = THREADS.getCurrentThreadCpuTime();
            one.outcome();
            double millis = (THREADS.getCurrentThreadCpuTime() - start) / 1e6;
            double megabytes = (Allocation.soFar() - before) / MEGABYTE;
            best = new Cost(Math.min(best.millis, millis), Math.min(best.megabytes, megabytes));
        }
        return best;
    }
}
