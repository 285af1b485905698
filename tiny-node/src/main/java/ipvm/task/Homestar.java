package ipvm.task;

import ipvm.data.Block;
import ipvm.data.Cid;
import ipvm.data.Codec;
import ipvm.data.DagCbor;
import ipvm.data.HashFunction;
import ipvm.data.Ipld;
import java.util.List;
import java.util.Optional;

/// How Homestar 0.3 writes and names its documents: DAG-CBOR, by sha3-256.
final class Homestar {

    private Homestar() {}

    static Block block(Ipld document) {
        var bytes = DagCbor.encode(document);
        return new Block(Cid.of(Codec.DAG_CBOR, HashFunction.SHA3_256, bytes), bytes);
    }

    /// Whether a link could be the name of an instruction at all.
    static boolean isName(Cid cid) {
        return cid.version() == 1
                && cid.codec() == Codec.DAG_CBOR
                && cid.hash().code() == HashFunction.SHA3_256.code();
    }

    static Ipld links(List<Cid> links) {
        return new Ipld.List(links.stream().map(Ipld::of).toList());
    }

    static Ipld linkOrNull(Optional<Cid> link) {
        return link.map(Ipld::of).orElse(Ipld.ofNull());
    }
}
