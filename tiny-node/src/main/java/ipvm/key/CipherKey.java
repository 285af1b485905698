package ipvm.key;

import ipvm.data.Bytes;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

/// A key that seals many messages with ChaCha20-Poly1305, each under a number of its own.
///
/// The nonce is four zeros and the number, little-endian, as the Noise framework has it. A number
/// that is used twice gives both messages away: whoever holds the key counts.
public final class CipherKey {

    public static final int BYTES = Aead.KEY_BYTES;
    public static final int OVERHEAD_BYTES = Aead.TAG_BYTES;

    private final byte[] key;

    public CipherKey(Bytes key) {
        this.key = key.toArray();
    }

    /// Seals under a number that this key never meets again.
    ///
    /// @param head what is held fast without being hidden
    public Bytes seal(long number, Bytes head, Bytes plaintext) {
        return Bytes.wrap(new Aead(key, nonce(number), head).seal(plaintext.toArray()));
    }

    /// The plaintext, or nothing where this key did not seal it so.
    public Optional<Bytes> open(long number, Bytes head, Bytes box) {
        return new Aead(key, nonce(number), head).open(box.toArray()).map(Bytes::wrap);
    }

    private static byte[] nonce(long number) {
        var nonce = ByteBuffer.allocate(12).order(ByteOrder.LITTLE_ENDIAN);
        return nonce.putInt(0).putLong(number).array();
    }
}
