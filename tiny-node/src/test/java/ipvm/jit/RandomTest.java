package ipvm.jit;

import static org.assertj.core.api.Assertions.assertThat;

import ipvm.testkit.Seeds;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Random modules on both machines: the same results, traps, bills and traces in memory, also when
/// the fuel ends somewhere on the way.
class RandomTest {

    private static final int FEW = Integer.getInteger("ipvm.jit.modules", 150);
    private static final int MANY = Integer.getInteger("ipvm.jit.modules.long", 100_000);
    private static final long FUEL = 20_000;
    private static final long MUCH = 8_000_000;
    private static final int LIMITS = 3;

    @Test
    void bothMachinesDoTheSameWithRandomModules() throws Exception {
        Deep.<Integer>call(() -> modules(FEW));
    }

    @Test
    @Tag("long")
    void bothMachinesDoTheSameWithManyRandomModules() throws Exception {
        Deep.<Integer>call(() -> modules(MANY));
    }

    private static int modules(int count) throws Exception {
        Seeds.forEach(count, RandomTest::check);
        return count;
    }

    /// With fuel for a walk through all memory loops may be compiled otherwise; what ends with
    /// little fuel ends there in the same way, and the rest comes to an end as well.
    private static void lavish(Program compiled, RandomModule module, List<Session.Call> calls) {
        var little = Session.run(compiled, module, calls, FUEL);
        var much = Session.run(compiled, module, calls, MUCH);
        if (little.used() < FUEL) {
            assertThat(much.lines()).as("with much fuel").isEqualTo(little.lines());
        }
        assertThat(much.used()).isBetween(little.used(), MUCH);
    }

    private static void check(RandomGenerator random) throws Exception {
        var module = RandomModule.of(random);
        var calls = Session.calls(module.plan(), random);
        var compiled = Engine.COMPILED.program(module.bytes());
        var interpreted = Engine.INTERPRETED.program(module.bytes());
        lavish(compiled, module, calls);
        long fuel = FUEL;
        for (int i = 0; i <= LIMITS && fuel > 0; i++) {
            var wanted = Session.run(interpreted, module, calls, fuel);
            assertThat(Session.run(compiled, module, calls, fuel).lines())
                    .as("with fuel %s", fuel)
                    .isEqualTo(wanted.lines());
            fuel = wanted.used() == 0 ? 0 : random.nextLong(wanted.used());
        }
    }
}
