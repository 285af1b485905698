package ipvm.data;

import java.math.BigDecimal;

/// The one spelling of a float: ECMAScript's shortest form, which always shows that it is a float.
final class JsonNumber {

    private static final int PLAIN_DIGITS_MAX = 21;
    private static final int LEADING_ZEROS_MAX = 6;

    private JsonNumber() {}

    static String text(double value) {
        var number = shortest(Math.abs(value));
        var digits = number.unscaledValue().toString();
        int point = digits.length() - number.scale();
        return (value < 0 ? "-" : "") + (value == 0 ? "0.0" : place(digits, point));
    }

    /// The JDK prints at least two digits, so a second one that is not needed is rounded away.
    private static BigDecimal shortest(double value) {
        var printed = new BigDecimal(Double.toString(value)).stripTrailingZeros();
        if (printed.precision() == 2) {
            var single = printed.round(new java.math.MathContext(1));
            return single.doubleValue() == value ? single.stripTrailingZeros() : printed;
        }
        return printed;
    }

    private static String place(String digits, int point) {
        int size = digits.length();
        if (point > PLAIN_DIGITS_MAX || point <= -LEADING_ZEROS_MAX) {
            int exponent = point - 1;
            var fraction = size == 1 ? "" : "." + digits.substring(1);
            return digits.charAt(0) + fraction + (exponent < 0 ? "e" : "e+") + exponent;
        }
        if (point <= 0) {
            return "0." + "0".repeat(-point) + digits;
        }
        return point >= size
                ? digits + "0".repeat(point - size) + ".0"
                : digits.substring(0, point) + "." + digits.substring(point);
    }
}
