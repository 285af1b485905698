package ipvm.key;

import ipvm.data.Bytes;
import ipvm.data.Cursor;
import ipvm.data.MalformedException;
import ipvm.data.Multibase;
import ipvm.data.Varint;
import org.jspecify.annotations.Nullable;

/// A public key that is known to be one: a point on its curve that not everybody holds the key to.
///
/// It keeps the point it was checked with, because finding it again would cost each signature check
/// a seventh more.
public final class PublicKey {

    /// Every signature this node reads has this size, which is checked before any library sees it:
    /// some accept a signature with bytes after it.
    static final int SIGNATURE_BYTES = 64;

    private final KeyKind kind;
    private final Bytes raw;
    private final Check check;
    private @Nullable Did did;
    private @Nullable PublicKey montgomery;

    /// Tells right signatures of the right size from all others.
    interface Check {
        boolean accepts(Bytes message, Bytes signature);
    }

    private PublicKey(KeyKind kind, Bytes raw, Check check) {
        this.kind = kind;
        this.raw = raw;
        this.check = check;
    }

    /// Takes 32 bytes, or 33 of a compressed point, as a key of a kind.
    public static PublicKey of(KeyKind kind, Bytes raw) throws MalformedException {
        if (raw.size() != kind.publicBytes()) {
            throw new MalformedException(
                    kind.label() + " key of " + kind.publicBytes() + " bytes",
                    raw.size() + " bytes");
        }
        var own = raw.detached();
        return new PublicKey(kind, own, check(kind, own));
    }

    private static Check check(KeyKind kind, Bytes raw) throws MalformedException {
        return switch (kind) {
            case ED25519 -> Edwards.check(raw);
            case P256, SECP256K1 -> Ecdsa.of(kind).check(raw);
            case X25519 -> Montgomery.check(raw);
        };
    }

    /// Reads the binary form: multicodec code and key.
    public static PublicKey decode(Bytes multicodecKey) throws MalformedException {
        var in = new Cursor(multicodecKey);
        var kind = KeyKind.of(in.varint("key kind"));
        return of(kind, in.rest());
    }

    /// The binary form: multicodec code and key.
    public Bytes encode() {
        return Bytes.concat(Varint.of(kind.code()), raw);
    }

    public KeyKind kind() {
        return kind;
    }

    public Bytes raw() {
        return raw;
    }

    /// The `did:key` of this key, kept because it is compared far more often than it is made.
    public Did did() {
        var known = did;
        if (known == null) {
            known = new Did(Did.KEY + Multibase.BASE58_BTC.encode(encode()));
            did = known;
        }
        return known;
    }

    /// Whether the holder of this key signed a message; every wrong signature is just `false`.
    public boolean verify(Bytes message, Bytes signature) {
        return check.accepts(message, signature);
    }

    /// The X25519 key of the same holder: this one, or the one that an Ed25519 key stands for.
    public PublicKey forAgreement() {
        return switch (kind) {
            case X25519 -> this;
            case ED25519 -> montgomery();
            case P256, SECP256K1 ->
                    throw new IllegalStateException("a " + kind.label() + " key agrees on nothing");
        };
    }

    private PublicKey montgomery() {
        var known = montgomery;
        if (known == null) {
            known = computed(KeyKind.X25519, Montgomery.publicOf(raw));
            montgomery = known;
        }
        return known;
    }

    /// Takes bytes that this package computed as a key.
    static PublicKey computed(KeyKind kind, Bytes raw) {
        try {
            return of(kind, raw);
        } catch (MalformedException e) {
            throw new IllegalStateException("computed what is no key", e);
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PublicKey that && kind == that.kind && raw.equals(that.raw);
    }

    @Override
    public int hashCode() {
        return raw.hashCode();
    }

    @Override
    public String toString() {
        return did().text();
    }
}
