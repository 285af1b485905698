package ipvm.node;

/// What a node has done since it was started, and what it has before it.
public final class Tally {

    long accepted;
    long done;
    long recalled;
    long fuel;

    /// The same as a value.
    public record Now(
            long accepted, long done, long recalled, long fuel, long queued, long running) {}

    Now now(long queued, long inHand) {
        return new Now(accepted, done, recalled, fuel, queued, inHand - queued);
    }
}
