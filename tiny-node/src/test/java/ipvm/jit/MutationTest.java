package ipvm.jit;

import static org.assertj.core.api.Assertions.assertThat;

import ipvm.data.Bytes;
import ipvm.testkit.Mutations;
import ipvm.testkit.Seeds;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import run.endive.runtime.ImportValues;
import run.endive.wasm.UninstantiableException;
import run.endive.wasm.UnlinkableException;

/// Real modules with a few bytes changed: they are refused, or do the same on both machines.
class MutationTest {

    private static final int FEW = Integer.getInteger("ipvm.jit.mutants", 3_000);
    private static final int MANY = Integer.getInteger("ipvm.jit.mutants.long", 200_000);
    private static final int BYTES_MAX = 8_000;
    private static final long FUEL = 3_000;
    private static final int EXPORTS_MAX = 6;

    private static List<Bytes> corpus() throws Exception {
        var corpus = new ArrayList<Bytes>();
        for (var name :
                List.of(
                        "bulk",
                        "calls",
                        "control",
                        "fib",
                        "numeric",
                        "start",
                        "straight",
                        "traps")) {
            corpus.add(Bytes.wrap(Archive.file("fuel/" + name + ".wasm")));
        }
        var suite = Archive.zip("spec-core-2.0.zip");
        for (var name : suite.names()) {
            if (name.endsWith(".wasm") && suite.bytes(name).length < BYTES_MAX) {
                corpus.add(Bytes.wrap(suite.bytes(name)));
            }
        }
        return corpus;
    }

    @Test
    void changedModulesAreRefusedOrDoTheSame() throws Exception {
        assertThat(Deep.<Integer>call(() -> mutants(FEW))).isPositive();
    }

    @Test
    @Tag("long")
    void manyChangedModulesAreRefusedOrDoTheSame() throws Exception {
        assertThat(Deep.<Integer>call(() -> mutants(MANY))).isPositive();
    }

    /// How many were taken.
    private static int mutants(int count) throws Exception {
        var corpus = corpus();
        var taken = new int[1];
        Seeds.forEach(count, random -> taken[0] += check(new Mutations(corpus, random).next()));
        return taken[0];
    }

    private static int check(Bytes mutant) {
        Program compiled;
        try {
            compiled = Program.compile(mutant.toArray(), Limits.DEFAULT);
        } catch (Refused refused) {
            return 0;
        }
        var wanted = ends(interpreted(mutant));
        assertThat(ends(compiled)).as(mutant.hex()).isEqualTo(wanted);
        return 1;
    }

    private static Program interpreted(Bytes taken) {
        try {
            return Program.interpret(taken.toArray(), Limits.DEFAULT);
        } catch (Refused refused) {
            throw new AssertionError("taken by one machine alone: " + taken.hex(), refused);
        }
    }

    /// How the first exports end, each on an instance of its own.
    private static List<String> ends(Program program) {
        var ends = new ArrayList<String>();
        var exports = program.module().exports(Extern.FUNCTION);
        for (var export : exports.subList(0, Math.min(EXPORTS_MAX, exports.size()))) {
            var meter = new Meter(FUEL, 4 << 16, Meter.PATIENT);
            ends.add(end(program, export, meter) + " for " + meter.used());
        }
        return ends;
    }

    private static String end(Program program, String export, Meter meter) {
        try {
            var instance = program.start(ImportValues.empty(), meter);
            var type = program.module().signature(program.module().function(export).orElseThrow());
            int count = type.params().size();
            var args = new long[count];
            for (int i = 0; i < count; i++) {
                args[i] = type.params().get(i) == Val.FUNC ? -1 : 3L * i + 5;
            }
            var result = instance.export(export).applyWithRefs(args, new Object[count]);
            return List.of(java.util.Arrays.toString(result.longs())).toString();
        } catch (Trap trap) {
            return trap.reason().toString();
        } catch (UnlinkableException | UninstantiableException end) {
            return end.getClass().getSimpleName();
        }
    }
}
