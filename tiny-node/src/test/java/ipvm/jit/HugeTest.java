package ipvm.jit;

import static org.assertj.core.api.Assertions.assertThat;

import ipvm.testkit.Seeds;
import java.util.Collections;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import run.endive.runtime.ImportValues;

/// Functions that no JVM method holds, or hardly: the same results and bills as any other.
class HugeTest {

    private static final Signature TO_LONG = new Signature(List.of(), List.of(Val.I64));
    private static final long FUEL = 4_000_000;

    private static Stream<Arguments> functions() {
        return Stream.of(
                Arguments.of("calls of many results", calls(300, 64)),
                Arguments.of("results that nobody takes", dropped(160, 64)),
                Arguments.of("ways to wide functions", wide(1_000)),
                Arguments.of("calls of few results", calls(3_000, 2)),
                Arguments.of("calls to a leaf", calls(4_000, 1)),
                Arguments.of("wide constants", constants(23_000, 70_000)),
                Arguments.of("small constants", constants(40_000, 3)),
                Arguments.of("just under the size", constants(9_000, 3)),
                Arguments.of("branches from afar", blocks(2_000)),
                Arguments.of("tables of branches", tables(30)),
                Arguments.of("a loop from afar", loop(9_000)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("functions")
    void doTheSameOnBothMachines(String name, byte[] bytes) throws Exception {
        var found = run(Engine.COMPILED, bytes, FUEL);

        assertThat(found).startsWith("[");
        assertThat(found).isEqualTo(run(Engine.INTERPRETED, bytes, FUEL));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("functions")
    void stopAtTheSameFuelOnBothMachines(String name, byte[] bytes) throws Exception {
        var random = Seeds.random(1);
        for (int i = 0; i < 4; i++) {
            long fuel = random.nextLong(20_000);

            assertThat(run(Engine.COMPILED, bytes, fuel))
                    .as("with %s", fuel)
                    .isEqualTo(run(Engine.INTERPRETED, bytes, fuel));
        }
    }

    private static String run(Engine engine, byte[] bytes, long fuel) throws Exception {
        var meter = new Meter(fuel, 1 << 20, Meter.PATIENT);
        return Deep.call(() -> {
            try {
                var instance = engine.start(bytes, ImportValues.empty(), meter);
                var results = instance.export("run").apply();
                return java.util.Arrays.toString(results) + " for " + meter.used();
            } catch (Trap trap) {
                return trap.reason() + " for " + meter.used();
            }
        });
    }

    /// A function that calls another one often; the sum of all its results comes out.
    private static byte[] calls(int count, int results) {
        return calls(count, results, new Binary().times(results, new Binary().u8(0x7c)));
    }

    /// Taking a result needs more code of the JVM than dropping it seems to.
    private static byte[] dropped(int count, int results) {
        return calls(count, results, new Binary().times(results, new Binary().u8(Code.DROP)));
    }

    private static byte[] calls(int count, int results, Binary after) {
        var many = new Signature(List.of(), Collections.nCopies(results, Val.I64));
        var call = new Binary().u8(Code.CALL, 1).add(after);
        var caller = new Binary().u8(0, Code.I64_CONST, 0).times(count, call).u8(Code.END);
        var callee = new Binary().u8(0);
        for (int i = 0; i < results; i++) {
            callee.u8(Code.I64_CONST).s64(i * 1_000L);
        }
        return Binary.module()
                .section(1, new Binary().u8(2).type(TO_LONG).type(many))
                .section(3, new Binary().u8(2, 0, 1))
                .section(7, new Binary().u8(1).name("run").u8(0, 0))
                .section(10, new Binary().u8(2).sized(caller).sized(callee.u8(Code.END)))
                .bytes();
    }

    /// Many functions of 120 parameters, exported and in a table: the ways to them are long as
    /// well.
    private static byte[] wide(int count) {
        var type = new Signature(Collections.nCopies(120, Val.I64), List.of(Val.I64));
        var exports = new Binary().u32(count + 1).name("run").u8(0).u32(count);
        var elements = new Binary().u8(1, 0).i32(0).u8(Code.END).u32(count);
        for (int i = 0; i < count; i++) {
            exports.name("e" + i).u8(0).u32(i);
            elements.u32(i);
        }
        var caller = new Binary().u8(0).times(120, new Binary().u8(Code.I64_CONST, 1));
        caller.i32(count - 1).u8(Code.CALL_INDIRECT, 0, 0, Code.END);
        var callees = new Binary().times(count - 1, new Binary().u8(3, 0, 0, Code.END));
        callees.sized(new Binary().u8(0, Code.LOCAL_GET, 119, Code.END));
        return Binary.module()
                .section(1, new Binary().u8(2).type(type).type(TO_LONG))
                .section(3, new Binary().u32(count + 1).times(count, new Binary().u8(0)).u8(1))
                .section(4, new Binary().u8(1, Val.FUNC.code, 0).u32(count))
                .section(7, exports)
                .section(9, elements)
                .section(10, new Binary().u32(count + 1).add(callees).sized(caller))
                .bytes();
    }

    private static byte[] constants(int count, long first) {
        var code = new Binary().u8(0, Code.I64_CONST, 0);
        for (int i = 0; i < count; i++) {
            code.u8(Code.I64_CONST).s64(first + i % 50_000).u8(0x7c);
        }
        return Built.of(TO_LONG, code.u8(Code.END));
    }

    /// Branches over more code than a short jump of the JVM reaches.
    private static byte[] blocks(int count) {
        var code = new Binary().u8(0, Code.BLOCK, 0x40, Code.BLOCK, 0x40, Code.BLOCK, 0x40);
        var part = new Binary().i32(0).u8(Code.BR_IF, 0).i32(0).u8(Code.BR_IF, 1);
        part.i32(70_000).i32(80_000).u8(0x6c, 0x45, Code.BR_IF, 2);
        code.times(count, part).u8(Code.END, Code.END, Code.END, Code.I64_CONST, 5);
        return Built.of(TO_LONG, code.u8(Code.END));
    }

    private static byte[] tables(int count) {
        var part = new Binary().u8(Code.BLOCK, 0x40, Code.BLOCK, 0x40).i32(3);
        part.u8(Code.BR_TABLE).u32(190);
        for (int i = 0; i <= 190; i++) {
            part.u8(i % 2);
        }
        part.u8(Code.END, Code.END);
        return Built.of(
                TO_LONG, new Binary().u8(0).times(count, part).u8(Code.I64_CONST, 9, Code.END));
    }

    private static byte[] loop(int count) {
        var code = new Binary().u8(2, 1, 0x7f, 1, 0x7e, Code.LOOP, 0x40);
        for (int i = 0; i < count; i++) {
            code.u8(Code.LOCAL_GET, 1, Code.I64_CONST).s64(i % 60).u8(0x7c, Code.LOCAL_SET, 1);
        }
        code.u8(Code.LOCAL_GET, 0).i32(1).u8(0x6a, Code.LOCAL_TEE, 0).i32(5).u8(0x48);
        return Built.of(TO_LONG, code.u8(Code.BR_IF, 0, Code.END, Code.LOCAL_GET, 1, Code.END));
    }

    /// The straight function of the vectors, on the machine that has to hand it on.
    @Test
    void aMegabyteOfJvmCodeIsInterpretedForTheSameFuel() throws Exception {
        int cases = 0;
        for (var node : Archive.json("fuel/vectors.json").get("cases")) {
            if (node.get("module").asText().equals("big_straight.wasm")) {
                var bytes = Archive.file("fuel/big_straight.wasm");
                var found = Deep.call(() -> FuelCase.of(node).run(Engine.COMPILED, bytes));

                assertThat(found).isEqualTo(FuelCase.wanted(node));
                cases++;
            }
        }
        assertThat(cases).isPositive();
    }

    /// Random functions of some thousand operators each.
    @Test
    void longRandomBodiesDoTheSameOnBothMachines() throws Exception {
        Deep.<Boolean>call(() -> {
            Seeds.forEach(4, HugeTest::longBody);
            return true;
        });
    }

    private static void longBody(RandomGenerator random) throws Exception {
        var module = RandomModule.of(random, 4_000);
        var calls = Session.calls(module.plan(), random);
        var compiled = Engine.COMPILED.program(module.bytes());
        var interpreted = Engine.INTERPRETED.program(module.bytes());

        assertThat(Session.run(compiled, module, calls, 30_000).lines())
                .isEqualTo(Session.run(interpreted, module, calls, 30_000).lines());
    }
}
