package ipvm.jit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import run.endive.runtime.ImportValues;
import run.endive.runtime.Instance;

/// The bits of NaNs: what the vectors say, and the same as the interpreter's. See also [HotIT].
class NanTest {

    @Test
    void areWhatTheVectorsSayOnCompiledCode() throws Exception {
        assertBits(Engine.COMPILED, 1);
    }

    @Test
    void areWhatTheVectorsSayInTheInterpreter() throws Exception {
        assertBits(Engine.INTERPRETED, 1);
    }

    static void assertBits(Engine engine, int rounds) throws Exception {
        var cases = Archive.json("nan/nan.json").get("cases");
        var meter = new Meter(Long.MAX_VALUE / 2, 1 << 20, Meter.PATIENT);
        var instance = engine.start(Archive.file("nan/nan.wasm"), ImportValues.empty(), meter);
        var faults = new ArrayList<String>();
        for (var one : cases) {
            check(instance, one, rounds, faults);
        }

        assertThat(faults).isEmpty();
        assertThat(cases).hasSize(115);
    }

    private static void check(Instance instance, JsonNode one, int rounds, List<String> faults) {
        var function = instance.export(one.get("export").asText());
        var args = numbers(one.get("args"));
        var wanted = numbers(one.get("results"));
        for (int round = 0; round < rounds; round++) {
            var found = function.apply(args);
            if (found[0] != wanted[0]) {
                faults.add(one + " in round " + round + ": " + Long.toHexString(found[0]));
                return;
            }
        }
    }

    private static long[] numbers(JsonNode values) {
        var numbers = new long[values.size()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = Long.parseUnsignedLong(values.get(i).get("value").asText());
        }
        return numbers;
    }
}
