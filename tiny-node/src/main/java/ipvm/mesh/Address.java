package ipvm.mesh;

import ipvm.data.Bytes;
import ipvm.data.HashFunction;
import ipvm.data.MalformedException;
import ipvm.data.Multihash;
import ipvm.key.Did;

/// The short name of a node, for ways and never for rights: 8 bytes of the hash of its key.
record Address(Bytes bytes) {

    static final int BYTES = 8;
    static final Address NOBODY = new Address(Bytes.wrap(new byte[BYTES]));

    Address {
        if (bytes.size() != BYTES) {
            throw new IllegalArgumentException("an address of " + bytes.size() + " bytes");
        }
    }

    /// A name without a key in it has no address of its own.
    static Address of(Did did) {
        try {
            var hash = Multihash.of(HashFunction.SHA2_256, did.key().encode());
            return new Address(hash.digest().slice(0, BYTES));
        } catch (MalformedException e) {
            return NOBODY;
        }
    }

    /// What is left of it where every byte counts.
    int brief() {
        return bytes.at(BYTES - 2) << 8 | bytes.at(BYTES - 1);
    }
}
