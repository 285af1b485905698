package ipvm.node;

/// How a node treats its disk.
///
/// @param keepMillis how long a receipt stays before it folds into a session
/// @param flushMillis how long what rules do may wait to be written together; 0 makes each durable
///   before anybody hears of it
public record Upkeep(long keepMillis, long flushMillis) {

    public static final Upkeep NORMAL = new Upkeep(7 * 86_400_000L, 0);

    public Upkeep {
        if (keepMillis < 0 || flushMillis < 0) {
            throw new IllegalArgumentException("a time below 0");
        }
    }
}
