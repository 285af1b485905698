package ipvm.jit;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The operand types during validation. An entry is a type with what [Freshness] knows of its
/// value; below an unreachable point any type may be taken.
final class TypeStack {

    static final int TYPE_BITS = 7;
    private static final int TYPE = (1 << TYPE_BITS) - 1;

    /// Stands for any type; no type has this code.
    private static final int UNKNOWN = 0;

    private final int max;
    private int[] entries = new int[16];
    private int size;
    private int highest;
    private int floor;
    private boolean isUnreachable;

    TypeStack(int max) {
        this.max = max;
    }

    int size() {
        return size;
    }

    int highest() {
        return highest;
    }

    @Nullable Val type(int entry) {
        return Val.byCode(entry & TYPE);
    }

    void push(Val type, boolean isFresh, int at) throws Refused {
        push(type, isFresh ? Freshness.FRESH : 0, at);
    }

    /// Pushes a value of which `knowledge` is what another entry knew.
    void push(Val type, int knowledge, int at) throws Refused {
        add(type.code | (knowledge & ~TYPE), at);
    }

    void pushUnknown(int at) throws Refused {
        add(UNKNOWN, at);
    }

    void push(List<Val> types, int at) throws Refused {
        for (var type : types) {
            push(type, false, at);
        }
    }

    private void add(int entry, int at) throws Refused {
        if (size == max) {
            throw Refused.tooLarge("operand height", size + 1L, max, at);
        }
        if (size == entries.length) {
            entries = Arrays.copyOf(entries, 2 * size);
        }
        entries[size++] = entry;
        highest = Math.max(highest, size);
    }

    int top(int at) throws Refused {
        if (size > floor) {
            return entries[size - 1];
        }
        if (!isUnreachable) {
            throw Refused.invalid("type mismatch: the stack is empty", at);
        }
        return UNKNOWN;
    }

    int pop(int at) throws Refused {
        int top = top(at);
        if (size > floor) {
            size--;
        }
        return top;
    }

    int pop(Val wanted, int at) throws Refused {
        int found = pop(at);
        if ((found & TYPE) != wanted.code && (found & TYPE) != UNKNOWN) {
            throw Refused.invalid("type mismatch: " + type(found) + " for " + wanted, at);
        }
        return found;
    }

    void pop(List<Val> wanted, int at) throws Refused {
        for (int i = wanted.size() - 1; i >= 0; i--) {
            pop(wanted.get(i), at);
        }
    }

    void pop(Val first, Val second, Val third, int at) throws Refused {
        pop(third, at);
        pop(second, at);
        pop(first, at);
    }

    /// Looks whether the top has these types, and leaves everything as it is.
    void check(List<Val> wanted, int at) throws Refused {
        int before = size;
        pop(wanted, at);
        size = before;
    }

    /// Takes these types and gives them back, known ones where any type was allowed.
    void again(List<Val> wanted, int at) throws Refused {
        var taken = new int[wanted.size()];
        for (int i = taken.length - 1; i >= 0; i--) {
            taken[i] = pop(wanted.get(i), at);
        }
        for (int i = 0; i < taken.length; i++) {
            push(wanted.get(i), taken[i], at);
        }
    }

    /// Starts a block and gives the mark that [#close] asks for.
    int open() {
        int mark = (floor << 1) | (isUnreachable ? 1 : 0);
        floor = size;
        isUnreachable = false;
        return mark;
    }

    void unreachable() {
        size = floor;
        isUnreachable = true;
    }

    /// Ends a block whose results were taken: nothing else may be left of it.
    void close(int mark, int at) throws Refused {
        if (size != floor) {
            throw Refused.invalid("type mismatch: " + (size - floor) + " values too many", at);
        }
        floor = mark >> 1;
        isUnreachable = (mark & 1) != 0;
    }
}
