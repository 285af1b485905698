package ipvm.ucan;

import ipvm.data.Bytes;
import ipvm.data.Cid;
import ipvm.data.Codec;
import ipvm.data.DagCbor;
import ipvm.data.Ipld;
import ipvm.data.MalformedException;
import ipvm.key.PublicKey;
import ipvm.key.Signer;
import ipvm.key.Varsig;
import java.util.List;
import java.util.Optional;

/// The signed form of every token: `[signature, {"h": varsig header, tag: payload}]` in DAG-CBOR.
///
/// @param signed the bytes under the signature, which are the canonical form of the second item
public record Envelope(
        Bytes bytes,
        Cid cid,
        Bytes signature,
        Bytes header,
        String tag,
        Ipld payload,
        Bytes signed) {

    private static final String HEADER = "h";

    public static Envelope sign(Signer signer, String tag, Ipld payload) {
        var header = Varsig.header(signer.publicKey().kind());
        var body = Ipld.map(HEADER, Ipld.of(header), tag, payload);
        var signed = DagCbor.encode(body);
        var signature = signer.sign(signed);
        var bytes = DagCbor.encode(Ipld.list(Ipld.of(signature), body));
        return new Envelope(
                bytes, Cid.of(Codec.DAG_CBOR, bytes), signature, header, tag, payload, signed);
    }

    /// Reads an envelope and checks its form; whose signature it is, and whether, is asked later.
    public static Envelope decode(Bytes bytes, Limits limits) throws MalformedException {
        var within = ipvm.data.Limits.DEFAULT.withBlockBytesMax(limits.tokenBytesMax());
        if (!(DagCbor.decode(bytes, within) instanceof Ipld.List(var parts) && parts.size() == 2)) {
            throw new MalformedException("token", "no list of signature and payload", 0);
        }
        if (!(parts.get(0) instanceof Ipld.Binary(var signature))) {
            throw new MalformedException("token signature", parts.get(0).kind(), 1);
        }
        if (!(parts.get(1) instanceof Ipld.Map(var body) && body.size() == 2)) {
            throw new MalformedException("token", "no map of header and payload");
        }
        if (!(body.get(0).key().equals(HEADER)
                && body.get(0).value() instanceof Ipld.Binary(var header))) {
            throw new MalformedException("token header 'h'", body.get(0).key());
        }
        var signed = bytes.from(signedFrom(signature.size()));
        var tagged = body.get(1);
        return new Envelope(
                bytes,
                Cid.of(Codec.DAG_CBOR, bytes),
                signature,
                header,
                tagged.key(),
                tagged.value(),
                signed);
    }

    /// Whether the key made the signature, under a header of its kind.
    public boolean isSignedBy(PublicKey key) throws MalformedException {
        return Varsig.kindOf(header) == key.kind() && key.verify(signed, signature);
    }

    /// The names this token counts under, the lasting one first.
    ///
    /// Anybody can turn an ECDSA signature into a second one, and so a token into one of another
    /// name that says the same; what is remembered of a token has to be found under both.
    public List<Cid> names() {
        return twin().map(this::inOrder).orElse(List.of(cid));
    }

    private List<Cid> inOrder(Bytes twin) {
        var head = bytes.slice(0, bytes.size() - signed.size() - signature.size());
        var other = Cid.of(Codec.DAG_CBOR, Bytes.concat(head, twin, signed));
        return signature.compareTo(twin) < 0 ? List.of(cid, other) : List.of(other, cid);
    }

    private Optional<Bytes> twin() {
        try {
            return Varsig.kindOf(header).twin(signature);
        } catch (MalformedException e) {
            return Optional.empty(); // under this header no signature counts
        }
    }

    /// The strict decoder took the bytes, so the signed item starts right after list head and
    /// signature.
    private static int signedFrom(int signatureSize) {
        int head =
                signatureSize < 24
                        ? 1
                        : signatureSize < 1 << 8 ? 2 : signatureSize < 1 << 16 ? 3 : 5;
        return 1 + head + signatureSize;
    }
}
