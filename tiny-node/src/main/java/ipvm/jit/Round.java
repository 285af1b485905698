package ipvm.jit;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What is certain at a place inside a loop, whichever way a round came there.
final class Round {

    /// No step is so long that it could jump over all that is not memory.
    private static final int DISTANCE_MAX = 1 << 16;

    /// Locals written in this round, with what they hold.
    private final Map<Integer, Term> locals;

    /// Locals that an address was computed from where memory was touched, with their scales.
    private final Map<Integer, Integer> scales;

    private boolean isAsked;

    private Round(Map<Integer, Term> locals, Map<Integer, Integer> scales, boolean isAsked) {
        this.locals = locals;
        this.scales = scales;
        this.isAsked = isAsked;
    }

    static Round begin() {
        return new Round(new HashMap<>(), new HashMap<>(), false);
    }

    Round copy() {
        return new Round(new HashMap<>(locals), new HashMap<>(scales), isAsked);
    }

    /// What is certain when two ways meet, either of which may not exist.
    static @Nullable Round meet(@Nullable Round one, @Nullable Round other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        var locals = new HashMap<Integer, Term>();
        one.locals.forEach((local, value) -> locals.put(local, value.ifEqual(other.get(local))));
        other.locals.forEach((local, value) -> locals.put(local, value.ifEqual(one.get(local))));
        var scales = new HashMap<>(one.scales);
        scales.entrySet().retainAll(other.scales.entrySet());
        return new Round(locals, scales, one.isAsked && other.isAsked);
    }

    Term get(int local) {
        return locals.getOrDefault(local, Term.local(local));
    }

    void set(int local, Term value) {
        locals.put(local, value);
    }

    void touch(Term address) {
        if (address.moves()) {
            scales.put(address.local(), address.scale());
        }
    }

    void ask(boolean isSure) {
        isAsked |= isSure;
    }

    boolean isAsked() {
        return isAsked;
    }

    /// How far addresses are from those of the next round when this one ends here: by locals.
    Map<Integer, Integer> distances() {
        var distances = new HashMap<Integer, Integer>();
        scales.forEach((local, scale) -> {
            long distance = (long) scale * get(local).stepOf(local);
            if (distance != 0 && Math.abs(distance) <= DISTANCE_MAX) {
                distances.put(local, (int) distance);
            }
        });
        return distances;
    }
}
