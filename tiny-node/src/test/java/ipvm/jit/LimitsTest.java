package ipvm.jit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.Collections;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import run.endive.runtime.ImportValues;

/// Each limit at its edge: so much is taken and runs, one more is refused by its name.
class LimitsTest {

    private static final Limits LIMITS = Limits.DEFAULT;

    /// A limit and a module with as many of them as asked for.
    record Edge(String what, int max, IntFunction<byte[]> module) {

        @Override
        public String toString() {
            return what;
        }
    }

    private static Stream<Edge> edges() {
        return Stream.of(
                new Edge("module bytes", LIMITS.moduleBytesMax(), LimitsTest::padded),
                new Edge("types", LIMITS.typesMax(), LimitsTest::types),
                new Edge("imports", LIMITS.importsMax(), LimitsTest::imports),
                new Edge("exports", LIMITS.exportsMax(), LimitsTest::exports),
                new Edge("params", LIMITS.paramsMax(), LimitsTest::params),
                new Edge("results", LIMITS.resultsMax(), LimitsTest::results),
                new Edge("functions", LIMITS.functionsMax(), LimitsTest::functions),
                new Edge("function body bytes", LIMITS.bodyBytesMax(), LimitsTest::body),
                new Edge("locals", LIMITS.localsMax(), LimitsTest::locals),
                new Edge("block nesting", LIMITS.nestingMax(), LimitsTest::nested),
                new Edge("operand", LIMITS.operandsMax(), LimitsTest::operands),
                new Edge("br_table targets", LIMITS.targetsMax(), LimitsTest::targets),
                new Edge("globals", LIMITS.globalsMax(), LimitsTest::globals),
                new Edge("data segments", LIMITS.dataSegmentsMax(), LimitsTest::data),
                new Edge("element segments", LIMITS.elementSegmentsMax(), LimitsTest::elements),
                new Edge("tables", LIMITS.tablesMax(), LimitsTest::tables),
                new Edge("table entries", LIMITS.tableEntriesMax(), LimitsTest::entries));
    }

    @ParameterizedTest
    @MethodSource("edges")
    void takesSoMuchAndRunsItTheSameOnBothMachines(Edge edge) throws Exception {
        var bytes = edge.module().apply(edge.max());

        var compiled = Deep.call(() -> run(Engine.COMPILED, bytes));

        assertThat(compiled).isEqualTo(Deep.<String>call(() -> run(Engine.INTERPRETED, bytes)));
        assertThat(compiled).startsWith("ok");
    }

    @ParameterizedTest
    @MethodSource("edges")
    void refusesOneMoreByName(Edge edge) {
        var bytes = edge.module().apply(edge.max() + 1);

        var refused = catchThrowableOfType(Refused.class, () -> Program.compile(bytes, LIMITS));

        assertThat(refused.kind()).isEqualTo(Refused.Kind.TOO_LARGE);
        assertThat(refused).hasMessageContaining(edge.what());
        assertThat(refused).hasMessageContaining("at most " + edge.max());
    }

    @Test
    void letsLargerModulesHaveMoreDataSegments() throws Refused {
        var bytes = data(10_000);

        Program.compile(bytes, LIMITS.withModuleBytesMax(12 << 20));
        assertThat(LIMITS.withModuleBytesMax(1 << 20).dataSegmentsMax())
                .isEqualTo(LIMITS.dataSegmentsMax());
        var refused = catchThrowableOfType(Refused.class, () -> Program.compile(bytes, LIMITS));
        assertThat(refused).hasMessageContaining("data segments 10000, at most 8192");
    }

    private static String run(Engine engine, byte[] bytes) throws Refused {
        var meter = new Meter(10_000_000, 1 << 20, Meter.PATIENT);
        var program = engine.program(bytes);
        if (!program.module().imports().isEmpty() || program.module().function("run").isEmpty()) {
            return "ok without a run";
        }
        var instance = program.start(ImportValues.empty(), meter);
        var type = program.module().signature(program.module().function("run").orElseThrow());
        var args = new long[type.params().size()];
        for (int i = 0; i < args.length; i++) {
            args[i] = i;
        }
        var text = new StringBuilder("ok");
        for (long value : instance.export("run").apply(args)) {
            text.append(' ').append(value);
        }
        return text.append(" for ").append(meter.used()).toString();
    }

    private static byte[] padded(int bytes) {
        return Binary.module()
                .section(0, new Binary().u8(1, 'x').times(bytes - 15, zero()))
                .bytes();
    }

    private static Binary zero() {
        return new Binary().u8(0);
    }

    private static byte[] types(int count) {
        var type = new Binary().type(Built.NOTHING);
        return Binary.module().section(1, new Binary().u32(count).times(count, type)).bytes();
    }

    private static byte[] imports(int count) {
        var one = new Binary().name("m").name("n").u8(0, 0);
        return Binary.module()
                .section(1, new Binary().u8(1).type(Built.NOTHING))
                .section(2, new Binary().u32(count).times(count, one))
                .bytes();
    }

