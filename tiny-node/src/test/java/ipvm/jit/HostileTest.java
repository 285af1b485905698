package ipvm.jit;

import static org.assertj.core.api.Assertions.assertThat;

import ipvm.testkit.Allocation;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;
import run.endive.runtime.ImportValues;

/// Modules that lie about their size or never end: each is refused or ends, for little.
class HostileTest {

    private static final long FUEL = 10_000_000;
    private static final long MEMORY_BYTES = 16L << 20;
    private static final long MILLIS_MAX = 50;
    private static final long BYTES_MAX = 16L << 20;
    private static final int WARM_ROUNDS = 8;
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    @Test
    void eachEndsAsItHasToEnd() throws Exception {
        var archive = Archive.zip("hostile.zip");
        var faults = new ArrayList<String>();
        for (var one : archive.tree("hostile.json").get("cases")) {
            var found = Deep.call(() -> run(archive.bytes(one.get("module").asText())));
            if (!found.equals(one.get("expect").asText())) {
                faults.add(one + ": " + found);
            }
        }

        assertThat(faults).isEmpty();
    }

    /// In a warm machine; the time is the thread's own, so that others do not matter.
    @Test
    void noneCostsMoreThanItsBounds() throws Exception {
        var archive = Archive.zip("hostile.zip");
        var faults = new ArrayList<String>();
        for (var one : archive.tree("hostile.json").get("cases")) {
            var name = one.get("module").asText();
            var cost = Deep.call(() -> cost(archive.bytes(name)));
            if (cost.millis() > MILLIS_MAX || cost.bytes() > BYTES_MAX) {
                faults.add(name + ": " + cost);
            }
        }

        assertThat(faults).isEmpty();
    }

    private record Cost(long millis, long bytes) {}

    private static Cost cost(byte[] bytes) {
        var best = new Cost(Long.MAX_VALUE, Long.MAX_VALUE);
        for (int round = 0; round < WARM_ROUNDS; round++) {
            long before = Allocation.soFar();
            long start = THREADS.getCurrentThreadCpuTime();
            run(bytes);
            long millis = (THREADS.getCurrentThreadCpuTime() - start) / 1_000_000;
            long allocated = Allocation.soFar() - before;
            best = new Cost(Math.min(best.millis(), millis), Math.min(best.bytes(), allocated));
        }
        return best;
    }

    private static String run(byte[] bytes) {
        try {
            var meter = new Meter(FUEL, MEMORY_BYTES, Meter.PATIENT);
            var instance = Engine.COMPILED.start(bytes, ImportValues.empty(), meter);
            instance.export("run").apply(7);
            return "ok";
        } catch (Refused refused) {
            return refused.kind().toString();
        } catch (Trap trap) {
            return switch (trap.reason()) {
                case FUEL -> "out-of-fuel";
                case MEMORY_GRANT -> "out-of-memory";
                default -> "trapped";
            };
        }
    }
}
