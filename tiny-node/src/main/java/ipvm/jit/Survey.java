package ipvm.jit;

import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/// A first look at a loop.
///
/// @param writes the locals it writes
/// @param cost the fuel of all its operators
/// @param isSimple whether it has no loops within, and nothing whose cost is not known
record Survey(BitSet writes, int cost, boolean isSimple) {

    /// A longer loop gains little, and loops within loops would be read again and again.
    private static final int BYTES_MAX = 600;

    /// Looks at the loop whose body begins here; null when it is too long.
    static @Nullable Survey of(Wire in, Module module) throws Refused {
        var writes = new BitSet();
        int end = in.position() + BYTES_MAX;
        int cost = 0;
        boolean isSimple = true;
        for (int open = 1; open > 0; ) {
            if (in.position() > end) {
                return null;
            }
            int code = in.u8();
            cost += Code.cost(code);
            switch (code) {
                case Code.BLOCK, Code.IF, Code.LOOP -> {
                    isSimple &= code != Code.LOOP;
                    open++;
                    in.s33();
                }
                case Code.END -> open--;
                case Code.LOCAL_SET, Code.LOCAL_TEE -> writes.set(in.u32());
                case Code.CALL -> {
                    int callee = in.u32();
                    isSimple &= module.isLeaf(callee);
                    cost += module.isLeaf(callee) ? module.shape(callee).leafCost() : 0;
                }
                case Code.PREFIX -> {
                    isSimple &= in.peek() < Code.MEMORY_INIT;
                    cost++;
                    Immediates.skip(code, in);
                }
                default -> {
                    isSimple &= code != Code.CALL_INDIRECT && code != Code.MEMORY_GROW;
                    Immediates.skip(code, in);
                }
            }
        }
        return new Survey(writes, cost, isSimple);
    }

    boolean isWritten(int local) {
        return writes.get(local);
    }
}
