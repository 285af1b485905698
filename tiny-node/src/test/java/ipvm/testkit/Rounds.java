package ipvm.testkit;

/// Runs a check over many seeds and says how many of how many rounds passed.
public final class Rounds {

    private Rounds() {}

    public static void of(String what, int count, Seeds.Check check) throws Exception {
        ofSeeds(what, count, seed -> check.on(Seeds.random(seed)));
    }

    public static void ofSeeds(String what, int count, Seeds.SeededCheck check) throws Exception {
        var passed = new int[2];
        try {
            Seeds.forEachSeed(
                    count,
                    seed -> {
                        passed[1]++;
                        check.on(seed);
                        passed[0]++;
                    });
        } finally {
            System.out.println(what + ": " + passed[0] + " of " + passed[1]);
        }
    }
}
