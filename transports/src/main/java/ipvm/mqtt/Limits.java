package ipvm.mqtt;

/// What the link holds and how long it waits.
///
/// @param frameBytesMax of a frame
/// @param packetBytesMax of a packet that we take
/// @param inFlightMax published and not yet acknowledged, in each direction
/// @param framesMax that wait to be published; more are dropped, and asked for again above
/// @param waitingBytesMax of them together
/// @param outletsMax results that are kept at the broker
/// @param backlogMax messages that came in and wait to be looked at
/// @param recentMax readings remembered, to know a copy
/// @param connectSeconds until a broker that does not answer is given up
/// @param againMillisMin until the next try, doubled each time
/// @param againMillisMax until the next try, at most
record Limits(
        int frameBytesMax,
        long packetBytesMax,
        int inFlightMax,
        int framesMax,
        int waitingBytesMax,
        int outletsMax,
        int backlogMax,
        int recentMax,
        int connectSeconds,
        int againMillisMin,
        int againMillisMax) {

    static final Limits DEFAULT =
            new Limits(16_384, 32_768, 16, 256, 1 << 20, 256, 1_024, 256, 10, 500, 30_000);
}
