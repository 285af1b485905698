package ipvm.data;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// Reads dag-pb far more strictly than protobuf: no field unknown, doubled or out of its order.
final class PbReader {

    private static final int KEY_NONE = -1;

    private final Cursor in;
    private final Limits limits;
    private final List<PbLink> links = new ArrayList<>();
    private @Nullable Bytes data;
    private int linksBeforeData;
    private int keyAt;

    PbReader(Bytes source, Limits limits) {
        this.in = new Cursor(source);
        this.limits = limits;
    }

    /// Data may stand before or behind the links, since both are about, but not between them.
    PbNode node() throws MalformedException {
        for (int key = key(); key != KEY_NONE; key = key()) {
            switch (key) {
                case PbNode.KEY_LINK -> addLink();
                case PbNode.KEY_DATA -> setData();
                default -> throw unexpected("Links or Data", key);
            }
        }
        return new PbNode(links, Optional.ofNullable(data));
    }

    private void setData() throws MalformedException {
        if (data != null) {
            throw unexpected("one Data", PbNode.KEY_DATA);
        }
        data = bytes("Data");
        linksBeforeData = links.size();
    }

    private void addLink() throws MalformedException {
        if (data != null && linksBeforeData > 0) {
            throw unexpected("Links in one run", PbNode.KEY_LINK);
        }
        if (links.size() == limits.itemsMax()) {
            throw unexpected("at most " + limits.itemsMax() + " Links", PbNode.KEY_LINK);
        }
        var content = bytes("link");
        try {
            links.add(new PbReader(content, limits).link());
        } catch (MalformedException e) {
            throw e.within("link " + links.size(), in.position() - content.size());
        }
    }

    private PbLink link() throws MalformedException {
        int key = key();
        if (key != PbLink.KEY_HASH) {
            throw unexpected("Hash", key);
        }
        var cid = cid();
        key = key();
        Optional<String> name = Optional.empty();
        if (key == PbLink.KEY_NAME) {
            name = Optional.of(name());
            key = key();
        }
        var tsize = OptionalLong.empty();
        if (key == PbLink.KEY_TSIZE) {
            tsize = OptionalLong.of(in.varint("dag-pb Tsize"));
            key = key();
        }
        if (key != KEY_NONE) {
            throw unexpected("Hash, Name and Tsize in this order", key);
        }
        return new PbLink(cid, name, tsize);
    }

    private Cid cid() throws MalformedException {
        var binary = bytes("Hash");
        try {
            return Cid.decode(binary);
        } catch (MalformedException e) {
            throw e.within("Hash", in.position() - binary.size());
        }
    }

    private String name() throws MalformedException {
        var utf8 = bytes("Name");
        int start = in.position() - utf8.size();
        if (utf8.size() > limits.textBytesMax()) {
            var most = "dag-pb Name of at most " + limits.textBytesMax() + " bytes";
            throw new MalformedException(most, utf8.size() + " bytes", start);
        }
        try {
            return Utf8.decode(utf8);
        } catch (MalformedException e) {
            throw e.within("Name", start);
        }
    }

    private Bytes bytes(String what) throws MalformedException {
        return in.take(in.varint("length of dag-pb " + what), "dag-pb " + what);
    }

    /// The next field's number and wire type, as protobuf packs them.
    private int key() throws MalformedException {
        keyAt = in.position();
        if (in.remaining() == 0) {
            return KEY_NONE;
        }
        return (int) Math.min(in.varint("dag-pb field"), Integer.MAX_VALUE);
    }

    private MalformedException unexpected(String what, int key) {
        var found =
                key == KEY_NONE ? "the end" : "field " + (key >>> 3) + " of wire type " + (key & 7);
        return new MalformedException("dag-pb " + what, found, keyAt);
    }
}
