package ipvm.data;

import java.util.List;
import java.util.Optional;

/// A dag-pb node as it stands on the wire: links, and data that only its user understands.
public record PbNode(List<PbLink> links, Optional<Bytes> data) {

    static final int KEY_DATA = 0x0a;
    static final int KEY_LINK = 0x12;

    public PbNode {
        links = List.copyOf(links);
    }

    static PbNode of(List<PbLink> links, Bytes data) {
        return new PbNode(links, Optional.of(data));
    }

    /// Reads a node with its links in the order in which they came.
    public static PbNode decode(Bytes source, Limits limits) throws MalformedException {
        if (source.size() > limits.blockBytesMax()) {
            var most = "dag-pb block of at most " + limits.blockBytesMax() + " bytes";
            throw new MalformedException(most, source.size() + " bytes", 0);
        }
        return new PbReader(source, limits).node();
    }

    /// The form in which all codecs speak of it: `{Data, Links: [{Hash, Name, Tsize}]}`.
    public Ipld toIpld() {
        return PbForm.of(this);
    }

    /// Links first, though their field has the higher number: as all peers write it.
    public Bytes encode() {
        var out = new Buffer(256);
        for (var link : links) {
            var encoded = link.encode();
            out.u8(KEY_LINK).varint(encoded.size()).bytes(encoded);
        }
        data.ifPresent(bytes -> out.u8(KEY_DATA).varint(bytes.size()).bytes(bytes));
        return out.toBytes();
    }
}
