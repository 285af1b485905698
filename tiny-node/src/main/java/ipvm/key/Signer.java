package ipvm.key;

import ipvm.data.Bytes;

/// Whoever can put a name under a message: a key in memory, or one that never leaves its chip.
public interface Signer {

    PublicKey publicKey();

    /// A signature of 64 bytes; the same message gives the same signature.
    Bytes sign(Bytes message);

    /// The name under which others know this signer.
    default Did did() {
        return publicKey().did();
    }
}
