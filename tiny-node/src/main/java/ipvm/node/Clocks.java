package ipvm.node;

/// What the clocks show when something happens.
///
/// @param wallMillis the time of day, as far as it is known
/// @param isSet whether somebody has set it, so that a calendar may be kept by it
/// @param monotonicMillis on a clock that nobody sets, since some moment before the node began
public record Clocks(long wallMillis, boolean isSet, long monotonicMillis) {

    /// The one clock of a test, or of a node that stands for no time.
    public static Clocks at(long nowMillis) {
        return new Clocks(nowMillis, true, nowMillis);
    }
}
