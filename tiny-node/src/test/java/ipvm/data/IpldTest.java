package ipvm.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class IpldTest {

    private static final BigInteger TWO_64 = BigInteger.TWO.pow(64);

    @Test
    void namesEachKind() {
        var cid = Cid.of(Codec.RAW, Bytes.EMPTY);
        var values =
                List.of(
                        Ipld.ofNull(),
                        Ipld.of(true),
                        Ipld.of(false),
                        Ipld.of(-1),
                        Ipld.of(0.5),
                        Ipld.of("text"),
                        Ipld.of(Bytes.EMPTY),
                        Ipld.list(),
                        Ipld.map(),
                        Ipld.of(cid));

        assertThat(values.stream().map(Ipld::kind))
                .containsExactly(
                        "null", "true", "false", "int", "float", "text", "bytes", "list", "map",
                        "link");
    }

    @Test
    void holdsIntegersOf65BitsAndNoMore() {
        var most = Ipld.Int.of(TWO_64.subtract(BigInteger.ONE)).orElseThrow();
        var least = Ipld.Int.of(TWO_64.negate()).orElseThrow();

        assertThat(most).hasToString("18446744073709551615");
        assertThat(least).hasToString("-18446744073709551616");
        assertThat(most.asBig()).isEqualTo(TWO_64.subtract(BigInteger.ONE));
        assertThat(least.asBig()).isEqualTo(TWO_64.negate());
        assertThat(Ipld.Int.of(TWO_64)).isEmpty();
        assertThat(Ipld.Int.of(TWO_64.negate().subtract(BigInteger.ONE))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {Long.MIN_VALUE, -257, -1, 0, 255, 256, Long.MAX_VALUE})
    void givesEveryLongBack(long value) {
        var number = Ipld.Int.of(value);

        assertThat(number.fitsLong()).isTrue();
        assertThat(number.asLong()).isEqualTo(value);
        assertThat(number).hasToString(Long.toString(value));
        assertThat(Ipld.Int.of(BigInteger.valueOf(value))).contains(number);
    }

    @ParameterizedTest
    @ValueSource(strings = {"9223372036854775808", "-9223372036854775809"})
    void givesNoLongForWhatIsNone(String decimal) {
        var number = Ipld.Int.of(new BigInteger(decimal)).orElseThrow();

        assertThat(number.fitsLong()).isFalse();
        assertThatThrownBy(number::asLong)
                .isInstanceOf(ArithmeticException.class)
                .hasMessageContaining(decimal);
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
    void refusesFloatsWithoutACanonicalForm(double value) {
        assertThatIllegalArgumentException().isThrownBy(() -> Ipld.of(value));
    }

    @Test
    void knowsOneZero() {
        assertThat(Ipld.of(-0.0)).isEqualTo(Ipld.of(0.0));
    }

    @Test
    void findsAndReplacesTheValueOfAKey() {
        var map = Ipld.map("b", Ipld.of(2), "aa", Ipld.of(3));

        assertThat(map.find("b")).contains(Ipld.of(2));
        assertThat(map.find("a")).isEmpty();
        assertThat(map.find("c")).isEmpty();
        assertThat(map.with("a", Ipld.of(1)))
                .isEqualTo(Ipld.map("a", Ipld.of(1), "b", Ipld.of(2), "aa", Ipld.of(3)));
        assertThat(map.with("b", Ipld.of(4)))
                .isEqualTo(Ipld.map("b", Ipld.of(4), "aa", Ipld.of(3)));
        assertThat(map.find("b")).isEqualTo(Optional.of(Ipld.of(2)));
    }

    @Test
    void refusesAKeyThatComesTwice() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Ipld.map("a", Ipld.of(1), "b", Ipld.of(1), "a", Ipld.of(1)))
                .withMessageContaining("'a' comes twice");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\ud83d", "a\ude00", "\ud83da", "\ud83d\ud83d\ude00"})
    void writesNoHalfOfASurrogatePair(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> DagCbor.encode(Ipld.of(text)));
        assertThatIllegalArgumentException().isThrownBy(() -> DagJson.encode(Ipld.of(text)));
    }

    /// A reader would take these for links and bytes, or refuse them.
    @Test
    void writesNoDagJsonThatWouldMeanSomethingElse() {
        var text = Ipld.of("AA");
        for (var map :
                List.of(
                        Ipld.map("/", Ipld.of(1)),
                        Ipld.map("/", text, "a", text),
                        Ipld.map("/", Ipld.map("bytes", text)),
                        Ipld.map("/", Ipld.map("bytes", text), "a", text))) {
            assertThatThrownBy(() -> DagJson.encode(Ipld.list(map)))
                    .isInstanceOf(MalformedException.class)
                    .hasMessageContaining("a map whose key '/' is kept for links and bytes");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"/\":1,\"a\":1}",
                "{\"/\":{},\"a\":1}",
                "{\"/\":{\"bytes\":1},\"a\":1}",
                "{\"/\":{\"byte\":\"AA\"},\"a\":1}",
                "{\"/\":{\"bytes\":\"AA\",\"more\":1},\"a\":1}",
            })
    void writesDagJsonThatCanMeanNothingElse(String json) throws MalformedException {
        var value = DagJson.read(json);

        assertThat(value).isInstanceOf(Ipld.Map.class);
        assertThat(DagJson.text(value)).isEqualTo(json);
        assertThat(DagCbor.decode(DagCbor.encode(value))).isEqualTo(value);
    }
}
