package ipvm.key;

import ipvm.data.Bytes;
import ipvm.data.HashFunction;
import ipvm.data.MalformedException;
import ipvm.data.Multihash;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Optional;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.params.ECDomainParameters;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.bouncycastle.crypto.signers.HMacDSAKCalculator;
import org.bouncycastle.math.ec.ECCurve;
import org.bouncycastle.math.ec.ECPoint;
import org.bouncycastle.math.ec.FixedPointCombMultiplier;
import org.bouncycastle.math.ec.custom.sec.SecP256K1Curve;
import org.bouncycastle.math.ec.custom.sec.SecP256R1Curve;
import org.bouncycastle.util.BigIntegers;
import org.bouncycastle.util.encoders.Hex;

/// ECDSA with SHA-256 over one curve; a signature is r and s, 32 bytes each.
///
/// Of the two values of s that fit a message it writes the smaller and reads both, as ES256 and
/// ES256K allow.
final class Ecdsa {

    private static final int SCALAR_BYTES = 32;

    private final String label;
    private final ECDomainParameters curve;

    /// A curve of order n on which a compressed point generates all others.
    private Ecdsa(KeyKind kind, ECCurve curve, String generator) {
        this.label = kind.label();
        var g = curve.decodePoint(Hex.decode(generator));
        this.curve = new ECDomainParameters(curve, g, curve.getOrder(), curve.getCofactor());
    }

    /// Curves load when first used: most nodes only ever see Ed25519.
    static Ecdsa of(KeyKind kind) {
        return switch (kind) {
            case P256 -> P256.CURVE;
            case SECP256K1 -> Secp256k1.CURVE;
            case ED25519, X25519 -> throw new IllegalArgumentException("no ECDSA: " + kind);
        };
    }

    private static final class P256 {
        static final Ecdsa CURVE =
                new Ecdsa(
                        KeyKind.P256,
                        new SecP256R1Curve(),
                        "036b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296");
    }

    private static final class Secp256k1 {
        static final Ecdsa CURVE =
                new Ecdsa(
                        KeyKind.SECP256K1,
                        new SecP256K1Curve(),
                        "0279be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798");
    }

    PublicKey.Check check(Bytes raw) throws MalformedException {
        var key = new ECPublicKeyParameters(point(raw), curve);
        return (message, signature) ->
                signature.size() == PublicKey.SIGNATURE_BYTES && verify(key, message, signature);
    }

    private ECPoint point(Bytes raw) throws MalformedException {
        int head = raw.at(0);
        if (head != 2 && head != 3) {
            throw new MalformedException(
                    label + " key, compressed (02 or 03)", "0x" + Integer.toHexString(head), 0);
        }
        try {
            return curve.getCurve().decodePoint(raw.toArray());
        } catch (IllegalArgumentException e) {
            throw new MalformedException(label + " key", "no point of the curve: " + raw.hex());
        }
    }

    private static boolean verify(ECPublicKeyParameters key, Bytes message, Bytes signature) {
        var signer = new ECDSASigner();
        signer.init(false, key);
        return signer.verifySignature(
                sha256(message),
                unsigned(signature.slice(0, SCALAR_BYTES)),
                unsigned(signature.from(SCALAR_BYTES)));
    }

    /// Signs with the nonce of RFC 6979, so that no bad dice give the key away.
    byte[] sign(byte[] secret, Bytes message) {
        var signer = new ECDSASigner(new HMacDSAKCalculator(new SHA256Digest()));
        signer.init(true, new ECPrivateKeyParameters(new BigInteger(1, secret), curve));
        var pair = signer.generateSignature(sha256(message));
        var s = pair[1].min(curve.getN().subtract(pair[1]));
        var signature = new byte[PublicKey.SIGNATURE_BYTES];
        BigIntegers.asUnsignedByteArray(pair[0], signature, 0, SCALAR_BYTES);
        BigIntegers.asUnsignedByteArray(s, signature, SCALAR_BYTES, SCALAR_BYTES);
        return signature;
    }

    /// The signature with the other s; none where the first could not count.
    Optional<Bytes> twin(Bytes signature) {
        if (signature.size() != PublicKey.SIGNATURE_BYTES) {
            return Optional.empty();
        }
        var r = signature.slice(0, SCALAR_BYTES);
        var s = unsigned(signature.from(SCALAR_BYTES));
        if (s.signum() == 0 || s.compareTo(curve.getN()) >= 0) {
            return Optional.empty();
        }
        var other = BigIntegers.asUnsignedByteArray(SCALAR_BYTES, curve.getN().subtract(s));
        return Optional.of(Bytes.concat(r, Bytes.wrap(other)));
    }

    /// Whether a secret is a scalar of this curve: neither zero nor as large as its order.
    boolean isSecret(byte[] secret) {
        var scalar = new BigInteger(1, secret);
        return scalar.signum() > 0 && scalar.compareTo(curve.getN()) < 0;
    }

    byte[] publicKey(byte[] secret) {
        return new FixedPointCombMultiplier()
                .multiply(curve.getG(), new BigInteger(1, secret))
                .getEncoded(true);
    }

    private static BigInteger unsigned(Bytes bytes) {
        return new BigInteger(1, bytes.toArray());
    }

    private static byte[] sha256(Bytes message) {
        return Multihash.of(HashFunction.SHA2_256, message).digest().toArray();
    }

    /// The first candidate that is a scalar; hashing on is fair to all of them.
    byte[] firstSecret(byte[] seed) {
        var candidate = seed.clone();
        while (!isSecret(candidate)) {
            var next = sha256(Bytes.wrap(candidate));
            Arrays.fill(candidate, (byte) 0);
            candidate = next;
        }
        return candidate;
    }
}
