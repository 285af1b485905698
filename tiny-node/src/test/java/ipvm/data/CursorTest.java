package ipvm.data;

import static ipvm.testkit.Malformed.assertThatRefuses;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import ipvm.testkit.Seeds;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/// The cursor and the varints it reads.
class CursorTest {

    @Test
    void readsFromFrontToBack() throws Exception {
        var in = cursor("0102030405");

        assertThat(in.u8("byte")).isEqualTo(1);
        assertThat(in.take(2, "two")).isEqualTo(Bytes.of(2, 3));
        assertThat(in.position()).isEqualTo(3);
        assertThat(in.remaining()).isEqualTo(2);
        assertThatRefuses(() -> in.expectEnd("test"))
                .hasWhat("end of test")
                .hasFound("2 more bytes")
                .hasOffset(3);
        assertThat(in.rest()).isEqualTo(Bytes.of(4, 5));
        assertThat(in.remaining()).isZero();
        in.expectEnd("test");
    }

    @Test
    void refusesToReadBeyondTheEnd() throws Exception {
        var in = cursor("0102");
        assertThat(in.take(0, "nothing")).isEqualTo(Bytes.EMPTY);
        assertThatRefuses(() -> in.take(3, "three"))
                .hasWhat("three")
                .hasFound("2 of 3 bytes")
                .hasOffset(0);
        assertThatRefuses(() -> in.take(Long.MIN_VALUE, "length"))
                .hasFound("2 of 9223372036854775808 bytes")
                .hasOffset(0);
        assertThat(in.take(2, "two").size()).isEqualTo(2);
        assertThatRefuses(() -> in.u8("byte")).hasWhat("byte").hasFound("the end").hasOffset(2);
    }

    @Test
    void readsEveryVarintItWrites() throws Exception {
        Seeds.forEach(
                2_000,
                random -> {
                    long value = random.nextLong() >>> (1 + random.nextInt(63));
                    var bytes = Varint.of(value);
                    var in = new Cursor(bytes);
                    assertThat(in.varint("number")).isEqualTo(value);
                    in.expectEnd("number");
                    assertThat(Varint.size(value)).isEqualTo(bytes.size());
                });
    }

    @Test
    void writesVarintsOfKnownForm() {
        assertThat(Varint.of(0).hex()).isEqualTo("00");
        assertThat(Varint.of(0x7f).hex()).isEqualTo("7f");
        assertThat(Varint.of(0x80).hex()).isEqualTo("8001");
        assertThat(Varint.of(300).hex()).isEqualTo("ac02");
        assertThat(Varint.of(0x3fff).hex()).isEqualTo("ff7f");
        assertThat(Varint.of(0x4000).hex()).isEqualTo("808001");
        assertThat(Varint.of(Long.MAX_VALUE).hex()).isEqualTo("ffffffffffffffff7f");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Varint.of(-1))
                .withMessageContaining("-1");
    }

    @Test
    void refusesVarintsThatAreNotMinimalOrTooLong() {
        assertThatRefuses(() -> cursor("8000").varint("n"))
                .hasWhat("n")
                .hasFound("a varint with leading zeros")
                .hasOffset(0);
        assertThatRefuses(() -> cursor("ffffffffffffffff00").varint("n"))
                .hasFound("leading zeros")
                .hasOffset(0);
        assertThatRefuses(() -> cursor("ffffffffffffffffff01").varint("n"))
                .hasFound("a varint of more than 9 bytes")
                .hasOffset(0);
        assertThatRefuses(() -> cursor("ffff").varint("n")).hasFound("the end").hasOffset(2);
    }

    private static Cursor cursor(String hex) {
        return new Cursor(Bytes.wrap(HexFormat.of().parseHex(hex)));
    }
}
