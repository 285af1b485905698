package ipvm.key;

import ipvm.data.Bytes;
import ipvm.data.MalformedException;
import java.math.BigInteger;
import java.util.Arrays;
import org.bouncycastle.crypto.ec.CustomNamedCurves;

/// Keys for tests, each made of one repeated byte.
final class Keys {

    private Keys() {}

    static Bytes seed(int value) {
        var seed = new byte[32];
        Arrays.fill(seed, (byte) value);
        return Bytes.wrap(seed);
    }

    static PrivateKey some(KeyKind kind) {
        return PrivateKey.generate(kind, seed(7));
    }

    static PrivateKey ed25519(int value) {
        return PrivateKey.generate(KeyKind.ED25519, seed(value));
    }

    static BigInteger order(KeyKind kind) {
        return curve(kind).getN();
    }

    /// The first x, from one on, of which the curve has no y.
    static Bytes offCurve(KeyKind kind) {
        var head = Bytes.of(2);
        for (int x = 1; x < 100; x++) {
            var raw = Bytes.concat(head, Bytes.wrap(new byte[31]), Bytes.of(x));
            try {
                curve(kind).getCurve().decodePoint(raw.toArray());
            } catch (IllegalArgumentException e) {
                return raw;
            }
        }
        throw new IllegalStateException("every second x has no y");
    }

    /// The point of an ECDSA key with its y, which the JDK cannot find by itself.
    static Bytes uncompressed(PublicKey key) {
        var point = curve(key.kind()).getCurve().decodePoint(key.raw().toArray());
        return Bytes.wrap(point.getEncoded(false));
    }

    private static org.bouncycastle.asn1.x9.X9ECParameters curve(KeyKind kind) {
        return CustomNamedCurves.getByName(kind == KeyKind.P256 ? "secp256r1" : "secp256k1");
    }

    /// A signature with its second half replaced.
    static Bytes withS(Bytes signature, BigInteger s) throws MalformedException {
        var hex = s.mod(BigInteger.TWO.pow(256)).toString(16);
        return Bytes.concat(
                signature.slice(0, 32), Bytes.fromHex("0".repeat(64 - hex.length()) + hex));
    }
}
