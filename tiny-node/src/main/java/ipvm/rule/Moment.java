package ipvm.rule;

/// What the clocks show while one event is taken.
///
/// @param wallMillis the time of day, as far as it is known
/// @param isSet whether somebody has set it, so that it may be believed
/// @param monotonicMillis since the board or the node started; nobody sets it
/// @param boot another number each time the monotonic clock begins again
public record Moment(long wallMillis, boolean isSet, long monotonicMillis, long boot) {}
