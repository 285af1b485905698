package ipvm.jit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import org.junit.jupiter.api.Test;

/// What both compilers of the JVM make of generated code; the fast suite runs with the first alone.
class HotIT {

    /// Enough for the JVM to have compiled twice what is called so often.
    private static final int ROUNDS = 30_000;

    @Test
    void keepsTheBitsOfNans() throws Exception {
        NanTest.assertBits(Engine.COMPILED, ROUNDS);
    }

    @Test
    void keepsTheFuelOfLongRuns() throws Exception {
        var faults = new ArrayList<String>();

        int cases = Deep.call(() -> FuelTest.vectors(Engine.COMPILED, Long.MAX_VALUE, faults));

        assertThat(faults).isEmpty();
        assertThat(cases).isEqualTo(279);
    }
}
