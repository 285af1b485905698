package ipvm.data;

import java.util.Arrays;

/// A digest that says which function made it: code, length, digest.
///
/// Any code is carried, so that links of other systems survive a round trip; only the functions of
/// [HashFunction] can be checked.
public record Multihash(long code, Bytes digest) {

    /// Longer ones have no use, and an identity digest must not smuggle a block into a link.
    static final int DIGEST_BYTES_MAX = 128;

    /// A truncated digest this short no longer stands for its content.
    private static final int DIGEST_BYTES_MIN = 20;

    public Multihash {
        var fault = fault(code, digest.size());
        if (fault != null) {
            throw new IllegalArgumentException(fault);
        }
    }

    public static Multihash of(HashFunction function, Bytes content) {
        return new Multihash(function.code(), function.digest(content));
    }

    public static Multihash decode(Bytes bytes) throws MalformedException {
        var in = new Cursor(bytes);
        var hash = read(in);
        in.expectEnd("multihash");
        return hash;
    }

    static Multihash read(Cursor in) throws MalformedException {
        long code = in.varint("hash function");
        long size = in.varint("digest length");
        var fault = fault(code, size);
        if (fault != null) {
            throw in.malformed("digest length", fault);
        }
        return new Multihash(code, in.take(size, "digest"));
    }

    public Bytes encode() {
        var out = new Buffer(size());
        write(out);
        return out.toBytes();
    }

    int size() {
        return Varint.size(code) + Varint.size(digest.size()) + digest.size();
    }

    void write(Buffer out) {
        out.varint(code).varint(digest.size()).bytes(digest);
    }

    /// The function, where it is one this node computes.
    public HashFunction function() throws MalformedException {
        return HashFunction.of(code)
                .orElseThrow(() ->
                        new MalformedException(
                                "hash function (one of " + supported() + ")",
                                HashFunction.describe(code)));
    }

    /// Whether this is the digest of a content, whole or truncated to no fewer than 20 bytes.
    public boolean matches(Bytes content) throws MalformedException {
        var function = function();
        if (function != HashFunction.IDENTITY && digest.size() < DIGEST_BYTES_MIN) {
            throw new MalformedException(
                    "digest of at least " + DIGEST_BYTES_MIN + " bytes", digest.size() + " bytes");
        }
        var computed = function.digest(content);
        return function == HashFunction.IDENTITY
                ? computed.equals(digest)
                : computed.startsWith(digest);
    }

    private static @org.jspecify.annotations.Nullable String fault(long code, long size) {
        long max = HashFunction.of(code).map(HashFunction::digestBytesMax).orElse(DIGEST_BYTES_MAX);
        return size <= max ? null : size + " bytes of " + HashFunction.describe(code);
    }

    private static String supported() {
        return String.join(
                ", ", Arrays.stream(HashFunction.values()).map(HashFunction::label).toList());
    }
}
