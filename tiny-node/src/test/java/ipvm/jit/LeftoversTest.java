package ipvm.jit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import run.endive.runtime.ImportValues;

/// Branches over operands that nobody takes any more: what lies below the block is met again.
class LeftoversTest {

    static final List<Engine> ENGINES = List.of(Engine.COMPILED, Engine.INTERPRETED);
    private static final int BELOW = 100;

    /// Takes a long and gives an int.
    private static final int TAKING = 1;

    @ParameterizedTest
    @FieldSource("ENGINES")
    void aBranchLeavesNothingBehind(Engine engine) throws Exception {
        var plain = new Binary().u8(Code.BR, 0);
        var when = new Binary().i32(1).u8(Code.BR_IF, 0, Code.UNREACHABLE);
        var unless = new Binary().i32(0).u8(Code.BR_IF, 0, Code.BR, 0);
        var table = new Binary().i32(7).u8(Code.BR_TABLE, 2, 0, 0, 0);

        assertThat(difference(engine, block(plain))).isEqualTo(BELOW - 1);
        assertThat(difference(engine, block(when))).isEqualTo(BELOW - 1);
        assertThat(difference(engine, block(unless))).isEqualTo(BELOW - 1);
        assertThat(difference(engine, block(table))).isEqualTo(BELOW - 1);
    }

    @ParameterizedTest
    @FieldSource("ENGINES")
    void aLoopLeavesNothingBehind(Engine engine) throws Exception {
        var loop =
                new Binary()
                        .u8(Code.LOOP, Val.I32.code)
                        .i32(55)
                        .u8(Code.LOCAL_GET, 0)
                        .i32(1)
                        .u8(Code.I32_ADD, Code.LOCAL_TEE, 0)
                        .i32(3)
                        .u8(0x48, Code.BR_IF, 0, Code.END);

        assertThat(difference(engine, loop)).isEqualTo(BELOW - 55);
    }

    /// Leaves 1, past a 5 and a 6.
    private static Binary block(Binary branch) {
        return new Binary()
                .u8(Code.I64_CONST, 7, Code.BLOCK, TAKING, Code.DROP)
                .i32(5)
                .i32(6)
                .i32(1)
                .add(branch)
                .u8(Code.END);
    }

    /// What lies below, less what the code leaves.
    private static long difference(Engine engine, Binary code) throws Exception {
        var body = new Binary().u8(1, 1, Val.I32.code).i32(BELOW).add(code);
        var bytes =
                Binary.module()
                        .section(
                                1,
                                new Binary()
                                        .u8(2)
                                        .type(new Signature(List.of(), List.of(Val.I32)))
                                        .type(new Signature(List.of(Val.I64), List.of(Val.I32))))
                        .section(3, new Binary().u8(1, 0))
                        .section(7, new Binary().u8(1).name("run").u8(0, 0))
                        .section(10, new Binary().u8(1).sized(body.u8(Code.I32_SUB, Code.END)))
                        .bytes();
        var meter = new Meter(1_000, 1 << 16, Meter.PATIENT);
        return Deep.call(
                () -> engine.start(bytes, ImportValues.empty(), meter).export("run").apply()[0]);
    }
}
