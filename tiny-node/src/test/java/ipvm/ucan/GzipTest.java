package ipvm.ucan;

import static ipvm.testkit.Malformed.assertThatRefuses;
import static org.assertj.core.api.Assertions.assertThat;

import ipvm.data.Bytes;
import ipvm.data.MalformedException;
import ipvm.testkit.Seeds;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GzipTest {

    private static final int MAX = 1 << 20;
    private static final Bytes PLAIN = Bytes.utf8("so much of so much of so much of the same");
    private static final Bytes ZIPPED = Gzip.deflate(PLAIN);

    /// The member with another first ten bytes, and fields after them.
    private static Bytes withFields(int flags, String fieldsHex) throws MalformedException {
        return Bytes.concat(
                Bytes.of(0x1f, 0x8b, 8, flags, 1, 2, 3, 4, 0, 3),
                Bytes.fromHex(fieldsHex),
                ZIPPED.from(10));
    }

    private static Bytes changed(int at, int value) {
        return Bytes.concat(ZIPPED.slice(0, at), Bytes.of(value), ZIPPED.from(at + 1));
    }

    @Test
    void inflatesWhatItDeflates() throws Exception {
        Seeds.forEach(
                200,
                random -> {
                    var bytes = new byte[random.nextInt(100_000)];
                    random.nextBytes(bytes);
                    var plain = Bytes.wrap(bytes).slice(0, bytes.length / 2);
                    var twice = Bytes.concat(plain, plain);

                    assertThat(Gzip.inflate(Gzip.deflate(twice), MAX)).isEqualTo(twice);
                });
    }

    /// By hand, `gzip FILE` leaves name and time; other tools may leave the rest.
    @ParameterizedTest
    @CsvSource({
        "0x00, ''",
        "0x01, ''",
        "0x02, aabb",
        "0x04, 0300616263",
        "0x04, 0000",
        "0x08, 61622e7563616e00",
        "0x10, 686900",
        "0x1f, 02006162630061006161",
    })
    void readsTheFieldsOfAHeaderPast(String flags, String fields) throws Exception {
        assertThat(Gzip.inflate(withFields(Integer.decode(flags), fields), MAX)).isEqualTo(PLAIN);
    }

    @Test
    void refusesFlagsThatMeanNothing() {
        for (int flag : new int[] {0x20, 0x40, 0x80}) {
            assertThatRefuses(() -> Gzip.inflate(withFields(flag, ""), MAX))
                    .hasWhat("gzip flags")
                    .hasFound("0x" + Integer.toHexString(flag));
        }
    }

    @Test
    void refusesAFieldThatDoesNotEnd() {
        assertThatRefuses(() -> Gzip.inflate(Bytes.concat(changed(3, 8).slice(0, 10), PLAIN), MAX))
                .hasWhat("gzip name or comment")
                .hasFound("the end");
        assertThatRefuses(() -> Gzip.inflate(withFields(4, "ffff"), MAX))
                .hasWhat("gzip extra field")
                .hasFound("of 65535 bytes");
    }

    @Test
    void refusesAnotherMagicOrMethod() {
        assertThatRefuses(() -> Gzip.inflate(changed(0, 0x1e), MAX))
                .hasWhat("gzip magic 0x8b1f")
                .hasFound("0x8b1e");
        assertThatRefuses(() -> Gzip.inflate(changed(1, 0), MAX)).hasFound("0x1f");
        assertThatRefuses(() -> Gzip.inflate(changed(2, 7), MAX))
                .hasWhat("gzip method (deflate) 0x8")
                .hasFound("0x7");
    }

    @Test
    void refusesEveryTruncation() {
        for (int size = 0; size < ZIPPED.size(); size++) {
            var cut = ZIPPED.slice(0, size);

            assertThatRefuses(() -> Gzip.inflate(cut, MAX)).hasWhat("gzip");
        }
    }

    @Test
    void refusesWhateverFollowsTheMember() {
        assertThatRefuses(() -> Gzip.inflate(Bytes.concat(ZIPPED, Bytes.of(0)), MAX))
                .hasWhat("end of gzip member")
                .hasFound("1 more bytes")
                .hasOffset(ZIPPED.size());
        assertThatRefuses(() -> Gzip.inflate(Bytes.concat(ZIPPED, ZIPPED), MAX))
                .hasWhat("end of gzip member")
                .hasOffset(ZIPPED.size());
    }

    @Test
    void refusesAWrongChecksumOrSize() {
        int size = ZIPPED.size();
        for (int i = 1; i <= 8; i++) {
            int at = size - i;
            assertThatRefuses(() -> Gzip.inflate(changed(at, ZIPPED.at(at) ^ 0x80), MAX))
                    .hasWhat(i > 4 ? "gzip checksum" : "gzip size");
        }
    }

    @Test
    void refusesADamagedBody() {
        assertThatRefuses(() -> Gzip.inflate(changed(10, 0xff), MAX)).hasWhat("gzip member");
    }

    @Test
    void inflatesUpToItsBoundAndNoFurther() throws Exception {
        var zeros = Gzip.deflate(Bytes.wrap(new byte[50_000]));

        assertThat(Gzip.inflate(zeros, 50_000).size()).isEqualTo(50_000);
        assertThatRefuses(() -> Gzip.inflate(zeros, 49_999))
                .hasWhat("gzip of at most 49999 bytes")
                .hasFound("more");
    }
}
