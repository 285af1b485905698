package ipvm.jit;

import java.util.Arrays;

/// The types of a function's parameters and locals; the sum is checked before it is believed.
final class Locals {

    private static final long COUNT_MAX = 0xffff_ffffL;

    private final Val[] types;

    private Locals(Val[] types) {
        this.types = types;
    }

    /// Reads the declarations at the start of a body.
    static Locals read(Wire in, Signature signature, Limits limits) throws Refused {
        int params = signature.params().size();
        var types = Arrays.copyOf(signature.params().toArray(new Val[0]), sum(in, params, limits));
        int next = params;
        for (int left = in.u32(); left > 0; left--) {
            int end = next + in.u32();
            Arrays.fill(types, next, end, Val.read(in));
            next = end;
        }
        return new Locals(types);
    }

    private static int sum(Wire declarations, int params, Limits limits) throws Refused {
        var in = declarations.copy();
        int at = in.position();
        long sum = params;
        for (int left = in.count("local groups", in.left()); left > 0; left--) {
            sum += Integer.toUnsignedLong(in.u32());
            Val.read(in);
        }
        if (sum > COUNT_MAX) {
            throw Refused.malformed("too many locals", at);
        }
        if (sum > limits.localsMax()) {
            throw Refused.tooLarge("locals", sum, limits.localsMax(), at);
        }
        return (int) sum;
    }

    int size() {
        return types.length;
    }

    Val type(int index) {
        return types[index];
    }

    Val type(int index, int at) throws Refused {
        if (index < 0 || index >= types.length) {
            throw Refused.invalid("unknown local " + Integer.toUnsignedString(index), at);
        }
        return types[index];
    }
}
