package ipvm.coap;

/// What the link holds at most, however many speak to it.
///
/// @param frameBytesMax of a frame in one datagram, which need not be cut on its way
/// @param postedBytesMax of a frame that a foreign client posts, block by block
/// @param backlogMax datagrams that were read and wait for the protocol
/// @param peersMax whose messages are kept apart at one time
/// @param observersMax who watch our resources
/// @param pendingMax readings that wait to be durable, and posts that wait for an answer
/// @param recentMax readings remembered, to know a copy
/// @param recentSeconds how long
/// @param resourcesMax inlets, and outlets
record Limits(
        int frameBytesMax,
        int postedBytesMax,
        int backlogMax,
        int peersMax,
        int observersMax,
        int pendingMax,
        int recentMax,
        int recentSeconds,
        int resourcesMax) {

    static final Limits DEFAULT = new Limits(1_024, 16_384, 1_024, 4_096, 64, 256, 256, 60, 256);
}
