package ipvm.testkit;

import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/// Runs a check over many seeds, names the one that fails, and runs that one alone on `-Dseed=N`.
public final class Seeds {

    private static final String REPLAY = "seed";

    private Seeds() {}

    /// A check that draws all its chance from the generator of one seed.
    @FunctionalInterface
    public interface Check {
        void on(RandomGenerator random) throws Exception;
    }

    /// A check that hands its seed on, to a world or to another kit.
    @FunctionalInterface
    public interface SeededCheck {
        void on(long seed) throws Exception;
    }

    public static void forEach(int count, Check check) throws Exception {
        forEachSeed(count, seed -> check.on(random(seed)));
    }

    public static void forEachSeed(int count, SeededCheck check) throws Exception {
        Long replayed = Long.getLong(REPLAY);
        if (replayed != null) {
            announcing(replayed, check);
            return;
        }
        for (long seed = 0; seed < count; seed++) {
            announcing(seed, check);
        }
    }

    public static RandomGenerator random(long seed) {
        return new SplittableRandom(seed);
    }

    /// Says the seed on the way out of a failure and lets the failure itself pass untouched.
    private static void announcing(long seed, SeededCheck check) throws Exception {
        boolean passed = false;
        try {
            check.on(seed);
            passed = true;
        } finally {
            if (!passed) {
                System.err.println("failed with seed " + seed + "; replay with -Dseed=" + seed);
            }
        }
    }
}
