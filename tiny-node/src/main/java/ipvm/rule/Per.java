package ipvm.rule;

import ipvm.data.MalformedException;
import ipvm.task.Node;

/// So much in so long.
public record Per(long amount, long millis) {

    /// Reads an amount per time as people write it, such as `10/s` or `1G/day`.
    public static Per read(Node text, long max) throws MalformedException {
        return Amount.per(text, max);
    }

    public Per {
        if (amount < 1 || millis < 1) {
            throw new IllegalArgumentException(amount + " in " + millis + " ms");
        }
    }
}
