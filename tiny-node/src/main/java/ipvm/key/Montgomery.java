package ipvm.key;

import ipvm.data.Bytes;
import ipvm.data.MalformedException;
import java.math.BigInteger;
import java.util.Arrays;
import org.bouncycastle.crypto.digests.SHA512Digest;
import org.bouncycastle.math.ec.rfc7748.X25519;

/// X25519 (RFC 7748), and the way to it from an Ed25519 key, so that a device needs one key only.
final class Montgomery {

    private static final BigInteger P = BigInteger.TWO.pow(255).subtract(BigInteger.valueOf(19));

    /// A scalar like every other: what it makes zero, every scalar makes zero.
    private static final byte[] ANY_SCALAR = new byte[X25519.SCALAR_SIZE];

    private Montgomery() {}

    /// Refuses the points of small order, which would share zero with every key.
    static PublicKey.Check check(Bytes raw) throws MalformedException {
        agree(ANY_SCALAR, raw);
        return (message, signature) -> {
            throw new IllegalStateException("an X25519 key signs nothing");
        };
    }

    static byte[] publicKey(byte[] secret) {
        var raw = new byte[X25519.POINT_SIZE];
        X25519.scalarMultBase(secret, 0, raw, 0);
        return raw;
    }

    static byte[] agree(byte[] secret, Bytes publicKey) throws MalformedException {
        var shared = new byte[X25519.POINT_SIZE];
        if (!X25519.calculateAgreement(secret, 0, publicKey.toArray(), 0, shared, 0)) {
            throw new MalformedException("X25519 key", "a point of small order: " + publicKey);
        }
        return shared;
    }

    /// The secret scalar behind an Ed25519 seed, unclamped: X25519 clamps by itself.
    static byte[] secretOf(byte[] seed) {
        var digest = new SHA512Digest();
        var hash = new byte[digest.getDigestSize()];
        digest.update(seed, 0, seed.length);
        digest.doFinal(hash, 0);
        var secret = Arrays.copyOf(hash, X25519.SCALAR_SIZE);
        Arrays.fill(hash, (byte) 0);
        return secret;
    }

    /// The same point on the other curve: u = (1 + y) / (1 - y).
    static Bytes publicOf(Bytes edwards) {
        var bigEndian = reversed(edwards.toArray());
        bigEndian[0] &= 0x7f;
        var y = new BigInteger(1, bigEndian);
        var one = BigInteger.ONE;
        var u = one.add(y).multiply(one.subtract(y).mod(P).modInverse(P)).mod(P);
        return Bytes.wrap(reversed(fixed(u)));
    }

    private static byte[] fixed(BigInteger u) {
        var raw = u.toByteArray();
        var out = new byte[X25519.POINT_SIZE];
        System.arraycopy(raw, 0, out, out.length - raw.length, raw.length);
        return out;
    }

    private static byte[] reversed(byte[] bytes) {
        var out = new byte[bytes.length];
        for (int i = 0; i < out.length; i++) {
            out[i] = bytes[bytes.length - 1 - i];
        }
        return out;
    }
}
