package ipvm.data;

/// The one spelling of a float: ECMAScript's shortest form, which always shows that it is a float.
final class JsonNumber {

    private static final int PLAIN_DIGITS_MAX = 21;
    private static final int LEADING_ZEROS_MAX = 6;

    /// In this range the JDK writes as ECMAScript does.
    private static final double SAME_MIN = 1e-3;

    private static final double SAME_END = 1e7;

    /// As many digits as a `long` without a sign always holds.
    private static final int LONG_CHARS_MAX = 19;

    private static final int EXPONENT_CHARS_MAX = 9;

    private JsonNumber() {}

    /// The double nearest to a number of JSON's grammar; infinite where there is none.
    static double value(String text) {
        int exponentAt = Math.max(text.indexOf('e'), text.indexOf('E'));
        int end = exponentAt < 0 ? text.length() : exponentAt;
        if (end > LONG_CHARS_MAX || text.length() - end > EXPONENT_CHARS_MAX) {
            return Double.parseDouble(text);
        }
        long digits = 0;
        int power = exponentAt < 0 ? 0 : Integer.parseInt(text, end + 1, text.length(), 10);
        for (int i = 0; i < end; i++) {
            char c = text.charAt(i);
            if (c == '.') {
                power += i + 1 - end;
            } else if (c != '-') {
                digits = digits * 10 + (c - '0');
            }
        }
        double size = NearestDouble.of(digits, power);
        return text.charAt(0) == '-' ? -size : size;
    }

    static String text(double value) {
        double size = Math.abs(value);
        if (size == 0) {
            return "0.0";
        }
        return size >= SAME_MIN && size < SAME_END
                ? Double.toString(value)
                : (value < 0 ? "-" : "") + respelled(Double.toString(size), size);
    }

    /// From the JDK's `d.dddE10`, which always has two digits: one that is not needed goes.
    private static String respelled(String printed, double size) {
        int exponentAt = printed.indexOf('E');
        int exponent = Integer.parseInt(printed, exponentAt + 1, printed.length(), 10);
        if (exponentAt > 3) {
            return place(printed.charAt(0) + printed.substring(2, exponentAt), exponent + 1);
        }
        int pair = 10 * (printed.charAt(0) - '0') + printed.charAt(2) - '0';
        int single = (pair + 5) / 10;
        if (NearestDouble.of(single, exponent) != size) {
            return place(Integer.toString(pair), exponent + 1);
        }
        return single == 10
                ? place("1", exponent + 2)
                : place(Integer.toString(single), exponent + 1);
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
