package ipvm.bench;

import java.util.List;

/// Times of the same work again and again.
final class Times {

    private Times() {}

    /// The median of the second half, when the JVM has compiled what it will compile.
    static double settled(List<Double> times) {
        var late = times.subList(times.size() / 2, times.size()).stream().sorted().toList();
        return late.get(late.size() / 2);
    }
}
