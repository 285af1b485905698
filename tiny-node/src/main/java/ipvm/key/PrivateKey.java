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

    /// Takes over an array with a secret that is known to be one of its kind.
    PrivateKey(KeyKind kind, byte[] secret) {
        this.kind = kind;
        this.secret = secret;
        this.publicKey = publicKey(kind, secret);
    }

    /// Takes the 32 bytes of a seed (Ed25519), or of a scalar (others).
    public static PrivateKey of(KeyKind kind, Bytes secret) throws MalformedException {
        return taking(kind, secret.toArray());
    }

    static PrivateKey taking(KeyKind kind, byte[] secret) throws MalformedException {
        if (secret.length != KeyKind.SECRET_BYTES) {
            throw new MalformedException(
                    kind.label() + " secret of " + KeyKind.SECRET_BYTES + " bytes",
                    secret.length + " bytes");
        }
        if (!isSecret(kind, secret)) {
            throw new MalformedException(
                    kind.label() + " secret", "zero, or not below the order of the curve");
        }
        return new PrivateKey(kind, secret);
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
        return PublicKey.computed(kind, Bytes.wrap(raw));
    }

    public KeyKind kind() {
        return kind;
    }

    @Override
    public PublicKey publicKey() {
        return publicKey;
    }

    @Override
    public Bytes unseal(Bytes box) throws MalformedException {
        return SealedBox.open(this, box);
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
    public Bytes agree(PublicKey other) {
        return Bytes.wrap(shared(other));
    }

    /// The same in an array that the caller wipes.
    byte[] shared(PublicKey other) {
        try {
            return shared(other.forAgreement().raw());
        } catch (MalformedException e) {
            throw new IllegalStateException("a point of small order passed for a key", e);
        }
    }

    /// The same with the bytes of an X25519 key that was not checked yet.
    synchronized byte[] shared(Bytes x25519) throws MalformedException {
        return switch (kind) {
            case X25519 -> Montgomery.agree(open(), x25519);
            case ED25519 -> {
                var scalar = Montgomery.secretOf(open());
                try {
                    yield Montgomery.agree(scalar, x25519);
                } finally {
                    Arrays.fill(scalar, (byte) 0);
                }
            }
            case P256, SECP256K1 ->
                    throw new IllegalStateException("a " + kind.label() + " key agrees on nothing");
        };
    }

    /// A copy of the secret, which the caller wipes.
    synchronized byte[] secret() {
        return open().clone();
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
