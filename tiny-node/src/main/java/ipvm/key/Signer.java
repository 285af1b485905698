package ipvm.key;

import ipvm.data.Bytes;
import ipvm.data.MalformedException;

/// Whoever can put a name under a message: a key in memory, or one that never leaves its chip.
public interface Signer {

    PublicKey publicKey();

    /// A signature of 64 bytes; the same message gives the same signature.
    Bytes sign(Bytes message);

    /// What is in a box that was sealed to this signer; one that only signs opens none.
    default Bytes unseal(Bytes box) throws MalformedException {
        throw new MalformedException("key that opens boxes", "one that only signs");
    }

    /// The name under which others know this signer.
    default Did did() {
        return publicKey().did();
    }
}
