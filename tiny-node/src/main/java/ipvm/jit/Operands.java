package ipvm.jit;

import java.util.Arrays;
import java.util.List;

/// The operand stack while a function is compiled: types, and which floats may be fresh NaNs.
final class Operands {

    private Val[] types = new Val[16];
    private boolean[] fresh = new boolean[16];
    private int size;
    private int slots;
    private int slotsHighest;

    int size() {
        return size;
    }

    int slotsHighest() {
        return slotsHighest;
    }

    Val type(int index) {
        return types[index];
    }

    boolean isFresh(int index) {
        return fresh[index];
    }

    void push(Val type) {
        push(type, false);
    }

    void push(Val type, boolean isFresh) {
        if (size == types.length) {
            types = Arrays.copyOf(types, 2 * size);
            fresh = Arrays.copyOf(fresh, 2 * size);
        }
        types[size] = type;
        fresh[size++] = isFresh;
        slots += type.slots;
        slotsHighest = Math.max(slotsHighest, slots);
    }

    void push(List<Val> clean) {
        clean.forEach(this::push);
    }

    void markClean(int index) {
        fresh[index] = false;
    }

    Val pop() {
        size--;
        slots -= types[size].slots;
        return types[size];
    }

    boolean isTopFresh() {
        return fresh[size - 1];
    }

    void drop(int count) {
        cut(size - count);
    }

    void cut(int height) {
        while (size > height) {
            pop();
        }
    }
}
