package ipvm.jit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ipvm.testkit.Allocation;
import ipvm.testkit.Seeds;
import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What is no module of our profile is refused before anything of it runs, by name and for little.
class RefusalTest {

    private static final int ALLOCATION_MAX = 64 << 10;

    private static Refused refusal(byte[] bytes) {
        return catchThrowableOfType(Refused.class, () -> Program.compile(bytes, Limits.DEFAULT));
    }

    private static Binary code(int... operators) {
        return new Binary().u8(operators);
    }

    private static byte[] section(int id, int... content) {
        return Binary.module().section(id, new Binary().u8(content)).bytes();
    }

    private static Stream<Arguments> features() {
        return Stream.of(
                Arguments.of("SIMD", Built.code(code(0xfd, 0x0c))),
                Arguments.of("SIMD", section(1, 1, 0x60, 1, 0x7b, 0)),
                Arguments.of("threads", Built.withMemory(code(0xfe, 0x03, 0))),
                Arguments.of("threads", section(5, 1, 3, 1, 1)),
                Arguments.of("memory64", section(5, 1, 4, 1)),
                Arguments.of("memory64", section(4, 1, 0x70, 4, 1)),
                Arguments.of("multi-memory", section(5, 2, 0, 1, 0, 1)),
                Arguments.of("tail calls", Built.code(code(0x12, 0))),
                Arguments.of("tail calls", Built.code(code(0x13, 0, 0))),
                Arguments.of("exceptions", section(13, 0)),
                Arguments.of("exceptions", Built.code(code(0x08, 0))),
                Arguments.of("exceptions", Built.code(code(0x1f, 0x40, 0, Code.END))),
                Arguments.of("exceptions", section(2, 1, 1, 'm', 1, 'n', 4, 0, 0)),
                Arguments.of("GC", section(1, 1, 0x5f, 0)),
                Arguments.of("GC", section(1, 1, 0x4e, 0)),
                Arguments.of("GC", section(1, 1, 0x60, 1, 0x6e, 0)),
                Arguments.of("GC", Built.code(code(0xfb, 0, 0))),
                Arguments.of("typed function references", section(1, 1, 0x60, 1, 0x64, 0x70, 0)),
                Arguments.of("typed function references", Built.code(code(0x14, 0))),
                Arguments.of("typed function references", section(4, 1, 0x40, 0, 0x70, 0, 1)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("features")
    void namesWhatItDoesNotSupport(String feature, byte[] bytes) {
        var refused = refusal(bytes);

        assertThat(refused.kind()).isEqualTo(Refused.Kind.UNSUPPORTED);
        assertThat(refused).hasMessageContaining(feature);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "x", "\0asm", "\0asm\2\0\0\0", "\0asm\1\0\1\0", "(module)", "\177ELF"})
    void saysWhatIsNoModule(String text) {
        var refused = refusal(text.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1));

        assertThat(refused.kind()).isEqualTo(Refused.Kind.MALFORMED);
    }

    /// What ends early is malformed, except between two sections where nothing is missing yet.
    @Test
    void refusesAModuleThatEndsAnywhereBeforeItsCode() throws Exception {
        Seeds.forEach(
                5,
                random -> {
                    var bytes = RandomModule.of(random).bytes();
                    for (int end = 8; end < bytes.length; end++) {
                        assertEnds(Arrays.copyOf(bytes, end));
                    }
                });
    }

    private static void assertEnds(byte[] bytes) {
        var refused = refusal(bytes);
        if (refused == null) {
            assertThat(endsWithASection(bytes)).as("%s bytes taken", bytes.length).isTrue();
        } else {
            assertThat(refused.kind()).isIn(Refused.Kind.MALFORMED, Refused.Kind.INVALID);
        }
    }

    private static boolean endsWithASection(byte[] bytes) {
        var in = new Wire(bytes, 8, bytes.length);
        try {
            while (!in.atEnd()) {
                in.u8();
                in.skip("section", in.u32());
            }
            return true;
        } catch (Refused e) {
            return false;
        }
    }

    private static Stream<Arguments> lies() {
        var most = new Binary().u32(-1);
        return Stream.of(
                        IntStream.of(1, 2, 3, 4, 5, 6, 7, 9, 10, 11)
                                .mapToObj(
                                        id -> Arguments.of("section " + id, lie(id, new Binary()))),
                        Stream.of(
                                Arguments.of("params", lie(1, new Binary().u8(1, 0x60))),
                                Arguments.of("results", lie(1, new Binary().u8(1, 0x60, 0))),
                                Arguments.of("name", lie(2, new Binary().u8(1))),
                                Arguments.of("elements", lie(9, new Binary().u8(1, 1, 0))),
                                Arguments.of("bytes", lie(11, new Binary().u8(1, 1))),
                                Arguments.of("data count", lie(12, new Binary())),
                                Arguments.of("body", lie(10, new Binary().u8(1))),
                                Arguments.of("groups", Built.of(Built.NOTHING, most)),
                                Arguments.of(
                                        "locals",
                                        Built.of(
                                                Built.NOTHING,
                                                new Binary().u8(1).add(most).u8(0x7f, 11))),
                                Arguments.of("targets", Built.code(code(0x41, 0, 0x0e).add(most)))))
                .flatMap(cases -> cases);
    }

    private static byte[] lie(int id, Binary before) {
        return Binary.module().section(id, before.u32(-1)).bytes();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("lies")
    void believesNoCountBeforeItsBytesAreSeen(String name, byte[] bytes) {
        refusal(bytes);
        long before = Allocation.soFar();
        var refused = refusal(bytes);

        assertThat(Allocation.soFar() - before).as(name).isLessThan(ALLOCATION_MAX);
        assertThat(refused).as(name).isNotNull();
    }

    @Test
    void refusesABadFunctionThatNobodyCalls() {
        var bytes =
                Binary.module()
                        .section(1, new Binary().u8(1).type(Built.NOTHING))
                        .section(3, new Binary().u8(2, 0, 0))
                        .section(10, new Binary().u8(2, 2, 0, 11, 3, 0, 0x1a, 11))
                        .bytes();

        assertThat(refusal(bytes).kind()).isEqualTo(Refused.Kind.INVALID);
    }
}
