package ipvm.data;

import java.util.Optional;
import java.util.OptionalLong;

/// One link of a dag-pb node: to which content, under which name, and how much hangs on it.
///
/// An absent name and an empty one are two different bytes on the wire, so both are kept.
///
/// @param tsize the cumulative size that the writer claims: a hint, never to be relied on
public record PbLink(Cid cid, Optional<String> name, OptionalLong tsize) {

    static final int KEY_HASH = 0x0a;
    static final int KEY_NAME = 0x12;
    static final int KEY_TSIZE = 0x18;

    static PbLink of(Cid cid, String name, long tsize) {
        return new PbLink(cid, Optional.of(name), OptionalLong.of(tsize));
    }

    /// The name by which links are sorted and found.
    public String nameOrEmpty() {
        return name.orElse("");
    }

    Bytes encode() {
        var binary = cid.encode();
        var out = new Buffer(64).u8(KEY_HASH).varint(binary.size()).bytes(binary);
        name.ifPresent(text -> out.u8(KEY_NAME).varint(Keys.utf8Size(text)).utf8(text));
        tsize.ifPresent(size -> out.u8(KEY_TSIZE).varint(size));
        return out.toBytes();
    }
}
