package ipvm.node;

/// How much a node takes on at once.
///
/// @param queueDepthMax tasks that wait for a worker
/// @param queueShareMax of those, what waits for one subject
/// @param effectsMax things that are asked of the world at once
/// @param waitersMax who waits for the end of one task
/// @param readingsMax readings of one inlet that stay: a day of them, one a second
public record Limits(
        int queueDepthMax, int queueShareMax, int effectsMax, int waitersMax, int readingsMax) {

    public static final Limits DEFAULT = new Limits(65_536, 32_768, 256, 4_096, 100_000);

    public Limits {
        if (Math.min(queueDepthMax, queueShareMax) < 1
                || Math.min(effectsMax, waitersMax) < 1
                || readingsMax < 1) {
            throw new IllegalArgumentException("a limit below 1");
        }
    }
}
