package ipvm.wasm;

import java.util.Arrays;

/// Core values on their way in or out: 32-bit ones have zeros above.
final class Flats {

    private static final long LOW = 0xffff_ffffL;

    private long[] values;
    private int size;
    private int next;

    private Flats(long[] values, int size) {
        this.values = values;
        this.size = size;
    }

    static Flats of(long[] values) {
        return new Flats(values, values.length);
    }

    static Flats empty() {
        return new Flats(new long[Layout.FLAT_MAX + 1], 0);
    }

    long next() {
        return values[next++];
    }

    int nextInt() {
        return (int) next();
    }

    /// Leaves values out, or those that a smaller case did not need.
    void skipTo(int position) {
        next = position;
    }

    int position() {
        return next;
    }

    int size() {
        return size;
    }

    void push(int value) {
        pushLong(value & LOW);
    }

    void push(Core core, long bits) {
        pushLong(core == Core.I64 || core == Core.F64 ? bits : bits & LOW);
    }

    private void pushLong(long bits) {
        if (size == values.length) {
            values = Arrays.copyOf(values, 2 * size);
        }
        values[size++] = bits;
    }

    /// Zeros up to a size, for the slots that a smaller case leaves unused.
    void pad(int upTo) {
        while (size < upTo) {
            pushLong(0);
        }
    }

    long[] toArray() {
        return Arrays.copyOf(values, size);
    }
}
