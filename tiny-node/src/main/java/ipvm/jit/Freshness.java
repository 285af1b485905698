package ipvm.jit;

import java.util.Arrays;
import java.util.BitSet;

/// Which float locals hold only numbers and *fresh* NaNs, those that an operation has just made and
/// whose bits are the machine's choice. Such a local need not be made canonical before its bits are
/// seen; a local that may also hold a NaN from elsewhere must keep its bits, so what is stored
/// there is made canonical first.
final class Freshness {

    /// The mark of a stack entry that is fresh or certainly no NaN.
    static final int FRESH = 1 << TypeStack.TYPE_BITS;

    private static final int ROUNDS_MAX = 8;
    private static final int SOURCE_SHIFT = TypeStack.TYPE_BITS + 1;

    private final BitSet exact;
    private final Locals locals;
    private int[] copies = new int[16];
    private int count;

    Freshness(Locals locals, int params) {
        this.locals = locals;
        this.exact = new BitSet(locals.size());
        exact.set(0, params);
    }

    /// What a stack entry knows that was read from a local.
    static int of(int local) {
        return (local + 1) << SOURCE_SHIFT;
    }

    static boolean isFresh(int entry) {
        return (entry & FRESH) != 0;
    }

    void set(int local, int entry) {
        if (entry >> SOURCE_SHIFT > 0) {
            copy((entry >> SOURCE_SHIFT) - 1, local);
        } else if (!isFresh(entry)) {
            exact.set(local);
        }
    }

    private void copy(int from, int to) {
        if (count == copies.length) {
            copies = Arrays.copyOf(copies, 2 * count);
        }
        copies[count++] = from;
        copies[count++] = to;
    }

    /// The fresh locals, copies of copies considered. Long chains of copies are rare: after a few
    /// rounds every copy counts as exact, which is safe and keeps hostile code from costing
    /// squares.
    BitSet locals() {
        boolean changed = count > 0;
        for (int round = 0; changed; round++) {
            changed = spread(round >= ROUNDS_MAX);
        }
        var fresh = new BitSet(locals.size());
        for (int i = exact.nextClearBit(0); i < locals.size(); i = exact.nextClearBit(i + 1)) {
            fresh.set(i, locals.type(i).isFloat());
        }
        return fresh;
    }

    private boolean spread(boolean all) {
        int before = exact.cardinality();
        for (int i = 0; i < count; i += 2) {
            if (all || exact.get(copies[i])) {
                exact.set(copies[i + 1]);
            }
        }
        return exact.cardinality() > before;
    }
}