    private static byte[] exports(int count) {
        var exports = new Binary().u32(count);
        for (int i = 0; i < count; i++) {
            exports.name(i == 0 ? "run" : "e" + i).u8(0, 0);
        }
        return Binary.module()
                .section(1, new Binary().u8(1).type(Built.NOTHING))
                .section(3, new Binary().u8(1, 0))
                .section(7, exports)
                .section(10, new Binary().u8(1).sized(new Binary().u8(0, Code.END)))
                .bytes();
    }

    /// All of eight bytes, which take two slots of a JVM method, added up.
    private static byte[] params(int count) {
        var type = new Signature(Collections.nCopies(count, Val.I64), List.of(Val.I64));
        var body = new Binary().u8(0, Code.LOCAL_GET, 0);
        for (int i = 1; i < count; i++) {
            body.u8(Code.LOCAL_GET).u32(i).u8(0x7c);
        }
        return Built.of(type, body.u8(Code.END));
    }

    private static byte[] results(int count) {
        var type = new Signature(List.of(), Collections.nCopies(count, Val.I64));
        var body = new Binary().u8(0);
        for (int i = 0; i < count; i++) {
            body.u8(Code.I64_CONST).s64(i);
        }
        return Built.of(type, body.u8(Code.END));
    }

    private static byte[] functions(int count) {
        var body = new Binary().u8(2, 0, Code.END);
        return Binary.module()
                .section(1, new Binary().u8(1).type(Built.NOTHING))
                .section(3, new Binary().u32(count).times(count, zero()))
                .section(7, new Binary().u8(1).name("run").u8(0).u32(19_999))
                .section(10, new Binary().u32(count).times(count, body))
                .bytes();
    }

    private static byte[] body(int bytes) {
        return Built.code(new Binary().times(bytes - 2, new Binary().u8(Code.NOP)));
    }

    private static byte[] locals(int count) {
        var type = new Signature(List.of(Val.I32), List.of(Val.F64));
        var body = new Binary().u8(1).u32(count - 1).u8(Val.F64.code);
        body.u8(Code.F64_CONST).raw(0x4000_0000_0000_0000L, 8).u8(Code.LOCAL_SET).u32(count - 1);
        return Built.of(type, body.u8(Code.LOCAL_GET).u32(count - 1).u8(Code.END));
    }

    private static byte[] nested(int count) {
        var open = new Binary().u8(Code.BLOCK, 0x40);
        var code = new Binary().times(count, open).i32(1).u8(Code.BR_IF).u32(count - 1);
        return Built.code(code.times(count, new Binary().u8(Code.END)));
    }

    private static byte[] operands(int count) {
        var code = new Binary().times(count, new Binary().u8(Code.I64_CONST, 7));
        code.times(count - 1, new Binary().u8(0x7c));
        return Built.of(
                new Signature(List.of(), List.of(Val.I64)),
                new Binary().u8(0).add(code).u8(Code.END));
    }

    private static byte[] targets(int count) {
        var code = new Binary().u8(Code.BLOCK, 0x40, Code.BLOCK, 0x40).i32(31_999);
        code.u8(Code.BR_TABLE).u32(count);
        for (int i = 0; i < count; i++) {
            code.u8(i % 3);
        }
        return Built.code(code.u8(0, Code.END, Code.UNREACHABLE, Code.END));
    }

    private static byte[] globals(int count) {
        var one = new Binary().u8(Val.I32.code, 0).i32(5).u8(Code.END);
        return Built.with(
                new Binary().section(6, new Binary().u32(count).times(count, one)),
                new Signature(List.of(), List.of(Val.I32)),
                new Binary().u8(0, Code.GLOBAL_GET).u32(4_095).u8(Code.END));
    }

    private static byte[] data(int count) {
        return Binary.module()
                .section(5, new Binary().u8(1, 0, 1))
                .section(11, new Binary().u32(count).times(count, new Binary().u8(1, 1, 'x')))
                .bytes();
    }

    private static byte[] elements(int count) {
        return Binary.module()
                .section(9, new Binary().u32(count).times(count, new Binary().u8(1, 0, 0)))
                .bytes();
    }

    private static byte[] tables(int count) {
        var one = new Binary().u8(Val.FUNC.code, 0, 3);
        return Binary.module().section(4, new Binary().u32(count).times(count, one)).bytes();
    }

    /// A table of so many entries, which cannot grow by one.
    private static byte[] entries(int count) {
        return Built.with(
                new Binary().section(4, new Binary().u8(1, Val.FUNC.code, 0).u32(count)),
                new Signature(List.of(), List.of(Val.I32)),
                new Binary()
                        .u8(0, Code.REF_NULL, Val.FUNC.code)
                        .i32(1)
                        .u8(Code.PREFIX, Code.TABLE_GROW, 0, Code.END));
    }
}
