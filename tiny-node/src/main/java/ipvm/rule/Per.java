package ipvm.rule;

/// So much in so long.
public record Per(long amount, long millis) {

    public Per {
        if (amount < 1 || millis < 1) {
            throw new IllegalArgumentException(amount + " in " + millis + " ms");
        }
    }
}
