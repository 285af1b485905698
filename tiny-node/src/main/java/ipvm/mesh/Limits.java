package ipvm.mesh;

/// What neighbours may cost at most.
///
/// @param neighboursMax that are remembered; those silent longest go first
/// @param placesMax that one neighbour is remembered at
/// @param parcelBytesMax of one parcel
/// @param outboxMax parcels that wait for one neighbour
/// @param transfersMax parcels on their way to one neighbour at once
/// @param windowFramesMax frames on their way to one neighbour at once
/// @param incomingMax parcels that one neighbour may have begun
/// @param incomingBytesMax that those may hold together
/// @param quietMillisMax after which a neighbour is asked whether it is there; three times that and
///   a place counts as dead
public record Limits(
        int neighboursMax,
        int placesMax,
        int parcelBytesMax,
        int outboxMax,
        int transfersMax,
        int windowFramesMax,
        int incomingMax,
        int incomingBytesMax,
        int quietMillisMax) {

    public static final Limits DEFAULT =
            new Limits(32, 4, (2 << 20) + 4_096, 256, 4, 16, 8, 5 << 20, 20_000);

    public Limits {
        if (neighboursMax < 1
                || placesMax < 1
                || parcelBytesMax < 1
                || outboxMax < 1
                || transfersMax < 1
                || windowFramesMax < 1
                || incomingMax < 1
                || incomingBytesMax < parcelBytesMax
                || quietMillisMax < 1) {
            throw new IllegalArgumentException("a limit below 1, or less room than one parcel");
        }
    }
}
