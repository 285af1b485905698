package ipvm.jit;

import static org.assertj.core.api.Assertions.assertThat;

import ipvm.testkit.Seeds;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Programs are shared by threads, and leave nothing behind when nobody holds them any more.
class UnloadTest {

    private static final int THREADS = 4;
    private static final int ROUNDS = 20;
    private static final int FEW = 100;
    private static final int MANY = 10_000;
    private static final int WARM = 100;
    private static final long FUEL = 20_000;
    private static final long STACK_BYTES = 64L << 20;

    /// Classes that the virtual machine itself may load meanwhile.
    private static final int CLASSES_MORE = 150;

    private static final long HEAP_MORE = 8L << 20;

    @Test
    void oneProgramDoesTheSameOnFourThreadsAtOnce() throws Exception {
        Seeds.forEach(
                10,
                random -> {
                    var module = RandomModule.of(random);
                    var calls = Session.calls(module.plan(), random);
                    var alone = Engine.INTERPRETED.program(module.bytes());
                    var wanted = Deep.call(() -> Session.run(alone, module, calls, FUEL).lines());
                    var program = Engine.COMPILED.program(module.bytes());

                    for (var found : together(() -> many(program, module, calls))) {
                        assertThat(found.get()).containsOnly(wanted);
                    }
                });
    }

    private static List<List<String>> many(
            Program program, RandomModule module, List<Session.Call> calls) {
        var found = new ArrayList<List<String>>();
        for (int i = 0; i < ROUNDS; i++) {
            found.add(Session.run(program, module, calls, FUEL).lines());
        }
        return found;
    }

    private static <T> List<FutureTask<T>> together(java.util.concurrent.Callable<T> body) {
        var tasks = new ArrayList<FutureTask<T>>();
        for (int i = 0; i < THREADS; i++) {
            tasks.add(new FutureTask<>(body));
        }
        tasks.forEach(task -> new Thread(null, task, "engine", STACK_BYTES).start());
        return tasks;
    }

    @Test
    void droppedProgramsTakeTheirClassesAlong() throws Exception {
        assertFlat(FEW);
    }

    @Test
    @Tag("long")
    void manyDroppedProgramsLeaveClassesAndHeapFlat() throws Exception {
        assertFlat(MANY);
    }

    private static void assertFlat(int modules) throws Exception {
        Deep.<Boolean>call(() -> programs(0, WARM));
        int classes = classes();
        long heap = heap();

        Deep.<Boolean>call(() -> programs(WARM, modules));

        assertThat(classes()).isLessThan(classes + CLASSES_MORE);
        assertThat(heap()).isLessThan(heap + HEAP_MORE);
    }

    private static boolean programs(long from, long count) throws Exception {
        for (long seed = from; seed < from + count; seed++) {
            var random = Seeds.random(seed);
            var module = RandomModule.of(random);
            var program = Engine.COMPILED.program(module.bytes());
            Session.run(program, module, Session.calls(module.plan(), random), FUEL);
        }
        return true;
    }

    private static int classes() {
        System.gc();
        return ManagementFactory.getClassLoadingMXBean().getLoadedClassCount();
    }

    private static long heap() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
