package ipvm.key;

import ipvm.data.Bytes;
import ipvm.data.MalformedException;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/// Ed25519 (RFC 8032).
final class Edwards {

    private Edwards() {}

    /// Refuses what is no point, has a second encoding, or is one of the eight small points, under
    /// which anybody can sign.
    static PublicKey.Check check(Bytes raw) throws MalformedException {
        var point = Ed25519.validatePublicKeyPartialExport(raw.toArray(), 0);
        if (point == null) {
            throw new MalformedException("Ed25519 key", "no point to sign with: " + raw.hex());
        }
        return (message, signature) ->
                signature.size() == PublicKey.SIGNATURE_BYTES
                        && Ed25519.verify(
                                signature.toArray(),
                                0,
                                point,
                                message.toArray(),
                                0,
                                message.size());
    }

    static byte[] publicKey(byte[] seed) {
        var raw = new byte[Ed25519.PUBLIC_KEY_SIZE];
        Ed25519.generatePublicKey(seed, 0, raw, 0);
        return raw;
    }

    static byte[] sign(byte[] seed, Bytes publicKey, Bytes message) {
        var signature = new byte[Ed25519.SIGNATURE_SIZE];
        Ed25519.sign(
                seed,
                0,
                publicKey.toArray(),
                0,
                message.toArray(),
                0,
                message.size(),
                signature,
                0);
        return signature;
    }
}
