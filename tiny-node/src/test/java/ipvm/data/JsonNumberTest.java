package ipvm.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

/// What ECMAScript's `Number.prototype.toString` gives, and `.0` behind a float without a point.
class JsonNumberTest {

    private static final Map<Double, String> SPELLINGS =
            Map.ofEntries(
                    Map.entry(0.0, "0.0"),
                    Map.entry(-0.0, "0.0"),
                    Map.entry(1.0, "1.0"),
                    Map.entry(-1.5, "-1.5"),
                    Map.entry(1e21, "1e+21"),
                    Map.entry(-1e21, "-1e+21"),
                    Map.entry(123456789012345680000.0, "123456789012345680000.0"),
                    Map.entry(1e7, "10000000.0"),
                    Map.entry(12345678.5, "12345678.5"),
                    Map.entry(0.001, "0.001"),
                    Map.entry(0.0001, "0.0001"),
                    Map.entry(0.000001, "0.000001"),
                    Map.entry(0.00000123, "0.00000123"),
                    Map.entry(1e-7, "1e-7"),
                    Map.entry(1.23e-7, "1.23e-7"),
                    Map.entry(2e23, "2e+23"),
                    Map.entry(2.2250738585072014e-308, "2.2250738585072014e-308"),
                    Map.entry(1.7976931348623157e308, "1.7976931348623157e+308"),
                    Map.entry(Double.MIN_VALUE, "5e-324"),
                    Map.entry(2 * Double.MIN_VALUE, "1e-323"),
                    Map.entry(3 * Double.MIN_VALUE, "1.5e-323"));

    @Test
    void writesTheShortestForm() {
        SPELLINGS.forEach((value, text) -> assertThat(JsonNumber.text(value)).isEqualTo(text));
    }

    @Test
    void readsWhatItWrites() {
        SPELLINGS.forEach(
                (value, text) -> assertThat(JsonNumber.value(text)).isEqualTo(value + 0.0));
    }

    @Test
    void readsWhatNobodyShouldWrite() {
        assertThat(JsonNumber.value("1E2")).isEqualTo(100.0);
        assertThat(JsonNumber.value("1.50")).isEqualTo(1.5);
        assertThat(JsonNumber.value("1e+0000000001")).isEqualTo(10.0);
        assertThat(JsonNumber.value("1e999999999")).isInfinite();
        assertThat(JsonNumber.value("-1e-9999999999")).isEqualTo(-0.0);
        assertThat(JsonNumber.value("0." + "0".repeat(30) + "1")).isEqualTo(1e-31);
    }
}
