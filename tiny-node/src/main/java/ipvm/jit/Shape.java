package ipvm.jit;

import java.util.BitSet;

/// What the validation of a function learns for its compilation.
///
/// @param weight what a frame of it counts against the depth limit
/// @param leafCost its whole fuel when it is a straight line without calls, else 0
/// @param hasLoop whether it can come back to an operator
/// @param calls whether it calls, or charges by the size of what it moves
/// @param memory whether it touches memory
/// @param freshLocals locals that may hold a NaN with bits of the machine's choice
record Shape(
        int weight,
        int leafCost,
        boolean hasLoop,
        boolean calls,
        boolean memory,
        BitSet freshLocals) {
    /// A leaf is paid for by its callers.
    boolean isLeaf() {
        return leafCost > 0;
    }
}
