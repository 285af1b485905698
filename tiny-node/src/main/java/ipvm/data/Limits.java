package ipvm.data;

/// What a decoder accepts at most, so that hostile bytes cost no more than their own size.
///
/// @param depthMax lists and maps inside one another
/// @param itemsMax items of one list, entries of one map, links of one node
/// @param textBytesMax UTF-8 bytes of one text, key or number
/// @param blockBytesMax bytes of one block, and of one decoded value
public record Limits(int depthMax, int itemsMax, int textBytesMax, int blockBytesMax) {

    /// Blocks of 2 MiB are what IPFS peers exchange at most; the rest follows from that.
    public static final Limits DEFAULT = new Limits(128, 1 << 20, 1 << 20, 2 << 20);

    /// Deeper values would reach the end of a small thread's stack before they reach this limit.
    private static final int DEPTH_BOUND = 1_000;

    public Limits {
        require("depthMax", depthMax, DEPTH_BOUND);
        require("itemsMax", itemsMax, Integer.MAX_VALUE);
        require("textBytesMax", textBytesMax, Integer.MAX_VALUE);
        require("blockBytesMax", blockBytesMax, Integer.MAX_VALUE);
    }

    /// The same limits with other block sizes, for callers that read whole files or smaller frames.
    public Limits withBlockBytesMax(int bytes) {
        return new Limits(depthMax, itemsMax, textBytesMax, bytes);
    }

    private static void require(String name, int value, int bound) {
        if (value < 1 || value > bound) {
            throw new IllegalArgumentException(name + " " + value + " is not in 1.." + bound);
        }
    }
}
