package ipvm.data;

import static org.assertj.core.api.Assertions.assertThat;

import ipvm.testkit.Allocation;
import ipvm.testkit.Seeds;
import java.math.BigDecimal;
import org.junit.jupiter.api.Test;

/// The judge is the JDK's parser, which works with exact numbers.
class NearestDoubleTest {

    private static final int ROUNDS = 40_000;
    private static final int DIGITS = 18;

    @Test
    void findsWhatTheJdkFindsForAnyDigitsAndPower() throws Exception {
        Seeds.forEach(
                ROUNDS,
                random -> {
                    long digits = random.nextLong() >>> random.nextInt(Long.SIZE);
                    requireNearest(digits, random.nextInt(-350, 320));
                });
    }

    @Test
    void findsWhatTheJdkFindsWhereTwoDoublesAreAlmostAsNear() throws Exception {
        Seeds.forEach(
                ROUNDS,
                random -> {
                    double one = Double.longBitsToDouble(random.nextLong(0x7feL << 52));
                    var middle = new BigDecimal(one).add(new BigDecimal(Math.nextUp(one)));
                    var half = middle.divide(BigDecimal.TWO);
                    int power = DIGITS - half.precision() + half.scale();
                    var digits = half.scaleByPowerOfTen(power).longValue();
                    requireNearest(digits, -power);
                    requireNearest(digits + 1, -power);
                });
    }

    @Test
    void takesAnExactHalfToTheEvenNeighbour() {
        for (long odd = (1L << 53) + 1; odd < (1L << 53) + 2_001; odd += 2) {
            requireNearest(odd, 0);
            requireNearest(odd * 5, -1);
            requireNearest(odd * 50, -2);
        }
    }

    @Test
    void findsTheEdges() {
        assertThat(NearestDouble.of(0, 0)).isZero();
        assertThat(NearestDouble.of(0, 999)).isZero();
        assertThat(NearestDouble.of(5, -324)).isEqualTo(Double.MIN_VALUE);
        assertThat(NearestDouble.of(247, -326)).isZero();
        assertThat(NearestDouble.of(248, -326)).isEqualTo(Double.MIN_VALUE);
        assertThat(NearestDouble.of(-1, -343)).isZero();
        assertThat(NearestDouble.of(22250738585072014L, -324)).isEqualTo(Double.MIN_NORMAL);
        assertThat(NearestDouble.of(22250738585072011L, -324)).isEqualTo(0x0.fffffffffffffp-1022);
        assertThat(NearestDouble.of(17976931348623157L, 292)).isEqualTo(Double.MAX_VALUE);
        assertThat(NearestDouble.of(17976931348623159L, 292)).isInfinite();
        assertThat(NearestDouble.of(1, 309)).isInfinite();
        assertThat(NearestDouble.of(-1, 308)).isInfinite();
    }

    @Test
    void leavesNoGarbage() {
        NearestDouble.of(3, 308);
        long before = Allocation.soFar();
        double sum = 0;
        for (int power = -350; power < 300; power++) {
            sum += NearestDouble.of(3, power);
        }
        assertThat(Allocation.soFar() - before).isLessThan(1_000);
        assertThat(sum).isPositive();
    }

    private static void requireNearest(long digits, int power) {
        var decimal = Long.toUnsignedString(digits) + "e" + power;
        assertThat(NearestDouble.of(digits, power))
                .as(decimal)
                .isEqualTo(Double.parseDouble(decimal));
    }
}
