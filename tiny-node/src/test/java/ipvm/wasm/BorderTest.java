package ipvm.wasm;

import static org.assertj.core.api.Assertions.assertThat;

import ipvm.data.Bytes;
import ipvm.data.Ipld;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What may cross the border of a component: the mirror hands any two numbers out as whatever type
/// the test says.
class BorderTest {

    private static final int U32 = 0x79;
    private static final int STRING = 0x73;
    private static final int CHAR = 0x74;
    private static final int BOOL = 0x7f;

    private static Ended call(Bytes component, String args) throws Exception {
        var module = Engine.compile(component, Limits.DEFAULT);
        return Fixture.call(module, Host.SILENT, "f", args);
    }

    private static String trap(Bytes component, String args) throws Exception {
        return call(component, args) instanceof Ended.Trapped(var kind, var bill) ? kind : "none";
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void givesBackStringsInEveryEncoding(int encoding) throws Exception {
        var mirror = Binary.function("pair", encoding, Binary.func(STRING, STRING));

        for (var text : new String[] {"", "plain", "caf\u00e9", "\u03bb \ud83d\ude00"}) {
            var args = "[\"" + text + "\"]";
            assertThat(Fixture.value(call(mirror, args))).isEqualTo(Ipld.of(text));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0xfffffff0, 32, out of bounds memory",
        "0, 0x40000, 1, out of bounds memory",
        "0, 0, 0xffffffff, out of bounds memory",
        "1, 1, 1, unaligned pointer",
        "1, 0, 0xffffffff, out of bounds memory",
        "2, 0, 0xffffffff, out of bounds memory",
        "2, 1, 1, unaligned pointer",
    })
    void trapsOnStringsThatAreNotThere(int encoding, long at, long size, String kind)
            throws Exception {
        var made = Binary.function("pair", encoding, Binary.func(STRING, U32, U32));

        assertThat(trap(made, "[" + at + "," + size + "]")).isEqualTo(kind);
    }

    @ParameterizedTest
    @CsvSource({"0xd800", "0xdfff", "0x110000", "0xffffffff"})
    void trapsOnWhatIsNoCharacter(long code) throws Exception {
        var made = Binary.function("i32", 0, Binary.func(CHAR, U32));

        assertThat(trap(made, "[" + code + "]")).isEqualTo("invalid character");
        assertThat(Fixture.value(call(made, "[1114111]")))
                .isEqualTo(Ipld.of(Character.toString(0x10ffff)));
    }

    @Test
    void takesEveryNumberButZeroForTrue() throws Exception {
        var made = Binary.function("i32", 0, Binary.func(BOOL, U32));

        assertThat(Fixture.value(call(made, "[256]"))).isEqualTo(Ipld.of(true));
        assertThat(Fixture.value(call(made, "[0]"))).isEqualTo(Ipld.of(false));
    }

    @Test
    void wrapsSmallIntegersToTheirWidth() throws Exception {
        var made = Binary.function("i32", 0, Binary.func(0x7e, U32));

        assertThat(Fixture.value(call(made, "[511]"))).isEqualTo(Ipld.of(-1));
    }

    @Test
    void trapsOnACaseThatIsNone() throws Exception {
        var option = Bytes.of(0x6b, U32);
        var made = Binary.function("disc-i32", 0, option, Binary.func(0, U32, U32));

        assertThat(Fixture.value(call(made, "[0,9]"))).isEqualTo(Ipld.ofNull());
        assertThat(Fixture.value(call(made, "[1,9]"))).isEqualTo(Ipld.of(9));
        assertThat(trap(made, "[2,9]")).isEqualTo("invalid discriminant");
    }

    @Test
    void trapsOnListsThatAreNotThere() throws Exception {
        var made = Binary.function("pair", 0, Bytes.of(0x70, U32), Binary.func(0, U32, U32));

        assertThat(Fixture.value(call(made, "[32,1]"))).isEqualTo(Ipld.list(Ipld.of(0)));
        assertThat(trap(made, "[2,1]")).isEqualTo("unaligned pointer");
        assertThat(trap(made, "[262140,2]")).isEqualTo("out of bounds memory");
        assertThat(trap(made, "[0,1073741825]")).isEqualTo("out of bounds memory");
    }

    /// A thousand lists that are all the same stretch of memory: what leaves is bounded by the
    /// grant, not by what the memory can name.
    @Test
    void endsListsThatShareTheirElements() throws Exception {
        var made =
                Binary.function(
                        "pair",
                        0,
                        Bytes.of(0x6f, 2, U32, U32),
                        Bytes.of(0x70, 0),
                        Bytes.of(0x70, 0x7d),
                        Bytes.of(0x70, 2),
                        Binary.func(3, 1));
        var module = Engine.compile(made, Limits.DEFAULT);
        var args = "[[" + "[0,200000],".repeat(999) + "[0,200000]]]";

        var ended =
                Engine.call(
                        Engine.start(module, Host.SILENT, Grant.of(1_000_000, 4L << 20)),
                        "f",
                        Fixture.args(args));

        assertThat(ended).isInstanceOf(Ended.OutOfMemory.class);
    }

    @Test
    void canonicalisesFloatsThatAreNone() throws Exception {
        assertThat(Scalar.F32.lifted(0xffc0_0001L)).isEqualTo(0x7fc0_0000L);
        assertThat(Scalar.F64.lifted(0xfff8_0000_0000_0001L)).isEqualTo(0x7ff8_0000_0000_0000L);
        var made = Binary.function("f64", 0, Binary.func(0x75, 0x75));
        assertThat(Fixture.value(call(made, "[1.5]"))).isEqualTo(Ipld.of(1.5));
    }
}
