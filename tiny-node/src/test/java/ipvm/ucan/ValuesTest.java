package ipvm.ucan;

import static ipvm.ucan.Cast.list;
import static org.assertj.core.api.Assertions.assertThat;

import ipvm.data.Bytes;
import ipvm.data.Cid;
import ipvm.data.Codec;
import ipvm.data.Ipld;
import ipvm.testkit.RandomIpld;
import ipvm.testkit.Seeds;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Equality and order of values, exact across both kinds of number.
class ValuesTest {

    private static boolean equal(Ipld one, Ipld other) {
        boolean equal = Values.equal(one, other, new Steps(1_000_000));
        assertThat(Values.equal(other, one, new Steps(1_000_000))).isEqualTo(equal);
        return equal;
    }

    private static Ipld whole(String number) {
        return Ipld.Int.of(new BigInteger(number)).orElseThrow();
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0.0, 0",
        "0, -0.0, 0",
        "1, 1.0, 0",
        "1, 1.5, -1",
        "2, 1.5, 1",
        "-1, -1.5, 1",
        "-2, -1.5, -1",
        "0, 4.9e-324, -1",
        "0, -4.9e-324, 1",
        "9007199254740992, 9007199254740992, 0",
        "9007199254740993, 9007199254740992, 1",
        "9007199254740993, 9007199254740994, -1",
        "9223372036854775807, 9223372036854775808, -1",
        "-9223372036854775808, -9223372036854775808, 0",
        "9223372036854775808, 9223372036854775808, 0",
        "18446744073709551615, 18446744073709551616, -1",
        "18446744073709551615, 1.7e308, -1",
        "-18446744073709551616, -18446744073709551616, 0",
        "-18446744073709551616, -18446744073709555712, 1",
        "-18446744073709551616, -1.7e308, 1",
    })
    void comparesIntsWithFloatsExactly(String whole, double real, int order) {
        var one = whole(whole);
        var other = Ipld.of(real);

        assertThat(Values.order(one, other)).hasValue(order);
        assertThat(Values.order(other, one)).hasValue(-order);
        assertThat(equal(one, other)).isEqualTo(order == 0);
    }

    @ParameterizedTest
    @CsvSource({
        "1, 2, -1",
        "-1, 1, -1",
        "9223372036854775807, 9223372036854775808, -1",
        "18446744073709551615, 18446744073709551614, 1",
        "-18446744073709551616, -18446744073709551615, -1",
        "-9223372036854775809, 9223372036854775808, -1",
        "18446744073709551615, 18446744073709551615, 0",
    })
    void comparesIntsOfTheWholeRange(String one, String other, int order) {
        assertThat(Values.order(whole(one), whole(other))).hasValue(order);
    }

    @Test
    void agreesWithArithmeticOfAnyPrecision() throws Exception {
        Seeds.forEach(
                20_000,
                random -> {
                    var values = new RandomIpld(random);
                    var one = number(values, random.nextBoolean());
                    var other = number(values, random.nextBoolean());

                    assertThat(Values.order(one, other))
                            .as("%s and %s", one, other)
                            .hasValue(exact(one).compareTo(exact(other)));
                });
    }

    private static Ipld number(RandomIpld values, boolean whole) {
        return whole ? values.integer() : Ipld.of(values.real());
    }

    private static BigDecimal exact(Ipld number) {
        return number instanceof Ipld.Float64(var real)
                ? new BigDecimal(real)
                : new BigDecimal(((Ipld.Int) number).asBig());
    }

    @Test
    void ordersNumbersOnly() {
        assertThat(Values.order(Ipld.of("1"), Ipld.of(1))).isEmpty();
        assertThat(Values.order(Ipld.of(1), Ipld.of("2"))).isEmpty();
        assertThat(Values.order(Ipld.of(1.0), Ipld.ofNull())).isEmpty();
        assertThat(Values.order(Ipld.of("a"), Ipld.of("b"))).isEmpty();
    }

    @Test
    void findsEveryValueEqualToItselfAndToNoOtherKind() {
        var values =
                List.of(
                        Ipld.ofNull(),
                        Ipld.of(true),
                        Ipld.of(false),
                        Ipld.of(1),
                        Ipld.of(1.5),
                        Ipld.of("1"),
                        Ipld.of(""),
                        Ipld.of(Bytes.of('1')),
                        Ipld.of(Cid.of(Codec.RAW, Bytes.EMPTY)),
                        Ipld.of(Cid.of(Codec.DAG_CBOR, Bytes.EMPTY)),
                        list(),
                        list(1),
                        list(1, 2),
                        Ipld.map(),
                        Ipld.map("a", Ipld.of(1)),
                        Ipld.map("b", Ipld.of(1)),
                        Ipld.map("a", Ipld.of(2)));
        for (var one : values) {
            for (var other : values) {
                assertThat(equal(one, other))
                        .as("%s and %s", one, other)
                        .isEqualTo(one.equals(other));
            }
        }
    }

    @Test
    void takesWholeFloatsForIntsDeepInsideToo() {
        var ints = Ipld.map("a", list(1, Ipld.map("b", Ipld.of(2))), "c", list());
        var floats = Ipld.map("a", list(1.0, Ipld.map("b", Ipld.of(2.0))), "c", list());
        var others = Ipld.map("a", list(1.0, Ipld.map("b", Ipld.of(2.5))), "c", list());

        assertThat(equal(ints, floats)).isTrue();
        assertThat(equal(ints, others)).isFalse();
    }

    @Test
    void spendsAStepForEachValue() {
        var nested = list(1, list(2, 3), Ipld.map("a", Ipld.of(4)));

        assertThat(Values.equal(nested, nested, new Steps(7))).isTrue();
        assertThat(Values.equal(nested, nested, new Steps(6))).isFalse();
    }
}
