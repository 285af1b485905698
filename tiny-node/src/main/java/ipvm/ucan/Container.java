package ipvm.ucan;

import ipvm.data.Bytes;
import ipvm.data.DagCbor;
import ipvm.data.Ipld;
import ipvm.data.MalformedException;
import ipvm.data.Multibase;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Several tokens in one message: `{"ctn-v1": [token ...]}` behind a byte that says how it is
/// packed.
public record Container(List<Bytes> tokens) {

    private static final String KEY = "ctn-v1";

    /// The six packings, by the byte in front, which is also a letter in the text ones.
    public enum Packing {
        RAW(0x40, false, null),
        BASE64(0x42, false, Multibase.BASE64_PAD),
        BASE64_URL(0x43, false, Multibase.BASE64_URL),
        GZIP(0x4d, true, null),
        GZIP_BASE64(0x4f, true, Multibase.BASE64_PAD),
        GZIP_BASE64_URL(0x50, true, Multibase.BASE64_URL);

        private final int header;
        private final boolean zipped;
        private final @Nullable Multibase base;

        Packing(int header, boolean zipped, @Nullable Multibase base) {
            this.header = header;
            this.zipped = zipped;
            this.base = base;
        }

        public int header() {
            return header;
        }

        private static Packing of(Bytes bytes) throws MalformedException {
            for (var packing : values()) {
                if (!bytes.isEmpty() && packing.header == bytes.at(0)) {
                    return packing;
                }
            }
            var found = bytes.isEmpty() ? "no bytes" : "0x" + Integer.toHexString(bytes.at(0));
            throw new MalformedException("container header", found, 0);
        }
    }

    public Container {
        tokens = List.copyOf(tokens);
    }

    /// The tokens in the order of their bytes, which is how containers are exchanged.
    public static Container sorted(Collection<Bytes> tokens) {
        return new Container(tokens.stream().sorted().distinct().toList());
    }

    public static Container decode(Bytes bytes) throws MalformedException {
        return decode(bytes, Limits.DEFAULT);
    }

    public static Container decode(Bytes bytes, Limits limits) throws MalformedException {
        var packing = Packing.of(bytes);
        var packed = bytes.from(1);
        var plain = packing.base == null ? packed : packing.base.decodeBare(Ascii.text(packed));
        return read(
                packing.zipped ? Gzip.inflate(plain, limits.inflatedBytesMax()) : plain, limits);
    }

    private static Container read(Bytes cbor, Limits limits) throws MalformedException {
        var within = ipvm.data.Limits.DEFAULT.withBlockBytesMax(limits.inflatedBytesMax());
        var fields = new Fields("container", DagCbor.decode(cbor, within)).only(Set.of(KEY));
        if (!(fields.value(KEY) instanceof Ipld.List(var items))) {
            throw new MalformedException("container." + KEY, fields.value(KEY).kind());
        }
        if (items.size() > limits.tokensMax()) {
            throw new MalformedException(
                    "container of at most " + limits.tokensMax() + " tokens",
                    items.size() + " tokens");
        }
        var tokens = new ArrayList<Bytes>(items.size());
        for (var item : items) {
            tokens.add(token(item));
        }
        return new Container(tokens);
    }

    private static Bytes token(Ipld item) throws MalformedException {
        if (item instanceof Ipld.Binary(var bytes)) {
            return bytes;
        }
        throw new MalformedException(
                "container." + KEY + " token", item.kind() + " instead of bytes");
    }

    public Bytes encode(Packing packing) {
        var items = tokens.stream().map(Ipld::of).toArray(Ipld[]::new);
        var cbor = DagCbor.encode(Ipld.map(KEY, Ipld.list(items)));
        var plain = packing.zipped ? Gzip.deflate(cbor) : cbor;
        var packed = packing.base == null ? plain : Bytes.utf8(packing.base.encodeBare(plain));
        return Bytes.concat(Bytes.of(packing.header), packed);
    }

    /// The tokens read, each of which must be one.
    public List<Token> read(Limits limits) throws MalformedException {
        var read = new ArrayList<Token>(tokens.size());
        for (var bytes : tokens) {
            read.add(Token.decode(bytes, limits));
        }
        return List.copyOf(read);
    }
}
