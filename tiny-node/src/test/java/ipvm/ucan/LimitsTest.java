package ipvm.ucan;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LimitsTest {

    @ParameterizedTest
    @CsvSource({
        "0, tokenBytesMax",
        "1, proofsMax",
        "2, statementsMax",
        "3, stepsMax",
        "4, selectorCharsMax",
        "5, tokensMax",
        "6, inflatedBytesMax",
    })
    void areAtLeastOne(int at, String name) {
        var ones = IntStream.range(0, 7).map(i -> i == at ? 0 : 1).toArray();

        assertThatThrownBy(() ->
                        new Limits(ones[0], ones[1], ones[2], ones[3], ones[4], ones[5], ones[6]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(name + " 0 is less than 1");
        new Limits(1, 1, 1, 1, 1, 1, 1);
    }
}
