package ipvm.jit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ipvm.testkit.Seeds;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import org.junit.jupiter.api.Test;
import run.endive.runtime.ImportValues;
import run.endive.runtime.Instance;

/// An instance put back is as good as a new one, in what it gives and in what it costs.
class SnapshotTest {

    private static final long PLENTY = 1L << 40;
    private static final long FUEL = 20_000;
    private static final long MEMORY_BYTES = 64L << 20;

    private final Meter meter = new Meter(PLENTY, MEMORY_BYTES, Meter.PATIENT);

    @Test
    void givesWhatAFreshStartGives() throws Exception {
        var faults = new ArrayList<String>();
        var programs = new HashMap<String, Program>();
        int cases = 0;
        for (var node : Archive.json("fuel/vectors.json").get("cases")) {
            if (node.get("end").asText().equals("ok") && node.get("fuel").asLong() < 100_000) {
                var one = FuelCase.of(node);
                var program = programs.computeIfAbsent(one.module(), SnapshotTest::program);
                var found = Deep.call(() -> again(one, program));
                if (!found.equals(FuelCase.wanted(node)) && !node.has("limit")) {
                    faults.add(one + ": " + found);
                }
                cases++;
            }
        }

        assertThat(faults).isEmpty();
        assertThat(cases).isGreaterThan(100);
    }

    /// Memory, tables, globals, dropped segments, bills: after whatever a random module did.
    @Test
    void forgetsWhatARandomModuleDid() throws Exception {
        Seeds.forEach(
                Integer.getInteger("ipvm.wasm.snapshots", 300),
                random -> {
                    var module = RandomModule.of(random);
                    var calls = Session.calls(module.plan(), random);
                    var program = Engine.COMPILED.program(module.bytes());
                    var wanted = Deep.call(() -> Session.run(program, module, calls, FUEL));
                    var found = Deep.call(() -> Session.runAgain(program, module, calls, FUEL));

                    assertThat(found.lines()).isEqualTo(wanted.lines());
                });
    }

    /// Runs a case twice on an instance that is put back between; gives the second outcome.
    private static String again(FuelCase one, Program program) {
        var meter = new Meter(PLENTY, MEMORY_BYTES, Meter.PATIENT);
        var instance = program.start(ImportValues.empty(), meter);
        var snapshot = Snapshot.of(instance).orElseThrow();
        meter.ready();
        one.call(instance);
        snapshot.restore();
        meter.renew(PLENTY, MEMORY_BYTES, Meter.PATIENT);
        return one.call(instance) + " for " + meter.used();
    }

    private static Program program(String file) {
        try {
            return Program.compile(Archive.file("fuel/" + file), Limits.DEFAULT);
        } catch (IOException | Refused e) {
            throw new IllegalStateException(file, e);
        }
    }

    @Test
    void refusesARunThatCannotPayForBeingReady() throws Exception {
        start("fuel/start.wasm");

        assertThatThrownBy(() -> meter.renew(2, MEMORY_BYTES, Meter.PATIENT))
                .isInstanceOfSatisfying(
                        Trap.class, trap -> assertThat(trap.reason()).isEqualTo(Reason.FUEL));
        assertThat(meter.used()).isEqualTo(2);
    }

    @Test
    void refusesARunWhoseMemoryIsLessThanTheModules() throws Exception {
        start("fuel/memcpy.wasm");

        assertThatThrownBy(() -> meter.renew(PLENTY, 0, Meter.PATIENT))
                .isInstanceOfSatisfying(
                        Trap.class,
                        trap -> assertThat(trap.reason()).isEqualTo(Reason.MEMORY_GRANT));
    }

    private Instance start(String file) throws Exception {
        var program = Program.compile(Archive.file(file), Limits.DEFAULT);
        var instance = program.start(ImportValues.empty(), meter);
        meter.ready();
        return instance;
    }
}
