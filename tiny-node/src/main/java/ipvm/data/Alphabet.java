package ipvm.data;

import java.util.Arrays;

/// The symbols of a base and the way back from symbol to value.
final class Alphabet {

    static final String BASE64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    static final String BASE64_URL =
            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

    private final char[] symbols;
    private final byte[] values = new byte[128];

    Alphabet(String text, boolean caseless) {
        symbols = text.toCharArray();
        Arrays.fill(values, (byte) -1);
        for (int value = 0; value < symbols.length; value++) {
            char symbol = symbols[value];
            values[symbol] = (byte) value;
            if (caseless) {
                values[Character.toUpperCase(symbol)] = (byte) value;
                values[Character.toLowerCase(symbol)] = (byte) value;
            }
        }
    }

    int size() {
        return symbols.length;
    }

    boolean isPowerOfTwo() {
        return Integer.bitCount(symbols.length) == 1;
    }

    /// How many bits one symbol carries in a base that is a power of two.
    int bits() {
        return Integer.numberOfTrailingZeros(symbols.length);
    }

    char symbol(int value) {
        return symbols[value];
    }

    int value(String text, int index) throws MalformedException {
        char symbol = text.charAt(index);
        int value = symbol < values.length ? values[symbol] : -1;
        if (value < 0) {
            throw new MalformedException("base" + size() + " symbol", "'" + symbol + "'", index);
        }
        return value;
    }
}
