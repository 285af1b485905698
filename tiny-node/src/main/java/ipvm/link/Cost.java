package ipvm.link;

/// What it takes to send over a link.
///
/// @param frameBytesMax what one frame may hold
/// @param bytesPerSecond how fast frames go, as well as can be told
/// @param millis how long one is under way
public record Cost(int frameBytesMax, int bytesPerSecond, int millis) {

    public Cost {
        if (frameBytesMax < 1 || bytesPerSecond < 1 || millis < 0) {
            throw new IllegalArgumentException("a link that carries nothing");
        }
    }

    /// How long so much takes.
    public long millisFor(int bytes) {
        return millis + 1_000L * bytes / bytesPerSecond;
    }
}
