package ipvm.jit;

import static org.assertj.core.api.Assertions.assertThat;

import ipvm.testkit.Seeds;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Every amount of fuel from none to what a run needs: both machines stop at the same place, and
/// one unit less than enough is not enough.
class SweepTest {

    private static final int MODULES = 30;
    private static final long SHORT = 80;
    private static final long LONG = 3_000;
    private static final long FUEL_MIN = 20;

    /// A module, what is called of it, and what that costs.
    private record Run(RandomModule module, List<Session.Call> calls, long fuel) {}

    @Test
    void shortRunsOfRandomModulesStopWhereTheFuelEnds() throws Exception {
        sweepRandom(SHORT);
    }

    @Test
    @Tag("long")
    void randomModulesStopWhereTheFuelEnds() throws Exception {
        sweepRandom(LONG);
    }

    private static void sweepRandom(long fuelMax) throws Exception {
        var runs = new ArrayList<Run>();
        Seeds.forEach(
                20 * MODULES,
                random -> {
                    if (runs.size() == MODULES) {
                        return;
                    }
                    var module = RandomModule.of(random);
                    var calls = Session.calls(module.plan(), random);
                    var program = Engine.INTERPRETED.program(module.bytes());
                    long fuel = Session.run(program, module, calls, fuelMax).used();
                    if (fuel >= FUEL_MIN && fuel < fuelMax) {
                        runs.add(new Run(module, calls, fuel));
                    }
                });

        assertThat(runs).hasSize(MODULES);
        for (var run : runs) {
            Deep.<Boolean>call(() -> sweep(run));
        }
    }

    private static boolean sweep(Run run) throws Refused {
        var compiled = Engine.COMPILED.program(run.module().bytes());
        var interpreted = Engine.INTERPRETED.program(run.module().bytes());
        for (long fuel = 0; fuel <= run.fuel(); fuel++) {
            var found = Session.run(compiled, run.module(), run.calls(), fuel);
            var wanted = Session.run(interpreted, run.module(), run.calls(), fuel);
            assertThat(found.lines()).as("fuel %s of %s", fuel, run).isEqualTo(wanted.lines());
            assertThat(found.lines().getLast().contains("out of fuel"))
                    .isEqualTo(fuel < run.fuel());
            assertThat(found.used()).isEqualTo(fuel);
        }
        return true;
    }

    @Test
    void shortRunsOfTheVectorsStopWhereTheFuelEnds() throws Exception {
        sweepVectors(SHORT);
    }

    @Test
    @Tag("long")
    void theVectorsStopWhereTheFuelEnds() throws Exception {
        sweepVectors(LONG);
    }

    /// The cases of the vectors that cost little; a trap's bill is swept as well.
    private static void sweepVectors(long fuelMax) throws Exception {
        int swept = 0;
        for (var node : Archive.json("fuel/vectors.json").get("cases")) {
            long fuel = node.get("fuel").asLong();
            if (!node.has("limit") && fuel <= fuelMax) {
                var bytes = Archive.file("fuel/" + node.get("module").asText());
                var wanted = FuelCase.wanted(node);
                Deep.<Boolean>call(() -> sweep(FuelCase.of(node), bytes, fuel, wanted));
                swept++;
            }
        }
        assertThat(swept).isGreaterThan(MODULES);
    }

    private static boolean sweep(FuelCase one, byte[] bytes, long enough, String wanted)
            throws Refused {
        var compiled = Engine.COMPILED.program(bytes);
        var interpreted = Engine.INTERPRETED.program(bytes);
        for (long fuel = 0; fuel <= enough; fuel++) {
            var end = fuel < enough ? "out of fuel for " + fuel : wanted;
            var limited = new FuelCase(one.module(), one.export(), one.args(), fuel);
            assertThat(limited.run(compiled)).as("%s", limited).isEqualTo(end);
            assertThat(limited.run(interpreted)).as("%s", limited).isEqualTo(end);
        }
        return true;
    }
}
