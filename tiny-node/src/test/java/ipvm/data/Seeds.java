package ipvm.data;

import java.util.Random;

/// Randomised tests that replay: a failure prints its seed, and `-Dseed=N` runs that one alone.
public final class Seeds {

    private Seeds() {}

    /// What is done with one seed.
    public interface Run {
        void with(Random random) throws Exception;
    }

    /// Runs the seeds from 0 on.
    public static void forEach(int count, Run run) throws Exception {
        var only = Long.getLong("seed");
        if (only != null) {
            once(only, run);
            return;
        }
        for (long seed = 0; seed < count; seed++) {
            once(seed, run);
        }
    }

    private static void once(long seed, Run run) throws Exception {
        boolean passed = false;
        try {
            run.with(new Random(seed));
            passed = true;
        } finally {
            if (!passed) {
                System.err.println("replay with -Dseed=" + seed);
            }
        }
    }
}
