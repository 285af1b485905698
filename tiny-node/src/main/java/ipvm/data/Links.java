package ipvm.data;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What blocks link to.
public final class Links {

    private Links() {}

    /// The links of a block in their order; bytes that cannot be read link to nothing.
    public static List<Cid> of(Cid cid, Bytes data) {
        try {
            if (cid.codec() == Codec.DAG_PB) {
                return PbNode.decode(data, Limits.DEFAULT).links().stream()
                        .map(PbLink::cid)
                        .toList();
            }
            var value = value(cid.codec(), data);
            return value.isPresent() ? of(value.get()) : List.of();
        } catch (MalformedException e) {
            return List.of();
        }
    }

    /// The links in a value, in their order.
    public static List<Cid> of(Ipld value) {
        var links = new ArrayList<Cid>();
        collect(value, links);
        return links;
    }

    private static Optional<Ipld> value(long codec, Bytes data) throws MalformedException {
        if (codec == Codec.DAG_CBOR) {
            return Optional.of(DagCbor.decode(data));
        }
        return codec == Codec.DAG_JSON ? Optional.of(DagJson.decode(data)) : Optional.empty();
    }

    private static void collect(Ipld value, List<Cid> into) {
        switch (value) {
            case Ipld.Link(var cid) -> into.add(cid);
            case Ipld.List(var items) -> items.forEach(item -> collect(item, into));
            case Ipld.Map(var entries) -> entries.forEach(entry -> collect(entry.value(), into));
            case Ipld.Null n -> {}
            case Ipld.Bool b -> {}
            case Ipld.Int i -> {}
            case Ipld.Float64 f -> {}
            case Ipld.Text t -> {}
            case Ipld.Binary b -> {}
        }
    }
}
