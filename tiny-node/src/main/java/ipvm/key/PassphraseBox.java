package ipvm.key;

import ipvm.data.Bytes;
import ipvm.data.Cursor;
import ipvm.data.HashFunction;
import ipvm.data.MalformedException;
import ipvm.data.Multihash;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.bouncycastle.crypto.generators.SCrypt;

/// Bytes sealed under a passphrase, for key files and backups.
///
/// A box is `ipvm-box`, `01`, the scrypt parameters log2 N, r and p, a salt of 16 bytes, the
/// ciphertext with its tag of ChaCha20-Poly1305 under a nonce of zeros, and the first 8 bytes of
/// the SHA-256 of all before them. That last sum hides nothing; it tells a damaged box from a wrong
/// passphrase, for a person who has to know which of the two it is.
public final class PassphraseBox {

    /// How much chance a box wants, so that no two boxes have one key.
    public static final int SALT_BYTES = 16;

    private static final Bytes MAGIC = Bytes.concat(Bytes.utf8("ipvm-box"), Bytes.of(1));
    private static final int SUM_BYTES = 8;

    /// 32 MiB and a third of a second on a desk: what is advised for N of 2^15, and what a board of
    /// 512 MB can spare.
    static final Cost COST = new Cost(15, 8, 3);

    private PassphraseBox() {}

    /// What it takes to try one passphrase: memory of 128 N r bytes, and time for N r p steps.
    record Cost(int logN, int r, int p) {

        static Cost read(Cursor in, Limits limits) throws MalformedException {
            int at = in.position();
            var cost = new Cost(in.u8("log2 N"), in.u8("scrypt r"), in.u8("scrypt p"));
            if (!cost.isWithin(limits)) {
                throw new MalformedException(
                        "scrypt parameters within "
                                + (limits.scryptBytesMax() >> 20)
                                + " MiB and "
                                + limits.scryptWorkMax()
                                + " steps",
                        cost.toString(),
                        at);
            }
            return cost;
        }

        /// The function itself has no N below 2, and none of 2^16 and more where r is 1.
        private boolean isWithin(Limits limits) {
            if (logN < 1 || logN > 30 || r < 1 || p < 1 || (r == 1 && logN > 15)) {
                return false;
            }
            long blocks = ((long) r << logN) + (long) r * p;
            return 128 * blocks <= limits.scryptBytesMax()
                    && ((long) p * r) << logN <= limits.scryptWorkMax();
        }

        Bytes encode() {
            return Bytes.of(logN, r, p);
        }
    }

    /// Seals under a passphrase, which stays the caller's to wipe, and 16 random bytes.
    public static Bytes seal(Bytes plaintext, char[] passphrase, Bytes salt) {
        return seal(plaintext.toArray(), passphrase, salt, COST);
    }

    static Bytes seal(byte[] plaintext, char[] passphrase, Bytes salt, Cost cost) {
        if (salt.size() != SALT_BYTES || passphrase.length == 0) {
            throw new IllegalArgumentException(
                    "a salt of " + salt.size() + " bytes, or no passphrase");
        }
        var head = Bytes.concat(MAGIC, cost.encode(), salt);
        var key = key(passphrase, salt, cost);
        var box = Bytes.concat(head, Bytes.wrap(Aead.once(key, head).seal(plaintext)));
        Arrays.fill(key, (byte) 0);
        return Bytes.concat(box, sum(box));
    }

    /// What is in a box; nothing where the passphrase is a wrong one.
    public static Optional<Bytes> open(Bytes box, char[] passphrase) throws MalformedException {
        return open(box, passphrase, Limits.DEFAULT).map(Bytes::wrap);
    }

    static Optional<byte[]> open(Bytes box, char[] passphrase, Limits limits)
            throws MalformedException {
        var in = new Cursor(box);
        if (!in.take(MAGIC.size(), "start of a passphrase box").equals(MAGIC)) {
            throw new MalformedException("passphrase box, version 1", box.toString(), 0);
        }
        var cost = Cost.read(in, limits);
        var salt = in.take(SALT_BYTES, "salt");
        var head = box.slice(0, in.position());
        var sealed = in.take(in.remaining() - (long) SUM_BYTES, "sealed bytes");
        if (!in.rest().equals(sum(box.slice(0, box.size() - SUM_BYTES)))) {
            throw new MalformedException("passphrase box", "damage: its checksum does not fit");
        }
        var key = key(passphrase, salt, cost);
        var opened = Aead.once(key, head).open(sealed.toArray());
        Arrays.fill(key, (byte) 0);
        return opened;
    }

    private static byte[] key(char[] passphrase, Bytes salt, Cost cost) {
        var secret = utf8(passphrase);
        int n = 1 << cost.logN;
        var key = SCrypt.generate(secret, salt.toArray(), n, cost.r, cost.p, Aead.KEY_BYTES);
        Arrays.fill(secret, (byte) 0);
        return key;
    }

    /// No character takes more than three bytes; half a surrogate pair counts as a question mark.
    private static byte[] utf8(char[] text) {
        var buffer = ByteBuffer.allocate(3 * text.length);
        StandardCharsets.UTF_8
                .newEncoder()
                .onMalformedInput(CodingErrorAction.REPLACE)
                .encode(CharBuffer.wrap(text), buffer, true);
        var utf8 = Arrays.copyOf(buffer.array(), buffer.position());
        Arrays.fill(buffer.array(), (byte) 0);
        return utf8;
    }

    private static Bytes sum(Bytes bytes) {
        return Multihash.of(HashFunction.SHA2_256, bytes).digest().slice(0, SUM_BYTES);
    }
}
