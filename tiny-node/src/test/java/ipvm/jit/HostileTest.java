package ipvm.jit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import org.junit.jupiter.api.Test;
import run.endive.runtime.ImportValues;

/// Modules that lie about their size or never end: each is refused or ends, for little.
class HostileTest {

    private static final long FUEL = 10_000_000;
    private static final long MEMORY_BYTES = 16L << 20;

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
