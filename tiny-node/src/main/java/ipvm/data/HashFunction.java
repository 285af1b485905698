package ipvm.data;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The hash functions this node computes; others are known by name, to say so in an error.
public enum HashFunction {
    IDENTITY(0x00, "identity", "", Multihash.DIGEST_BYTES_MAX),
    SHA2_256(0x12, "sha2-256", "SHA-256", 32),
    SHA2_512(0x13, "sha2-512", "SHA-512", 64),
    SHA3_256(0x16, "sha3-256", "SHA3-256", 32);

    private static final Map<Long, String> OTHERS =
            Map.ofEntries(
                    Map.entry(0x11L, "sha1"),
                    Map.entry(0x14L, "sha3-512"),
                    Map.entry(0x15L, "sha3-384"),
                    Map.entry(0x17L, "sha3-224"),
                    Map.entry(0x18L, "shake-128"),
                    Map.entry(0x19L, "shake-256"),
                    Map.entry(0x1aL, "keccak-224"),
                    Map.entry(0x1bL, "keccak-256"),
                    Map.entry(0x1cL, "keccak-384"),
                    Map.entry(0x1dL, "keccak-512"),
                    Map.entry(0x1eL, "blake3"),
                    Map.entry(0x20L, "sha2-384"),
                    Map.entry(0x22L, "murmur3-x64-64"),
                    Map.entry(0x56L, "dbl-sha2-256"),
                    Map.entry(0xd4L, "md4"),
                    Map.entry(0xd5L, "md5"),
                    Map.entry(0x1012L, "sha2-256-trunc254-padded"),
                    Map.entry(0xb220L, "blake2b-256"),
                    Map.entry(0xb240L, "blake2b-512"),
                    Map.entry(0xb260L, "blake2s-256"));

    private final long code;
    private final String label;
    private final String algorithm;
    private final int digestBytesMax;

    /// One that nothing was put into: to copy it takes a tenth of the time of asking Java for one.
    private volatile @Nullable MessageDigest fresh;

    HashFunction(long code, String label, String algorithm, int digestBytesMax) {
        this.code = code;
        this.label = label;
        this.algorithm = algorithm;
        this.digestBytesMax = digestBytesMax;
    }

    public long code() {
        return code;
    }

    /// The name of multicodec's table.
    public String label() {
        return label;
    }

    int digestBytesMax() {
        return digestBytesMax;
    }

    static Optional<HashFunction> of(long code) {
        for (var function : values()) {
            if (function.code == code) {
                return Optional.of(function);
            }
        }
        return Optional.empty();
    }

    /// A code as a person would name it.
    static String describe(long code) {
        var label = of(code).map(HashFunction::label).orElse(OTHERS.getOrDefault(code, "unknown"));
        return label + " (0x" + Long.toHexString(code) + ")";
    }

    Bytes digest(Bytes content) {
        if (this == IDENTITY) {
            return content.detached();
        }
        var digest = started();
        content.update(digest);
        return Bytes.wrap(digest.digest());
    }

    private MessageDigest started() {
        try {
            var one = fresh;
            if (one == null) {
                one = MessageDigest.getInstance(algorithm);
                fresh = one;
            }
            return (MessageDigest) one.clone();
        } catch (NoSuchAlgorithmException | CloneNotSupportedException e) {
            throw new IllegalStateException("every Java runtime has " + algorithm, e);
        }
    }
}
