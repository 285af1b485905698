package ipvm.jit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// The published fuel counts: every case ends the same way and costs the same to the unit.
class FuelTest {

    private static final long SHORT = 200_000;

    @Test
    void compiledCodePaysWhatTheVectorsSay() throws Exception {
        assertPays(Engine.COMPILED);
    }

    @Test
    void theInterpreterPaysWhatTheVectorsSayOfShortRuns() throws Exception {
        var faults = new ArrayList<String>();

        assertThat(Deep.<Integer>call(() -> vectors(Engine.INTERPRETED, SHORT, faults)))
                .isGreaterThan(250);
        assertThat(faults).isEmpty();
    }

    @Test
    @Tag("long")
    void theInterpreterPaysWhatTheVectorsSay() throws Exception {
        assertPays(Engine.INTERPRETED);
    }

    private static void assertPays(Engine engine) throws Exception {
        var faults = new ArrayList<String>();

        assertThat(Deep.<Integer>call(() -> vectors(engine, Long.MAX_VALUE, faults)))
                .isEqualTo(279);
        assertThat(Deep.<Integer>call(() -> random(engine, faults))).isEqualTo(80);
        assertThat(faults).isEmpty();
    }

    static int vectors(Engine engine, long fuelMax, List<String> faults) throws Exception {
        int count = 0;
        for (var node : Archive.json("fuel/vectors.json").get("cases")) {
            if (node.get("fuel").asLong() > fuelMax) {
                continue;
            }
            var one = FuelCase.of(node);
            check(engine, one, Archive.file("fuel/" + one.module()), FuelCase.wanted(node), faults);
            count++;
        }
        return count;
    }

    private static int random(Engine engine, List<String> faults) throws Exception {
        var archive = Archive.zip("fuel/random.zip");
        int count = 0;
        for (var node : archive.tree("vectors.json").get("cases")) {
            var one = FuelCase.of(node);
            check(engine, one, archive.bytes(one.module()), FuelCase.wanted(node), faults);
            count++;
        }
        return count;
    }

    private static void check(
            Engine engine, FuelCase one, byte[] bytes, String wanted, List<String> faults)
            throws Refused {
        var found = one.run(engine, bytes);
        if (!found.equals(wanted)) {
            faults.add(one + ": wanted " + wanted + ", found " + found);
        }
    }
}
