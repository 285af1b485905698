package ipvm.wasm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ipvm.data.Bytes;
import ipvm.data.Ipld;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Values of every shape on their way into a module's memory and back, which the mirror hands out
/// as it got it; and what is not of its shape.
class ShapeTest {

    private static final int U8 = 0x7d;
    private static final int U32 = 0x79;
    private static final int STRING = 0x73;

    private static Bytes bytes(String hex) {
        return Bytes.wrap(HexFormat.of().parseHex(hex.replace(" ", "")));
    }

    private static Ended mirrored(Bytes component, String args) throws Exception {
        return Fixture.call(Engine.compile(component, Limits.DEFAULT), Host.SILENT, "f", args);
    }

    /// A list, so that its elements lie in memory.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                // record {a: u8, b: u32}
                "7202 0161 7d 0162 79   | [{\"a\":1,\"b\":70000},{\"a\":2,\"b\":3}]",
                // tuple<u8, string>
                "6f02 7d 73             | [[7,\"seven\"],[8,\"\"]]",
                // variant {a(u32), b}
                "7102 0161 0179 00 0162 00 00 | [{\"a\":5},{\"b\":null}]",
                // flags of one byte, of two and of four
                "6e02 0161 0162         | [[\"b\"],[],[\"a\",\"b\"]]",
                // enum {a, b}
                "6d02 0161 0162         | [\"b\",\"a\"]",
                // option<string>
                "6b73                   | [\"x\",null]",
                // result<u32, string>
                "6a 0179 0173           | [[1,null],[null,\"no\"]]",
                // s16, f64, char, bool
                "7c                     | [-5,32767]",
                "75                     | [1.5,-0.25]",
                "74                     | [\"a\",\"\u03bb\"]",
                "7f                     | [true,false]",
                // list<s64>
                "7078                   | [[-9007199254740993],[]]",
            })
    void passesThroughMemory(String type, String values) throws Exception {
        var mirror = Binary.function("pair", 0, bytes(type), Bytes.of(0x70, 0), Binary.func(1, 1));

        assertThat(Fixture.value(mirrored(mirror, "[" + values + "]")))
                .isEqualTo(Fixture.ipld(values));
    }

    @ParameterizedTest
    @CsvSource({"9, 256", "17, 65536", "32, 2147483648"})
    void keepsFlagsInAsManyBytesAsTheyNeed(int count, long last) throws Exception {
        var names = new Bytes[count];
        for (int i = 0; i < count; i++) {
            names[i] = Binary.name("f" + i);
        }
        var type = Binary.concat(Bytes.of(0x6e), Binary.vec(names));
        var mirror = Binary.function("pair", 0, type, Bytes.of(0x70, 0), Binary.func(1, 1));
        var asNumber =
                Binary.function(
                        "pair", 0, type, Bytes.of(0x70, 0), Bytes.of(0x70, U32), Binary.func(2, 1));
        var values = "[[\"f" + (count - 1) + "\"],[\"f0\"]]";

        assertThat(Fixture.value(mirrored(mirror, "[" + values + "]")))
                .isEqualTo(Fixture.ipld(values));
        if (count > 16) {
            assertThat(Fixture.value(mirrored(asNumber, "[" + values + "]")))
                    .isEqualTo(Ipld.list(Ipld.of(last), Ipld.of(1)));
        }
    }

    /// Payloads of several core types share a place that is as wide as the widest.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {"{\"a\":1.5}", "{\"b\":18446744073709551615}", "{\"c\":4294967295}"})
    void passesCasesOfSeveralWidths(String value) throws Exception {
        var type = bytes("7103 0161 0176 00 0162 0177 00 0163 0179 00");
        var mirror = Binary.function("disc-i64", 0, type, Binary.func(0, 0));

        assertThat(Fixture.value(mirrored(mirror, "[" + value + "]")))
                .isEqualTo(Fixture.ipld(value));
    }

    @Test
    void trapsOnTextThatIsNone() throws Exception {
        var made = Binary.function("pair", 0, Bytes.of(0x70, U8), Binary.func(STRING, 0));

        assertThat(Fixture.value(mirrored(made, "[[239,191,189]]"))).isEqualTo(Ipld.of("\ufffd"));
        assertThat(mirrored(made, "[[97,255]]"))
                .isInstanceOfSatisfying(
                        Ended.Trapped.class,
                        end -> assertThat(end.kind()).isEqualTo("ill-formed string"));
    }

    @Test
    void takesManyArgumentsFromMemory() throws Exception {
        var core = core("2000 280200 2000 280240 6a");
        var params = new int[17];
        Arrays.fill(params, U32);
        var component =
                Binary.component(
                        Binary.section(1, core),
                        Binary.section(2, Binary.vec(Bytes.of(0, 0, 0))),
                        Binary.section(
                                6,
                                Binary.vec(
                                        Binary.concat(Bytes.of(0, 2, 1, 0), Binary.name("mem")),
                                        Binary.concat(Bytes.of(0, 0, 1, 0), Binary.name("realloc")),
                                        Binary.concat(Bytes.of(0, 0, 1, 0), Binary.name("sum")))),
                        Binary.lifted(0, List.of(Binary.func(U32, params))),
                        Binary.exported("f", 1, 0));

        assertThat(
                        Fixture.value(
                                mirrored(
                                        component, "[1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,170]")))
                .isEqualTo(Ipld.of(171));
    }

    /// A module with a memory, a `realloc` that gives always the same place, and `sum` of an
    /// address with this body.
    private static Bytes core(String body) {
        var code = Binary.concat(Bytes.of(0), bytes(body), Bytes.of(0x0b));
        return Binary.concat(
                Binary.CORE_PREAMBLE,
                Binary.section(
                        1, Binary.vec(bytes("60 01 7f 01 7f"), bytes("60 04 7f7f7f7f 01 7f"))),
                Binary.section(3, Bytes.of(2, 0, 1)),
                Binary.section(5, Bytes.of(1, 0, 1)),
                Binary.section(
                        7,
                        Binary.vec(
                                Binary.concat(Binary.name("mem"), Bytes.of(2, 0)),
                                Binary.concat(Binary.name("sum"), Bytes.of(0, 0)),
                                Binary.concat(Binary.name("realloc"), Bytes.of(0, 1)))),
                Binary.section(
                        10,
                        Binary.vec(
                                Binary.concat(Binary.u32(code.size()), code),
                                bytes("04 00 4108 0b"))));
    }

    /// What a host answers is written for the type that the component declares, which may be any.
    @Test
    void trapsOnAnswersOfAnotherShape() {
        var lower = new Lower(guest());
        var pair = Wit.Tuple.of(List.<Wit>of(Scalar.U8, Scalar.U8));
        var option = Wit.Option.of(Scalar.U8);
        var misfits =
                List.<Runnable>of(
                        () -> lower.flat(Scalar.U8, null, Flats.empty()),
                        () -> lower.flat(Scalar.U8, new Value.Text("x"), Flats.empty()),
                        () -> lower.flat(pair, new Value.Many(List.of()), Flats.empty()),
                        () -> lower.flat(pair, Value.bits(1), Flats.empty()),
                        () -> lower.flat(option, new Value.Chosen(2, null), Flats.empty()),
                        () -> lower.store(option, Value.bits(0), 0));
        for (var misfit : misfits) {
            assertThatThrownBy(misfit::run)
                    .isInstanceOf(Fault.class)
                    .hasMessage("a value that is not of its type");
        }
    }

    @Test
    void trapsWhereAModuleHasNoMemory() {
        assertThatThrownBy(() -> new Lift(guest()).load(Scalar.U8, 0)).hasMessage(Fault.OUTSIDE);
        assertThatThrownBy(() -> guest().allocate(1, 1)).hasMessage(Fault.OUTSIDE);
    }

    private static Guest guest() {
        var nothing = new Plan(List.of(), 1, Map.of());
        return new Guest(
                new Live(nothing, Host.SILENT, Fixture.PLENTY), Options.NONE, new State(0));
    }

    /// As text, which on its way back is a link or null again where it reads like one.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "id-string | [null]                                | null",
                "id-string | [{\"/\":{\"bytes\":\"AQID\"}}]        | \"AQID\"",
                "id-string | [{\"/\":\"bafkqaaa\"}]                | {\"/\":\"bafkqaaa\"}",
                "id-string | [[\"first\",\"of two\"]]              | \"first\"",
                "id-list-u8 | [{\"/\":{\"bytes\":\"AQID\"}}]       | {\"/\":{\"bytes\":\"AQID\"}}",
            })
    void readsTextWhereATextIsWanted(String export, String args, String wanted) throws Exception {
        assertThat(Fixture.value(Fixture.call("ids.wasm", export, args)))
                .isEqualTo(Fixture.ipld(wanted));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "id-string | [true]                          | expected string, found true",
                "id-string | [5]                             | expected string, found 5",
                "id-string | [1.5]                           | expected string, found 1.5",
                "id-string | [{\"a\":1}]                     | expected string, found {\"a\":1}",
                "id-string | [[]]                            | expected string, found []",
                "id-f64    | [null]                          | expected f64, found null",
                "id-f64    | [true]                          | expected f64, found true",
                "id-f64    | [\"1\"]                         | expected f64, found \"1\"",
                "id-f64    | [{\"/\":{\"bytes\":\"AQID\"}}]  | expected f64, found {\"/\"",
                "id-f64    | [[]]                            | expected f64, found []",
                "id-f64    | [{}]                            | expected f64, found {}",
                "id-f64    | [{\"/\":\"bafkqaaa\"}]          | expected f64, found {\"/\"",
                "id-bool   | [0]                             | expected bool, found 0",
                "id-char   | [\"ab\"]                        | expected char, found \"ab\"",
            })
    void saysWhatWasFoundInstead(String export, String args, String said) throws Exception {
        assertThat(Fixture.failure(Fixture.call("ids.wasm", export, args)))
                .startsWith("BadArgument: a: " + said);
    }

    @Test
    void clipsWhatIsLong() throws Exception {
        var longText = "x".repeat(100);
        assertThat(Fixture.failure(Fixture.call("ids.wasm", "id-u8", "[\"" + longText + "\"]")))
                .isEqualTo("BadArgument: a: expected u8, found " + Ipld.of(longText).kind());
        assertThat(FromIpld.clipped(longText)).hasSize(80).endsWith("xxx...");
        assertThat(FromIpld.clipped("short")).isEqualTo("short");
    }
}
