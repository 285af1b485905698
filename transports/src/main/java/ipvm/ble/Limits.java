package ipvm.ble;

/// What the link holds at most, and how long it waits.
///
/// @param frameBytesMax of a frame, which is some dozens of packets
/// @param framesMax that wait to be sent to one neighbour; more are dropped, and asked for again
/// @param linksMax neighbours that are connected at once, either way
/// @param devicesMax of others that are remembered while they are in range
/// @param connectSeconds until a neighbour that does not answer is given up
/// @param yieldSeconds until whoever should be called is called by us
/// @param scanSeconds until a search is begun anew, because it may have missed somebody
/// @param restSeconds between searches when nobody waits for one
/// @param visitSeconds between visits to a sensor that has to be asked
record Limits(
        int frameBytesMax,
        int framesMax,
        int linksMax,
        int devicesMax,
        int connectSeconds,
        int yieldSeconds,
        int scanSeconds,
        int restSeconds,
        int visitSeconds) {

    static final Limits DEFAULT = new Limits(4_096, 64, 4, 256, 30, 15, 5, 60, 60);
}
