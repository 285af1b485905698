package ipvm.link;

/// What strangers and neighbours may cost at most.
///
/// @param frameBytesMax of any frame, before anything of it is read
/// @param sessionsMax with neighbours at once
/// @param handshakesMax that are under way at once
/// @param handshakesPerMinuteMax that one place may begin
/// @param strangersPerMinuteMax handshakes that all places may begin together
/// @param placesMax that are remembered of one neighbour
/// @param sessionFramesMax before new keys are made
/// @param sessionMillisMax before new keys are made
public record Limits(
        int frameBytesMax,
        int sessionsMax,
        int handshakesMax,
        int handshakesPerMinuteMax,
        int strangersPerMinuteMax,
        int placesMax,
        int sessionFramesMax,
        long sessionMillisMax) {

    public static final Limits DEFAULT =
            new Limits(16_384, 64, 64, 5, 120, 4, 1 << 20, 24 * 3_600_000L);

    public Limits {
        if (frameBytesMax < 64
                || sessionsMax < 1
                || handshakesMax < 1
                || handshakesPerMinuteMax < 1
                || strangersPerMinuteMax < 1
                || placesMax < 1
                || sessionFramesMax < 1
                || sessionMillisMax < 1) {
            throw new IllegalArgumentException("a limit below 1, or frames below 64 bytes");
        }
    }
}
