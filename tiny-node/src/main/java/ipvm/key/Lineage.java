package ipvm.key;

import ipvm.data.MalformedException;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// The names that one member of the fleet has had, followed through its successions.
///
/// The owner's word goes before that of an old key, whatever their numbers, because an old key may
/// be in a thief's hands; of two words of the same one the one with the larger number counts.
///
/// @param known successions in any order; forged ones count for nothing
/// @param owner who may name a successor besides the old key
public record Lineage(List<Succession.Signed> known, Did owner) {

    public Lineage {
        known = List.copyOf(known);
    }

    /// A succession that somebody who may do so signed.
    private record Step(Succession succession, Succession.By by) {

        static final Comparator<Step> LEAST_WEIGHT_FIRST =
                Comparator.comparing(Step::by).thenComparingLong(step -> step.succession.seq());
    }

    /// Who a name stands for today. Where that cannot be said for sure (a circle, a number that
    /// does not grow, two successors of equal weight, too long a line) nobody is named.
    public Did current(Did name) throws MalformedException {
        return current(name, Limits.DEFAULT);
    }

    Did current(Did name, Limits limits) throws MalformedException {
        var current = name;
        long seq = -1;
        Set<Did> seen = new HashSet<>(Set.of(name));
        for (var step = after(current, seq); step.isPresent(); step = after(current, seq)) {
            current = step.get().next();
            seq = step.get().seq();
            if (!seen.add(current)) {
                throw new MalformedException("successions of " + name, "a circle at " + current);
            }
            if (seen.size() > limits.successionsMax()) {
                throw new MalformedException(
                        "at most " + limits.successionsMax() + " names of " + name, "more");
            }
        }
        return current;
    }

    private Optional<Succession> after(Did name, long seq) throws MalformedException {
        var steps =
                known.stream()
                        .filter(signed -> signed.succession().old().equals(name))
                        .flatMap(this::step)
                        .toList();
        if (steps.isEmpty()) {
            return Optional.empty();
        }
        var heaviest = steps.stream().max(Step.LEAST_WEIGHT_FIRST).orElseThrow();
        for (var step : steps) {
            if (Step.LEAST_WEIGHT_FIRST.compare(step, heaviest) == 0 && !step.equals(heaviest)) {
                throw new MalformedException("one successor of " + name, "two of equal weight");
            }
        }
        if (heaviest.succession.seq() <= seq) {
            throw new MalformedException(
                    "successor of " + name + " with a number above " + seq,
                    Long.toString(heaviest.succession.seq()));
        }
        return Optional.of(heaviest.succession);
    }

    private Stream<Step> step(Succession.Signed signed) {
        return signed.verify(owner).map(by -> new Step(signed.succession(), by)).stream();
    }
}
