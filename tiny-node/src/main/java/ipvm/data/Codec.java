package ipvm.data;

/// The multicodec codes of content that this node reads or writes.
public final class Codec {

    public static final long RAW = 0x55;
    public static final long DAG_PB = 0x70;
    public static final long DAG_CBOR = 0x71;
    public static final long LIBP2P_KEY = 0x72;
    public static final long DAG_JSON = 0x0129;

    private Codec() {}

    /// A code as a person would name it.
    public static String describe(long code) {
        return switch ((int) Math.min(code, Integer.MAX_VALUE)) {
            case (int) RAW -> "raw";
            case (int) DAG_PB -> "dag-pb";
            case (int) DAG_CBOR -> "dag-cbor";
            case (int) LIBP2P_KEY -> "libp2p-key";
            case (int) DAG_JSON -> "dag-json";
            default -> "0x" + Long.toHexString(code);
        };
    }
}
