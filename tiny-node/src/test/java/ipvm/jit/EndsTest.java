package ipvm.jit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import run.endive.runtime.HostFunction;
import run.endive.runtime.ImportValues;
import run.endive.runtime.Instance;
import run.endive.wasm.UnlinkableException;
import run.endive.wasm.types.FunctionType;
import run.endive.wasm.types.ValType;

/// How a run that goes wrong ends, on both machines.
class EndsTest {

    static final List<Engine> ENGINES = List.of(Engine.COMPILED, Engine.INTERPRETED);

    private static final long FUEL = 1_000_000;
    private static final byte[] ENDLESS =
            Built.code(new Binary().u8(Code.LOOP, 0x40, Code.BR, 0, Code.END));

    private static Meter meter(long fuel) {
        return new Meter(fuel, 2 << 16, Meter.PATIENT);
    }

    private static String end(Engine engine, byte[] bytes, Meter meter) throws Exception {
        return Deep.call(() -> {
            try {
                var instance = engine.start(bytes, ImportValues.empty(), meter);
                return "ok" + List.of(instance.export("run").apply()[0]);
            } catch (Trap trap) {
                return trap.reason().toString();
            }
        });
    }

    /// The same function is exported and is what starts.
    private static byte[] starting(Binary operators) {
        return Binary.module()
                .section(1, new Binary().u8(1).type(Built.NOTHING))
                .section(3, new Binary().u8(1, 0))
                .section(7, new Binary().u8(1).name("run").u8(0, 0))
                .section(8, new Binary().u8(0))
                .section(10, new Binary().u8(1).sized(new Binary().u8(0).add(operators).u8(11)))
                .bytes();
    }

    @ParameterizedTest
    @FieldSource("ENGINES")
    void aStartFunctionThatTrapsEndsTheRun(Engine engine) throws Exception {
        var meter = meter(FUEL);

        assertThat(end(engine, starting(new Binary().u8(0)), meter)).isEqualTo("unreachable");
        assertThat(meter.used()).isEqualTo(3);
    }

    @ParameterizedTest
    @FieldSource("ENGINES")
    void aStartFunctionThatNeverEndsBurnsTheFuel(Engine engine) throws Exception {
        var meter = meter(FUEL);

        assertThat(end(engine, starting(new Binary().u8(3, 0x40, 12, 0, 11)), meter))
                .isEqualTo("out of fuel");
        assertThat(meter.used()).isEqualTo(FUEL);
    }

    @ParameterizedTest
    @FieldSource("ENGINES")
    void memoryDoesNotGrowPastTheGrant(Engine engine) throws Exception {
        var meter = meter(FUEL);
        var bytes = growing(2);

        assertThat(end(engine, bytes, meter)).isEqualTo("ok[4294967295]");
        assertThat(meter.isBounded()).isTrue();
        assertThat(meter.pagesPeak()).isEqualTo(1);
    }

    @ParameterizedTest
    @FieldSource("ENGINES")
    void memoryGrowsUpToTheGrantUnbounded(Engine engine) throws Exception {
        var meter = meter(FUEL);

        assertThat(end(engine, growing(1), meter)).isEqualTo("ok[1]");
        assertThat(meter.isBounded()).isFalse();
        assertThat(meter.pagesPeak()).isEqualTo(2);
    }

    private static byte[] growing(int pages) {
        return Built.with(
                new Binary().section(5, new Binary().u8(1, 0, 1)),
                new Signature(List.of(), List.of(Val.I32)),
                new Binary().u8(0).i32(pages).u8(Code.MEMORY_GROW, 0, Code.END));
    }

    /// Functions call themselves with one more each time, which a global keeps.
    private static byte[] recursion(int params) {
        var body = new Binary().u8(0, Code.GLOBAL_GET, 0).i32(1).u8(0x6a, Code.GLOBAL_SET, 0);
        var call = new Binary().times(params, new Binary().u8(Code.I64_CONST, 1)).u8(Code.CALL, 1);
        var inner = new Signature(java.util.Collections.nCopies(params, Val.I64), List.of());
        return Binary.module()
                .section(1, new Binary().u8(2).type(Built.NOTHING).type(inner))
                .section(3, new Binary().u8(2, 0, 1))
                .section(6, new Binary().u8(1, 0x7f, 1).i32(0).u8(Code.END))
                .section(7, new Binary().u8(1).name("run").u8(0, 0))
                .section(
                        10,
                        new Binary()
                                .u8(2)
                                .sized(new Binary().u8(0).add(call).u8(Code.END))
                                .sized(body.add(call).u8(Code.END)))
                .bytes();
    }

    @Test
    void endlessRecursionEndsAtTheSameDepthOnBothMachines() throws Exception {
        for (int params : List.of(0, 3, 100)) {
            long weight = 16L + params + Math.max(params, 2);

            var compiled = depth(Engine.COMPILED, recursion(params));

            assertThat(compiled).isEqualTo(depth(Engine.INTERPRETED, recursion(params)));
            assertThat(compiled).isEqualTo((262_144 - 16 - params) / weight);
        }
    }

    private static long depth(Engine engine, byte[] bytes) throws Exception {
        return Deep.call(() -> {
            Instance instance = engine.start(bytes, ImportValues.empty(), meter(10_000_000));
            try {
                instance.export("run").apply();
            } catch (Trap trap) {
                assertThat(trap.reason()).isEqualTo(Reason.STACK);
            }
            return instance.global(0).getValue();
        });
    }

    @ParameterizedTest
    @FieldSource("ENGINES")
    void aWatchEndsARunThatHasFuelLeft(Engine engine) throws Exception {
        var asked = new AtomicInteger();
        var meter = new Meter(Long.MAX_VALUE / 2, 0, () -> asked.incrementAndGet() > 1);

        assertThat(end(engine, ENDLESS, meter)).isEqualTo("timed out");
        assertThat(asked).hasValue(2);
        assertThat(meter.used()).isLessThan(20_000_000);
    }

    private static byte[] importing() {
        return Binary.module()
                .section(1, new Binary().u8(1).type(Built.NOTHING))
                .section(2, new Binary().u8(1).name("somewhere").name("something").u8(0, 0))
                .bytes();
    }

    @ParameterizedTest
    @FieldSource("ENGINES")
    void anImportThatNobodyGrantsIsNamed(Engine engine) {
        assertThatThrownBy(() -> engine.start(importing(), ImportValues.empty(), meter(FUEL)))
                .isInstanceOf(UnlinkableException.class)
                .hasMessageContaining("somewhere")
                .hasMessageContaining("something");
    }

    @ParameterizedTest
    @FieldSource("ENGINES")
    void anImportOfAnotherTypeIsNotTaken(Engine engine) {
        var function =
                new HostFunction(
                        "somewhere",
                        "something",
                        FunctionType.of(List.of(ValType.I32), List.of()),
                        (instance, args) -> args);
        var imports = ImportValues.builder().addFunction(function).build();

        assertThatThrownBy(() -> engine.start(importing(), imports, meter(FUEL)))
                .isInstanceOf(UnlinkableException.class);
    }
}
