package ipvm.key;

import ipvm.data.Bytes;
import ipvm.data.MalformedException;
import java.util.Map;
import java.util.Optional;

/// The kinds of key this node works with; others are known by name, to say so in an error.
public enum KeyKind {
    ED25519(0xed, "Ed25519", 32, true),
    P256(0x1200, "P-256", 33, true),
    SECP256K1(0xe7, "secp256k1", 33, true),
    X25519(0xec, "X25519", 32, false);

    /// Every secret is a seed or a scalar of this size.
    static final int SECRET_BYTES = 32;

    private static final String SUPPORTED = "Ed25519, P-256, secp256k1 or X25519";

    private static final Map<Long, String> OTHERS =
            Map.ofEntries(
                    Map.entry(0xeaL, "BLS12-381 G1"),
                    Map.entry(0xebL, "BLS12-381 G2"),
                    Map.entry(0xeeL, "BLS12-381 G1G2"),
                    Map.entry(0xefL, "sr25519"),
                    Map.entry(0x1201L, "P-384"),
                    Map.entry(0x1202L, "P-521"),
                    Map.entry(0x1203L, "Ed448"),
                    Map.entry(0x1204L, "X448"),
                    Map.entry(0x1205L, "RSA"),
                    Map.entry(0x1206L, "SM2"),
                    Map.entry(0xeb51L, "JWK"));

    private final long code;
    private final String label;
    private final int publicBytes;
    private final boolean signs;

    KeyKind(long code, String label, int publicBytes, boolean signs) {
        this.code = code;
        this.label = label;
        this.publicBytes = publicBytes;
        this.signs = signs;
    }

    /// The multicodec code of a public key of this kind.
    public long code() {
        return code;
    }

    /// The name that people know it by.
    public String label() {
        return label;
    }

    /// The size of a public key: a compressed point where the curve has an x and a y.
    public int publicBytes() {
        return publicBytes;
    }

    /// Whether keys of this kind sign.
    public boolean signs() {
        return signs;
    }

    /// Whether keys of this kind agree on secrets, so that a box can be sealed to them.
    public boolean agrees() {
        return this == ED25519 || this == X25519;
    }

    /// The second signature that counts wherever a first one does, which anybody can make of an
    /// ECDSA signature: so a name made over signed bytes is one of two.
    public Optional<Bytes> twin(Bytes signature) {
        return switch (this) {
            case P256, SECP256K1 -> Ecdsa.of(this).twin(signature);
            case ED25519, X25519 -> Optional.empty();
        };
    }

    static KeyKind of(String label) throws MalformedException {
        for (var kind : values()) {
            if (kind.label.equals(label)) {
                return kind;
            }
        }
        throw new MalformedException("key kind (" + SUPPORTED + ")", "'" + label + "'");
    }

    static KeyKind of(long code) throws MalformedException {
        for (var kind : values()) {
            if (kind.code == code) {
                return kind;
            }
        }
        throw new MalformedException(
                "key kind (" + SUPPORTED + ")",
                OTHERS.getOrDefault(code, "unknown") + " (0x" + Long.toHexString(code) + ")");
    }
}
