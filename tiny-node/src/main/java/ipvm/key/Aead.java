package ipvm.key;

import ipvm.data.Bytes;
import java.security.GeneralSecurityException;
import java.util.Optional;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// ChaCha20-Poly1305 (RFC 8439).
final class Aead {

    static final int KEY_BYTES = 32;
    static final int TAG_BYTES = 16;

    private static final int NONCE_BYTES = 12;

    private final byte[] key;
    private final byte[] nonce;
    private final Bytes head;

    /// Seals under a key and a nonce that never meet again, and holds fast a head that is not
    /// hidden.
    Aead(byte[] key, byte[] nonce, Bytes head) {
        if (key.length != KEY_BYTES || nonce.length != NONCE_BYTES) {
            throw new IllegalArgumentException(key.length + " and " + nonce.length + " bytes");
        }
        this.key = key;
        this.nonce = nonce;
        this.head = head;
    }

    /// For a key that nothing else is ever sealed with.
    static Aead once(byte[] key, Bytes head) {
        return new Aead(key, new byte[NONCE_BYTES], head);
    }

    byte[] seal(byte[] plaintext) {
        try {
            return cipher(Cipher.ENCRYPT_MODE).doFinal(plaintext);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /// The plaintext, or nothing where the tag does not fit.
    Optional<byte[]> open(byte[] sealed) {
        try {
            return Optional.of(cipher(Cipher.DECRYPT_MODE).doFinal(sealed));
        } catch (AEADBadTagException e) {
            return Optional.empty();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private Cipher cipher(int mode) throws GeneralSecurityException {
        var cipher = Cipher.getInstance("ChaCha20-Poly1305");
        cipher.init(mode, new SecretKeySpec(key, "ChaCha20"), new IvParameterSpec(nonce));
        cipher.updateAAD(head.toArray());
        return cipher;
    }
}
