package ipvm.data;

/// Strict dag-pb: the codec of files and directories in IPFS, in its logical form.
public final class DagPb {

    private DagPb() {}

    public static Ipld decode(Bytes source) throws MalformedException {
        return decode(source, Limits.DEFAULT);
    }

    public static Ipld decode(Bytes source, Limits limits) throws MalformedException {
        return PbNode.decode(source, limits).toIpld();
    }

    /// Writes `{Data?, Links: [{Hash, Name?, Tsize?}]}` with sorted links; any other value has no
    /// dag-pb form.
    public static Bytes encode(Ipld value) throws MalformedException {
        return PbForm.node(value).encode();
    }
}
