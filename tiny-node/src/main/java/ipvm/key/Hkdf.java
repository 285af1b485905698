package ipvm.key;

import ipvm.data.Bytes;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// HKDF-SHA256 (RFC 5869): makes keys of a secret that is none yet.
public final class Hkdf {

    private static final int HASH_BYTES = 32;
    private static final int BLOCKS_MAX = 255;

    private Hkdf() {}

    /// A key of so many bytes.
    ///
    /// @param salt may be empty
    /// @param info what the key is for
    public static Bytes derive(Bytes secret, Bytes salt, Bytes info, int size) {
        return Bytes.wrap(derive(secret.toArray(), salt.toArray(), info.toArray(), size));
    }

    static byte[] derive(byte[] secret, byte[] salt, byte[] info, int size) {
        if (size < 0 || size > BLOCKS_MAX * HASH_BYTES) {
            throw new IllegalArgumentException("HKDF-SHA256 has no " + size + " bytes to give");
        }
        try {
            var extracted = mac(salt.length == 0 ? new byte[HASH_BYTES] : salt).doFinal(secret);
            var derived = expand(mac(extracted), info, size);
            Arrays.fill(extracted, (byte) 0);
            return derived;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java runtime has HMAC-SHA256", e);
        }
    }

    private static byte[] expand(Mac mac, byte[] info, int size) {
        var derived = new byte[size];
        var block = new byte[0];
        for (int done = 0; done < size; done += HASH_BYTES) {
            mac.update(block);
            mac.update(info);
            mac.update((byte) (done / HASH_BYTES + 1));
            block = mac.doFinal();
            System.arraycopy(block, 0, derived, done, Math.min(HASH_BYTES, size - done));
        }
        Arrays.fill(block, (byte) 0);
        return derived;
    }

    private static Mac mac(byte[] key) throws GeneralSecurityException {
        var mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        return mac;
    }
}
