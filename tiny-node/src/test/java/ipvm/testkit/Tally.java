package ipvm.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

/// Runs a check over every published case and says how many of how many passed.
public final class Tally {

    private Tally() {}

    /// What must hold for one case.
    @FunctionalInterface
    public interface Check<C> {
        void on(C published) throws Exception;
    }

    /// Holds the number of cases as well, because a vector that is not read cannot fail.
    public static <C> void all(String what, int expected, List<C> cases, Check<C> check)
            throws Exception {
        assertThat(cases).as(what).hasSize(expected);
        int passed = 0;
        try {
            for (var published : cases) {
                check.on(published);
                passed++;
            }
        } finally {
            var failed = passed < expected ? ", failed: " + cases.get(passed) : "";
            System.out.println(what + ": " + passed + " of " + expected + failed);
        }
    }
}
