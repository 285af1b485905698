package ipvm.data;

/// Strict DAG-CBOR: one item, one encoding of it, nothing after it.
public final class DagCbor {

    static final int CID_TAG = 42;

    private DagCbor() {}

    public static Ipld decode(Bytes source) throws MalformedException {
        return decode(source, Limits.DEFAULT);
    }

    public static Ipld decode(Bytes source, Limits limits) throws MalformedException {
        return new CborReader(source, limits).whole();
    }

    public static Bytes encode(Ipld value) {
        var out = new Buffer(256);
        new CborWriter(out).item(value);
        return out.toBytes();
    }

    /// A value as a block, named as IPFS names DAG-CBOR.
    public static Block block(Ipld value) {
        return Block.of(Codec.DAG_CBOR, encode(value));
    }
}
