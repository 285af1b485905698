package ipvm.jit;

/// Comparisons whose outcome is a value, and those that take more than a JVM jump.
public final class Tests {

    static final String NAME = "ipvm/jit/Tests";

    private Tests() {}

    /// Whether fuel lasts for a walk through memory.
    public static boolean suffices(int fuel, byte[] memory, int perByte, int besides) {
        return (long) memory.length * perByte + besides <= fuel;
    }

    public static int eq(int a) {
        return a == 0 ? 1 : 0;
    }

    public static int eq(int a, int b) {
        return a == b ? 1 : 0;
    }

    public static int ne(int a) {
        return a != 0 ? 1 : 0;
    }

    public static int ne(int a, int b) {
        return a != b ? 1 : 0;
    }

    public static int lt(int a) {
        return a < 0 ? 1 : 0;
    }

    public static int lt(int a, int b) {
        return a < b ? 1 : 0;
    }

    public static int ge(int a) {
        return a >= 0 ? 1 : 0;
    }

    public static int ge(int a, int b) {
        return a >= b ? 1 : 0;
    }

    public static int gt(int a) {
        return a > 0 ? 1 : 0;
    }

    public static int gt(int a, int b) {
        return a > b ? 1 : 0;
    }

    public static int le(int a) {
        return a <= 0 ? 1 : 0;
    }

    public static int le(int a, int b) {
        return a <= b ? 1 : 0;
    }

    /// The place that a table's string has for an index; the last one is for all beyond.
    public static int pick(int index, String table) {
        int last = table.length() - 1;
        return table.charAt(Integer.compareUnsigned(index, last) < 0 ? index : last) - 1;
    }

    public static int compare(int a, int b) {
        return Integer.compareUnsigned(a, b);
    }

    public static int compare(long a, long b) {
        return Long.compareUnsigned(a, b);
    }
}
