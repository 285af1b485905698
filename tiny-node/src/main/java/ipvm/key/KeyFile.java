package ipvm.key;

import ipvm.data.Bytes;
import ipvm.data.MalformedException;
import ipvm.data.Multibase;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Supplier;

/// One private key in a file of mode 600, plain or locked with a passphrase.
///
/// A key file is four lines of ASCII: `ipvm-key 1`, then `kind` and `did` for who wants to know
/// what it is, then `secret` and 64 hex digits, or `locked` and the base64url (multibase `u`) of a
/// [PassphraseBox] around the bytes of the secret.
public final class KeyFile {

    private static final int BYTES_MAX = 4096;
    private static final String FORMAT = "ipvm-key";
    private static final String VERSION = "1";
    private static final String SECRET = "secret";
    private static final String LOCKED = "locked";

    private KeyFile() {}

    /// What a key file says of its key without being unlocked.
    private record Title(KeyKind kind, Did did) {

        static Title read(KeyLines lines) throws MalformedException {
            var version = lines.value(FORMAT);
            if (!version.equals(VERSION)) {
                throw new MalformedException("key of version " + VERSION, "version " + version, 0);
            }
            return new Title(KeyKind.of(lines.value("kind")), Did.parse(lines.value("did")));
        }

        /// The key of a secret, if it is the one that this title speaks of.
        PrivateKey key(byte[] secret) throws MalformedException {
            var key = PrivateKey.taking(kind, secret);
            if (!key.did().equals(did)) {
                key.close();
                throw new MalformedException("secret of " + did, "the one of " + key.did());
            }
            return key;
        }
    }

    /// Writes a new key file; with a passphrase, which stays the caller's to wipe, a locked one.
    ///
    /// @param salt 16 random bytes, of use with a passphrase only
    public static void write(Path file, PrivateKey key, Optional<char[]> passphrase, Bytes salt)
            throws IOException {
        var text = passphrase.isPresent() ? locked(key, passphrase.get(), salt) : plain(key);
        try {
            SecretFile.create(file, text);
        } finally {
            Arrays.fill(text, (byte) 0);
        }
    }

    /// Reads a key; the passphrase is asked for only where the file is locked, and wiped then.
    public static PrivateKey read(Path file, Supplier<Optional<char[]>> passphrase)
            throws IOException, MalformedException {
        var text = SecretFile.readArray(file, BYTES_MAX);
        try {
            var lines = new KeyLines(text);
            var title = Title.read(lines);
            if (!lines.isNext(LOCKED)) {
                return plain(title, lines);
            }
            var box = box(lines.value(LOCKED));
            lines.expectEnd();
            return title.key(unlocked(file, box, passphrase));
        } finally {
            Arrays.fill(text, (byte) 0);
        }
    }

    /// Whose key a file holds, locked or not.
    public static Did did(Path file) throws IOException, MalformedException {
        return Title.read(new KeyLines(SecretFile.readArray(file, BYTES_MAX))).did();
    }

    /// The text of a plain key file, for a backup that is locked as a whole.
    public static Bytes encode(PrivateKey key) {
        return Bytes.wrap(plain(key));
    }

    /// Reads the text of a plain key file.
    public static PrivateKey decode(Bytes text) throws MalformedException {
        var lines = new KeyLines(text.toArray());
        return plain(Title.read(lines), lines);
    }

    private static PrivateKey plain(Title title, KeyLines lines) throws MalformedException {
        var secret = lines.hex(SECRET);
        lines.expectEnd();
        return title.key(secret);
    }

    private static Bytes box(String text) throws MalformedException {
        if (Multibase.of(text) != Multibase.BASE64_URL) {
            throw new MalformedException("locked key in base64url ('u')", text);
        }
        return Multibase.decode(text);
    }

    private static byte[] unlocked(Path file, Bytes box, Supplier<Optional<char[]>> passphrase)
            throws IOException, MalformedException {
        var said = passphrase.get();
        if (said.isEmpty()) {
            throw new SecretFileException(file + " is locked: it needs its passphrase");
        }
        try {
            return PassphraseBox.open(box, said.get(), Limits.DEFAULT)
                    .orElseThrow(() -> new SecretFileException("wrong passphrase for " + file));
        } finally {
            Arrays.fill(said.get(), '\0');
        }
    }

    private static byte[] plain(PrivateKey key) {
        var secret = key.secret();
        var digits = new byte[2 * secret.length];
        for (int i = 0; i < digits.length; i++) {
            int half = secret[i / 2] >> (i % 2 == 0 ? 4 : 0);
            digits[i] = (byte) Character.forDigit(half & 0xf, 16);
        }
        Arrays.fill(secret, (byte) 0);
        var text = text(key, SECRET, digits);
        Arrays.fill(digits, (byte) 0);
        return text;
    }

    private static byte[] locked(PrivateKey key, char[] passphrase, Bytes salt) {
        var secret = key.secret();
        var box = PassphraseBox.seal(secret, passphrase, salt, PassphraseBox.COST);
        Arrays.fill(secret, (byte) 0);
        return text(key, LOCKED, ascii(Multibase.BASE64_URL.encode(box)));
    }

    private static byte[] text(PrivateKey key, String name, byte[] value) {
        var title =
                "%s %s\nkind %s\ndid %s\n%s "
                        .formatted(FORMAT, VERSION, key.kind().label(), key.did(), name);
        var head = ascii(title);
        var text = Arrays.copyOf(head, head.length + value.length + 1);
        System.arraycopy(value, 0, text, head.length, value.length);
        text[text.length - 1] = '\n';
        return text;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
