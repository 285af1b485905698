package ipvm.node;

/// How much a node takes on at once.
///
/// @param queueDepthMax tasks that wait for a worker
/// @param queueShareMax of those, what waits for one subject
/// @param effectsMax things that are asked of the world at once
/// @param waitersMax who waits for the end of one task
public record Limits(int queueDepthMax, int queueShareMax, int effectsMax, int waitersMax) {

    public static final Limits DEFAULT = new Limits(65_536, 32_768, 256, 4_096);

    public Limits {
        if (queueDepthMax < 1 || queueShareMax < 1 || effectsMax < 1 || waitersMax < 1) {
            throw new IllegalArgumentException("a limit below 1");
        }
    }
}
