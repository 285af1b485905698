package ipvm.data;

import java.util.Locale;

/// The name of a content: how to read it and what its digest is. Equal names are equal bytes.
public record Cid(int version, long codec, Multihash hash) implements Comparable<Cid> {

    private static final int V0_BYTES = 34;
    private static final int V0_CHARS = 46;
    private static final int SHOWN_CHARS_MAX = 80;

    public Cid {
        if (version == 0 ? !isV0(codec, hash) : version != 1) {
            throw new IllegalArgumentException(
                    "no CID has version " + version + " and codec " + Codec.describe(codec));
        }
    }

    /// The version 1 name of a content, by sha2-256 as everywhere in IPFS.
    public static Cid of(long codec, Bytes content) {
        return of(codec, HashFunction.SHA2_256, content);
    }

    public static Cid of(long codec, HashFunction function, Bytes content) {
        return new Cid(1, codec, Multihash.of(function, content));
    }

    public static Cid decode(Bytes bytes) throws MalformedException {
        var in = new Cursor(bytes);
        var cid = read(in);
        in.expectEnd("CID");
        return cid;
    }

    /// Reads one CID and leaves what follows, as a CAR section wants it.
    public static Cid read(Cursor in) throws MalformedException {
        long version = in.varint("CID version");
        if (version == HashFunction.SHA2_256.code()) {
            return readV0(in);
        }
        if (version != 1) {
            throw in.malformed("CID version", Long.toString(version));
        }
        long codec = in.varint("CID codec");
        return new Cid(1, codec, Multihash.read(in));
    }

    private static Cid readV0(Cursor in) throws MalformedException {
        int size = in.u8("digest length of a version 0 CID");
        if (size != V0_BYTES - 2) {
            throw in.malformed("digest length of a version 0 CID", Integer.toString(size));
        }
        var digest = in.take(size, "digest");
        return new Cid(0, Codec.DAG_PB, new Multihash(HashFunction.SHA2_256.code(), digest));
    }

    /// Reads a CID's text in any supported base, or the bare base58 of version 0.
    public static Cid parse(String text) throws MalformedException {
        if (text.length() == V0_CHARS && text.startsWith("Qm")) {
            return decodeText(Multibase.BASE58_BTC.decodeBare(text), text);
        }
        var cid = decodeText(Multibase.decode(text), text);
        if (cid.version == 0) {
            throw new MalformedException("CID text of version 0 (base58btc, no prefix)", text, 0);
        }
        return cid;
    }

    /// Whether the text of a CID is the one that [#toString] gives.
    static boolean isCanonical(String text) {
        return text.startsWith("Qm")
                || (text.startsWith("b") && text.equals(text.toLowerCase(Locale.ROOT)));
    }

    private static Cid decodeText(Bytes bytes, String text) throws MalformedException {
        try {
            return decode(bytes);
        } catch (MalformedException e) {
            throw new MalformedException(
                    "CID " + shown(text) + ": " + e.what(), e.found(), e.offset());
        }
    }

    /// The beginning is enough to find a name again, and no message grows with hostile input.
    private static String shown(String text) {
        return text.length() <= SHOWN_CHARS_MAX ? text : text.substring(0, SHOWN_CHARS_MAX) + "...";
    }

    /// The binary form.
    public Bytes encode() {
        var out = new Buffer(size());
        write(out);
        return out.toBytes();
    }

    /// How many bytes the binary form has.
    int size() {
        return (version == 0 ? 0 : 1 + Varint.size(codec)) + hash.size();
    }

    void write(Buffer out) {
        if (version != 0) {
            out.varint(version).varint(codec);
        }
        hash.write(out);
    }

    /// Whether the content bears this name rightly.
    public boolean names(Bytes content) throws MalformedException {
        return hash.matches(content);
    }

    /// The same content under version 1, so that both names meet in one index.
    public Cid toV1() {
        return version == 1 ? this : new Cid(1, codec, hash);
    }

    public String text(Multibase base) {
        return base.encode(encode());
    }

    @Override
    public int compareTo(Cid that) {
        return encode().compareTo(that.encode());
    }

    /// The text that peers expect: base32, or bare base58 for version 0.
    @Override
    public String toString() {
        return version == 0 ? Multibase.BASE58_BTC.encodeBare(encode()) : text(Multibase.BASE32);
    }

    private static boolean isV0(long codec, Multihash hash) {
        return codec == Codec.DAG_PB
                && hash.code() == HashFunction.SHA2_256.code()
                && hash.digest().size() == V0_BYTES - 2;
    }
}
