package ipvm.mesh;

import ipvm.data.Bytes;
import ipvm.data.HashFunction;
import ipvm.data.Multihash;
import java.util.Arrays;
import java.util.Optional;

/// Something that is handed to a neighbour as a whole: signed tokens, a block, a plain word.
///
/// @param digest what it is known by while it is under way
public record Parcel(Kind kind, Bytes bytes, Bytes digest) {

    private static final int DIGEST_BYTES = 8;

    /// What is in a parcel.
    ///
    /// The first four are containers of tokens; a block is its CID and its bytes.
    public enum Kind {
        REVOCATION(0, 0),
        RECEIPT(1, 1),
        REQUEST(2, 2),
        DELEGATION(3, 3),
        BLOCK(4, 4),
        OTHERS_BLOCK(5, 5),
        /// An answer that need not be signed: the receipt in it is, and a refusal is worth nothing.
        WORD(6, 1);

        private final int code;
        private final int urgency;

        Kind(int code, int urgency) {
            this.code = code;
            this.urgency = urgency;
        }

        /// Its number on the wire.
        int code() {
            return code;
        }

        /// Which goes first: the lower.
        int urgency() {
            return urgency;
        }

        static Optional<Kind> of(int code) {
            return Arrays.stream(values()).filter(kind -> kind.code == code).findFirst();
        }
    }

    public Parcel {
        if (bytes.isEmpty()) {
            throw new IllegalArgumentException("an empty parcel");
        }
    }

    /// A parcel with the digest that it has.
    public Parcel(Kind kind, Bytes bytes) {
        this(
                kind,
                bytes,
                Multihash.of(HashFunction.SHA2_256, bytes).digest().slice(0, DIGEST_BYTES));
    }
}
