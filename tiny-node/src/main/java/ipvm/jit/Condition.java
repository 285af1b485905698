package ipvm.jit;

import static org.objectweb.asm.Opcodes.*;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Label;

/// A test whose operands are on the JVM's stack and whose outcome is not taken yet.
///
/// @param before instructions before the jump
/// @param compare the type of an unsigned comparison that comes first, if it is one
/// @param jump the jump taken when the test holds
record Condition(List<Integer> before, @Nullable Val compare, int jump) {

    /// An int on the stack is the outcome.
    static final Condition NOT_ZERO = new Condition(List.of(), null, IFNE);

    private static final String[] NAMES = {"eq", "ne", "lt", "ge", "gt", "le"};

    static Condition of(Op op, Op.Way.Test test) {
        return new Condition(
                test.before(), test.isUnsigned() ? op.params().getFirst() : null, test.jump());
    }

    Condition negated() {
        return new Condition(before, compare, inverse(jump));
    }

    /// The JVM's jumps come in pairs, the first of which has an odd number.
    private static int inverse(int jump) {
        return ((jump + 1) ^ 1) - 1;
    }

    void jumpIf(Jvm jvm, Label target) {
        prepare(jvm);
        jvm.jump(jump, target);
    }

    void jumpUnless(Jvm jvm, Label target) {
        prepare(jvm);
        jvm.jump(inverse(jump), target);
    }

    private void prepare(Jvm jvm) {
        if (compare != null) {
            var type = compare.descriptor;
            jvm.invoke(Tests.NAME, "compare", "(" + type + type + ")I");
        }
        jvm.ops(before);
    }

    /// Leaves 1 or 0.
    void materialise(Jvm jvm) {
        prepare(jvm);
        boolean isPair = jump >= IF_ICMPEQ;
        jvm.invoke(Tests.NAME, NAMES[(jump - IFEQ) % NAMES.length], isPair ? "(II)I" : "(I)I");
    }
}
