package ipvm.mesh;

import ipvm.data.Bytes;
import ipvm.data.HashFunction;
import ipvm.data.Multihash;

/// Something that is handed to a neighbour as a whole: signed tokens, a block, a plain word.
public record Parcel(Kind kind, Bytes bytes) {

    private static final int DIGEST_BYTES = 8;

    /// What is in a parcel; the order is the number on the wire.
    ///
    /// The first four and the last are containers of tokens; a block is its CID and its bytes.
    public enum Kind {
        REVOCATION,
        RECEIPT,
        REQUEST,
        DELEGATION,
        BLOCK,
        OTHERS_BLOCK,
        /// An answer that nobody signed, because nothing was done: denied, busy, not found.
        WORD;

        /// Which goes first: the lower.
        int urgency() {
            return this == WORD ? RECEIPT.ordinal() : ordinal();
        }
    }

    public Parcel {
        if (bytes.isEmpty()) {
            throw new IllegalArgumentException("an empty parcel");
        }
    }

    /// What it is known by while it is under way.
    public Bytes digest() {
        return Multihash.of(HashFunction.SHA2_256, bytes).digest().slice(0, DIGEST_BYTES);
    }
}
