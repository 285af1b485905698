package ipvm.key;

import ipvm.data.Bytes;
import ipvm.data.Cursor;
import ipvm.data.HashFunction;
import ipvm.data.MalformedException;
import ipvm.data.Multihash;
import java.util.Arrays;

/// A box that anybody can seal and only the holder of one key can open.
///
/// A box is `01`, an X25519 key made for it alone, and the ciphertext with its tag of
/// ChaCha20-Poly1305 under a nonce of zeros. The key is HKDF-SHA256 of the shared secret, salted
/// with that key and the recipient's X25519 key, so that a box fits one pair of keys. Who sealed it
/// is not said: sign what is inside where that matters.
public final class SealedBox {

    /// How much larger a box is than what is in it.
    public static final int OVERHEAD_BYTES = 1 + 32 + Aead.TAG_BYTES;

    private static final int VERSION = 1;
    private static final byte[] KEY_INFO = Bytes.utf8("ipvm/sealed-box@1 key").toArray();
    private static final byte[] ONCE_INFO = Bytes.utf8("ipvm/sealed-box@1 ephemeral").toArray();

    private SealedBox() {}

    /// Seals to an Ed25519 or X25519 key, with 32 random bytes that nobody else knows.
    public static Bytes seal(PublicKey recipient, Bytes plaintext, Bytes ephemeralSeed) {
        var to = recipient.forAgreement();
        try (var once = ephemeral(to, plaintext, ephemeralSeed)) {
            var from = once.publicKey().raw();
            var head = Bytes.concat(Bytes.of(VERSION), from);
            var aead = Aead.once(key(once.shared(to), from, to), head);
            return Bytes.concat(head, Bytes.wrap(aead.seal(plaintext.toArray())));
        }
    }

    /// What is in a box sealed to this key.
    public static Bytes open(PrivateKey key, Bytes sealed) throws MalformedException {
        var in = new Cursor(sealed);
        int version = in.u8("sealed box version");
        if (version != VERSION) {
            throw new MalformedException(
                    "sealed box version " + VERSION, Integer.toString(version), 0);
        }
        var from = in.take(32, "sealed box key");
        var head = sealed.slice(0, in.position());
        var aead = Aead.once(key(key.shared(from), from, key.publicKey().forAgreement()), head);
        return aead.open(in.rest().toArray())
                .map(Bytes::wrap)
                .orElseThrow(() ->
                        new MalformedException(
                                "sealed box for " + key.did(),
                                "one that was changed, or is for another key"));
    }

    /// The seed is mixed with what is sealed to whom: a seed used twice by mistake still gives two
    /// boxes two keys.
    private static PrivateKey ephemeral(PublicKey to, Bytes plaintext, Bytes seed) {
        var message = Multihash.of(HashFunction.SHA2_256, plaintext).digest();
        var salt = Bytes.concat(to.raw(), message).toArray();
        var secret = Hkdf.derive(seed.toArray(), salt, ONCE_INFO, KeyKind.SECRET_BYTES);
        return new PrivateKey(KeyKind.X25519, secret);
    }

    private static byte[] key(byte[] shared, Bytes from, PublicKey to) {
        var salt = Bytes.concat(from, to.raw()).toArray();
        var key = Hkdf.derive(shared, salt, KEY_INFO, Aead.KEY_BYTES);
        Arrays.fill(shared, (byte) 0);
        return key;
    }
}
