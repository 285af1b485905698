package ipvm.key;

import ipvm.data.Bytes;
import ipvm.data.MalformedException;
import java.util.Arrays;

/// A secret key, held in one array that [#close] wipes.
///
/// What Java does not allow: the copies that a moving collector leaves behind, and those inside the
/// libraries, are out of reach.
public final class PrivateKey implements Signer, AutoCloseable {

    private final KeyKind kind;
    private final byte[] secret;
    private final PublicKey publicKey;
    private boolean closed;

    /// Takes over a secret that is known to be one of its kind.
    private PrivateKey(KeyKind kind, byte[] secret) {
        this.kind = kind;
        this.secret = secret;
        this.publicKey = publicKey(kind, secret);
    }

    /// Takes the 32 bytes of a seed (Ed25519), or of a scalar (others).
    public static PrivateKey of(KeyKind kind, Bytes secret) throws MalformedException {
        if (secret.size() != KeyKind.SECRET_BYTES) {
            throw new MalformedException(
                    kind.label() + " secret of " + KeyKind.SECRET_BYTES + " bytes",
                    secret.size() + " bytes");
        }
        var own = secret.toArray();
        if (!isSecret(kind, own)) {
            throw new MalformedException(
                    kind.label() + " secret", "zero, or not below the order of the curve");
        }
        return new PrivateKey(kind, own);
    }

    /// Makes the key of 32 random bytes: the same bytes give the same key.
    public static PrivateKey generate(KeyKind kind, Bytes seed32) {
        if (seed32.size() != KeyKind.SECRET_BYTES) {
            throw new IllegalArgumentException("a seed has 32 bytes, not " + seed32.size());
        }
        var seed = seed32.toArray();
        return switch (kind) {
            case ED25519, X25519 -> new PrivateKey(kind, seed);
            case P256, SECP256K1 -> new PrivateKey(kind, Ecdsa.of(kind).firstSecret(seed));
        };
    }

    private static boolean isSecret(KeyKind kind, byte[] secret) {
        return switch (kind) {
            case ED25519, X25519 -> true;
            case P256, SECP256K1 -> Ecdsa.of(kind).isSecret(secret);
        };
    }

    private static PublicKey publicKey(KeyKind kind, byte[] secret) {
        var raw =
                switch (kind) {
                    case ED25519 -> Edwards.publicKey(secret);
                    case P256, SECP256K1 -> Ecdsa.of(kind).publicKey(secret);
                    case X25519 -> Montgomery.publicKey(secret);
                };
        try {
            return PublicKey.of(kind, Bytes.wrap(raw));
        } catch (MalformedException e) {
            throw new IllegalStateException("a secret without a public key", e);
        }
    }

    public KeyKind kind() {
        return kind;
    }

    @Override
    public PublicKey publicKey() {
        return publicKey;
    }

    @Override
    public synchronized Bytes sign(Bytes message) {
        var open = open();
        return Bytes.wrap(
                switch (kind) {
                    case ED25519 -> Edwards.sign(open, publicKey.raw(), message);
                    case P256, SECP256K1 -> Ecdsa.of(kind).sign(open, message);
                    case X25519 -> throw new IllegalStateException("an X25519 key signs nothing");
                });
    }

    /// The secret shared with the holder of another key; never zero, and not yet a key to use.
    public synchronized Bytes agree(PublicKey other) {
        var peer = other.forAgreement();
        return switch (kind) {
            case X25519 -> Bytes.wrap(Montgomery.agree(open(), peer));
            case ED25519 -> {
                var scalar = Montgomery.secretOf(open());
                var shared = Montgomery.agree(scalar, peer);
                Arrays.fill(scalar, (byte) 0);
                yield Bytes.wrap(shared);
            }
            case P256, SECP256K1 ->
                    throw new IllegalStateException("a " + kind.label() + " key agrees on nothing");
        };
    }

    /// Wipes the secret; every later use is a bug and says so.
    @Override
    public synchronized void close() {
        closed = true;
        Arrays.fill(secret, (byte) 0);
    }

    /// Names the key, never the secret.
    @Override
    public String toString() {
        return "private key of " + publicKey;
    }

    private byte[] open() {
        if (closed) {
            throw new IllegalStateException("the key of " + publicKey + " was closed");
        }
        return secret;
    }
}
